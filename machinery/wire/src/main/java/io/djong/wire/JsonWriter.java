package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a tree as JSON into a growing array, escaping as Go's encoder does. Confined to one call.
final class JsonWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /// Which ASCII characters stand for themselves in a string.
    private static final boolean[] PLAIN = new boolean[128];

    static {
        Arrays.fill(PLAIN, ' ', 128, true);
        for (char c : "\"\\<>&".toCharArray()) {
            PLAIN[c] = false;
        }
    }

    private final @Nullable String indent;
    private byte[] out = new byte[1024];
    private int at;
    private int level;

    JsonWriter(@Nullable String indent) {
        this.indent = indent;
    }

    byte[] toBytes() {
        return Arrays.copyOf(out, at);
    }

    private void ensure(int more) {
        if (out.length - at < more) {
            out =
                    Arrays.copyOf(
                            out,
                            Math.max(
                                    Math.addExact(at, more),
                                    (int) Math.min(out.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }

    JsonWriter write(@Nullable Object value) {
        switch (value) {
            case null -> ascii("null");
            case String text -> string(text);
            case Fields fields -> object(fields);
            case List<?> list -> list(list);
            case Boolean bool -> ascii(bool ? "true" : "false");
            case Long number -> integer(number);
            case Integer number -> integer(number);
            case Double number -> ascii(GoFloats.text(number));
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
        return this;
    }

    private void object(Fields fields) {
        int size = fields.size();
        put('{');
        if (size == 0) {
            put('}');
            return;
        }
        level++;
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                put(',');
            }
            if (indent != null) {
                newLine();
            }
            string(fields.nameAt(i));
            put(':');
            if (indent != null) {
                put(' ');
            }
            write(fields.valueAt(i));
        }
        level--;
        if (indent != null) {
            newLine();
        }
        put('}');
    }

    private void list(List<?> list) {
        int size = list.size();
        put('[');
        if (size == 0) {
            put(']');
            return;
        }
        level++;
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                put(',');
            }
            if (indent != null) {
                newLine();
            }
            write(list.get(i));
        }
        level--;
        if (indent != null) {
            newLine();
        }
        put(']');
    }

    private void newLine() {
        put('\n');
        for (int i = 0; i < level; i++) {
            ascii(java.util.Objects.requireNonNull(indent));
        }
    }

    private void put(char c) {
        ensure(1);
        out[at++] = (byte) c;
    }

    @SuppressWarnings("deprecation")
    private void ascii(String text) {
        int length = text.length();
        ensure(length);
        // The one copy without a charset's detour; right because the text is ASCII.
        text.getBytes(0, length, out, at);
        at += length;
    }

    private void integer(long number) {
        ensure(20);
        if (number == Long.MIN_VALUE) {
            ascii("-9223372036854775808");
            return;
        }
        if (number < 0) {
            out[at++] = '-';
            number = -number;
        }
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (byte) ('0' + number % 10);
            number /= 10;
        }
        at += digits;
    }

    private void string(String text) {
        int length = text.length();
        ensure(length + 2);
        byte[] buffer = out;
        int to = at;
        buffer[to++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !PLAIN[c]) {
                at = to;
                escaped(text, i);
                return;
            }
            buffer[to++] = (byte) c;
        }
        buffer[to++] = '"';
        at = to;
    }

    /// The rest of a string from its first character that is not plain.
    private void escaped(String text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            // An escape is six bytes; so is a pair of them, at most.
            ensure(12);
            char c = text.charAt(i);
            if (c < 128) {
                if (PLAIN[c]) {
                    out[at++] = (byte) c;
                } else {
                    escape(c);
                }
            } else if (c < 0x800) {
                out[at++] = (byte) (0xc0 | (c >> 6));
                out[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out[at++] = (byte) (0xf0 | (point >> 18));
                out[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
                out[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
                out[at++] = (byte) (0x80 | (point & 0x3f));
            } else if (Character.isSurrogate(c)) {
                ascii("\\ufffd");
            } else if (c == '\u2028' || c == '\u2029') {
                ascii(c == '\u2028' ? "\\u2028" : "\\u2029");
            } else {
                out[at++] = (byte) (0xe0 | (c >> 12));
                out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                out[at++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        put('"');
    }

    private void escape(char c) {
        out[at++] = '\\';
        switch (c) {
            case '"', '\\' -> out[at++] = (byte) c;
            case '\b' -> out[at++] = 'b';
            case '\f' -> out[at++] = 'f';
            case '\n' -> out[at++] = 'n';
            case '\r' -> out[at++] = 'r';
            case '\t' -> out[at++] = 't';
            default -> {
                out[at++] = 'u';
                out[at++] = '0';
                out[at++] = '0';
                out[at++] = HEX[c >> 4];
                out[at++] = HEX[c & 15];
            }
        }
    }
}
