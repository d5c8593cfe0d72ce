package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one JSON value from bytes; words its complaints as Go's scanner does. Confined to one call.
final class JsonReader {

    private static final String UNEXPECTED_END = "unexpected end of JSON input";

    /// Up to here repeated names are searched pair by pair.
    private static final int PAIRWISE_MAX = 12;

    /// The most digits that surely fit into a long.
    private static final int SAFE_DIGITS = 18;

    private static final @Nullable Object[] NOTHING = new @Nullable Object[0];

    private final byte[] in;
    private final int end;
    private final @Nullable Duplicates duplicates;
    private int at;
    private int depth;

    /// The fields and elements of all unfinished objects and lists.
    private String[] names = new String[32];

    private @Nullable Object[] values = new @Nullable Object[32];
    private int top;

    JsonReader(byte[] in, int from, int end, @Nullable Duplicates duplicates) {
        this.in = in;
        this.at = from;
        this.end = end;
        this.duplicates = duplicates;
    }

    @Nullable Object read() {
        Object value = value();
        if (next() >= 0) {
            throw invalid("after top-level value");
        }
        return value;
    }

    /// The next byte that is not white space, not consumed; -1 at the end.
    private int next() {
        while (at < end) {
            byte b = in[at];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return b & 0xff;
            }
            at++;
        }
        return -1;
    }

    private int nextOrEnd() {
        int b = next();
        if (b < 0) {
            throw new DecodeException(UNEXPECTED_END);
        }
        return b;
    }

    private @Nullable Object value() {
        int b = nextOrEnd();
        return switch (b) {
            case '"' -> {
                at++;
                yield string();
            }
            case '{' -> object();
            case '[' -> list();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> {
                if (b == '-' || (b >= '0' && b <= '9')) {
                    yield number();
                }
                throw invalid("looking for beginning of value");
            }
        };
    }

    private void enter() {
        at++;
        if (++depth > Json.DEPTH_MAX) {
            throw new DecodeException("exceeded max depth");
        }
    }

    private Fields object() {
        enter();
        int base = top;
        int b = nextOrEnd();
        if (b == '}') {
            at++;
            depth--;
            return Fields.EMPTY;
        }
        while (true) {
            if (b != '"') {
                throw invalid("looking for beginning of object key string");
            }
            at++;
            String name = name();
            if (nextOrEnd() != ':') {
                throw invalid("after object key");
            }
            at++;
            Object value = value();
            push(name, value);
            b = nextOrEnd();
            if (b == '}') {
                at++;
                depth--;
                return popObject(base);
            }
            if (b != ',') {
                throw invalid("after object key:value pair");
            }
            at++;
            b = nextOrEnd();
        }
    }

    private List<@Nullable Object> list() {
        enter();
        int base = top;
        int b = nextOrEnd();
        if (b == ']') {
            at++;
            depth--;
            return TreeList.ofArray(NOTHING);
        }
        while (true) {
            push("", value());
            b = nextOrEnd();
            if (b == ']') {
                at++;
                depth--;
                @Nullable Object[] elements = Arrays.copyOfRange(values, base, top);
                top = base;
                return TreeList.ofArray(elements);
            }
            if (b != ',') {
                throw invalid("after array element");
            }
            at++;
        }
    }

    private void push(String name, @Nullable Object value) {
        if (top == names.length) {
            names = Arrays.copyOf(names, top * 2);
            values = Arrays.copyOf(values, top * 2);
        }
        names[top] = name;
        values[top++] = value;
    }

    private Fields popObject(int base) {
        int size = top - base;
        top = base;
        if (repeats(base, size)) {
            return withoutRepeats(base, size);
        }
        return Fields.ofArrays(
                Arrays.copyOfRange(names, base, base + size),
                Arrays.copyOfRange(values, base, base + size));
    }

    private boolean repeats(int base, int size) {
        if (size > PAIRWISE_MAX) {
            return repeatsByHash(base, size);
        }
        for (int i = base + 1; i < base + size; i++) {
            String name = names[i];
            for (int j = base; j < i; j++) {
                if (name.equals(names[j])) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean repeatsByHash(int base, int size) {
        int[] table = new int[Integer.highestOneBit(size * 2) << 1];
        int mask = table.length - 1;
        for (int i = base; i < base + size; i++) {
            int hash = names[i].hashCode();
            int slot = (hash ^ (hash >>> 16)) & mask;
            while (table[slot] != 0) {
                if (names[table[slot] - 1].equals(names[i])) {
                    return true;
                }
                slot = (slot + 1) & mask;
            }
            table[slot] = i + 1;
        }
        return false;
    }

    private Fields withoutRepeats(int base, int size) {
        java.util.LinkedHashMap<String, @Nullable Object> merged = new java.util.LinkedHashMap<>();
        List<Duplicates.Duplicate> found = new ArrayList<>();
        for (int i = base; i < base + size; i++) {
            if (!merged.containsKey(names[i])) {
                merged.put(names[i], values[i]);
                continue;
            }
            if (duplicates != null && duplicates.hasRoom() && found.size() < Duplicates.MAX) {
                found.add(new Duplicates.Duplicate(names[i], merged.size()));
            }
            merged.put(names[i], mergeRepeated(merged.get(names[i]), values[i]));
        }
        Fields object = Fields.copyOf(merged);
        if (duplicates != null && !found.isEmpty()) {
            duplicates.add(object, found);
        }
        return object;
    }

    private @Nullable Object mergeRepeated(@Nullable Object first, @Nullable Object second) {
        if (!(first instanceof Fields one) || !(second instanceof Fields two) || two.isEmpty()) {
            return second instanceof Fields two && two.isEmpty() && first instanceof Fields
                    ? first
                    : second;
        }
        java.util.LinkedHashMap<String, @Nullable Object> merged =
                new java.util.LinkedHashMap<>(one);
        two.forEach((name, value) -> merged.put(name, mergeRepeated(merged.get(name), value)));
        Fields both = Fields.copyOf(merged);
        if (duplicates != null) {
            duplicates.move(one, both);
            duplicates.move(two, both);
        }
        return both;
    }

    /// The rest of a field's name, its opening quote consumed.
    private String name() {
        int from = at;
        int hash = 0;
        while (at < end) {
            byte b = in[at];
            if (b == '"') {
                return Names.of(in, from, at++, hash);
            }
            if (b < ' ' || b == '\\') {
                at = from;
                return string();
            }
            hash = 31 * hash + b;
            at++;
        }
        throw new DecodeException(UNEXPECTED_END);
    }

    /// The rest of a string, its opening quote consumed.
    private String string() {
        int from = at;
        int here = from;
        while (here < end) {
            byte b = in[here];
            if (b == '"') {
                at = here + 1;
                return new String(in, from, here - from, StandardCharsets.ISO_8859_1);
            }
            if (b < ' ' || b == '\\') {
                return longString(from, here);
            }
            here++;
        }
        throw new DecodeException(UNEXPECTED_END);
    }

    /// A string with escapes or with more than ASCII; plain up to `here`.
    private String longString(int from, int here) {
        int close = here;
        boolean escapes = false;
        while (true) {
            if (close >= end) {
                at = here;
                checkEscapesUntilEnd();
                throw new DecodeException(UNEXPECTED_END);
            }
            byte b = in[close];
            if (b == '"') {
                break;
            }
            if (b == '\\') {
                escapes = true;
                close++;
            } else if (b >= 0 && b < ' ') {
                at = here;
                checkEscapesUntil(close);
                at = close;
                throw invalid("in string literal");
            }
            close++;
        }
        at = close + 1;
        return escapes
                ? unescape(from, close)
                : new String(in, from, close - from, StandardCharsets.UTF_8);
    }

    private void checkEscapesUntilEnd() {
        checkEscapesUntil(end);
    }

    /// Complains about the first bad escape before `stop`, as a scanner reading in order would.
    private void checkEscapesUntil(int stop) {
        while (at < stop) {
            if (in[at++] != '\\' || at >= stop) {
                continue;
            }
            escape(stop, new StringBuilder());
        }
    }

    private String unescape(int from, int close) {
        StringBuilder text = new StringBuilder(close - from);
        int after = at;
        at = from;
        while (at < close) {
            int plain = at;
            while (at < close && in[at] != '\\') {
                at++;
            }
            text.append(new String(in, plain, at - plain, StandardCharsets.UTF_8));
            if (at < close) {
                at++;
                escape(close, text);
            }
        }
        at = after;
        return text.toString();
    }

    /// One escape, its backslash consumed.
    private void escape(int stop, StringBuilder text) {
        switch (in[at]) {
            case '"', '\\', '/' -> text.append((char) in[at++]);
            case 'b' -> append(text, '\b');
            case 'f' -> append(text, '\f');
            case 'n' -> append(text, '\n');
            case 'r' -> append(text, '\r');
            case 't' -> append(text, '\t');
            case 'u' -> {
                at++;
                char unit = hex(stop);
                if (Character.isHighSurrogate(unit)
                        && at + 1 < stop
                        && in[at] == '\\'
                        && in[at + 1] == 'u') {
                    int back = at;
                    at += 2;
                    char low = hex(stop);
                    if (Character.isLowSurrogate(low)) {
                        text.append(unit).append(low);
                        return;
                    }
                    at = back;
                }
                text.append(Character.isSurrogate(unit) ? '\ufffd' : unit);
            }
            default -> throw invalid("in string escape code");
        }
    }

    private void append(StringBuilder text, char c) {
        at++;
        text.append(c);
    }

    private char hex(int stop) {
        int unit = 0;
        for (int i = 0; i < 4; i++, at++) {
            if (at >= end) {
                throw new DecodeException(UNEXPECTED_END);
            }
            int digit = at < stop ? Character.digit(in[at], 16) : -1;
            if (digit < 0) {
                throw invalid("in \\u hexadecimal character escape");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private @Nullable Object literal(String text, @Nullable Object value) {
        for (int i = 0; i < text.length(); i++, at++) {
            if (at >= end) {
                throw new DecodeException(UNEXPECTED_END);
            }
            if (in[at] != text.charAt(i)) {
                throw invalid("in literal " + text + " (expecting '" + text.charAt(i) + "')");
            }
        }
        return value;
    }

    private Object number() {
        int from = at;
        boolean negative = in[at] == '-';
        if (negative) {
            at++;
            digitOrInvalid("in numeric literal");
        }
        long whole = 0;
        int digits = at;
        if (in[at] == '0') {
            at++;
        } else {
            while (at < end && isDigit(in[at])) {
                whole = whole * 10 + (in[at++] - '0');
            }
        }
        digits = at - digits;
        if (at >= end || (in[at] != '.' && in[at] != 'e' && in[at] != 'E')) {
            return digits <= SAFE_DIGITS ? (Object) (negative ? -whole : whole) : bigInteger(from);
        }
        if (in[at] == '.') {
            at++;
            digitOrInvalid("after decimal point in numeric literal");
            skipDigits();
        }
        if (at < end && (in[at] == 'e' || in[at] == 'E')) {
            at++;
            if (at < end && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            digitOrInvalid("in exponent of numeric literal");
            skipDigits();
        }
        return Double.valueOf(new String(in, from, at - from, StandardCharsets.ISO_8859_1));
    }

    private Object bigInteger(int from) {
        String text = new String(in, from, at - from, StandardCharsets.ISO_8859_1);
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException tooBig) {
            return Double.valueOf(text);
        }
    }

    private void digitOrInvalid(String context) {
        if (at >= end) {
            throw new DecodeException(UNEXPECTED_END);
        }
        if (!isDigit(in[at])) {
            throw invalid(context);
        }
    }

    private void skipDigits() {
        while (at < end && isDigit(in[at])) {
            at++;
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private DecodeException invalid(String context) {
        return new DecodeException("invalid character " + quoted(in[at] & 0xff) + " " + context);
    }

    private static String quoted(int b) {
        return switch (b) {
            case '\'' -> "'\\''";
            case '\\' -> "'\\\\'";
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            case '\b' -> "'\\b'";
            case '\f' -> "'\\f'";
            case 7 -> "'\\a'";
            case 11 -> "'\\v'";
            default -> {
                if (b < ' ' || b == 0x7f) {
                    yield "'\\x%02x'".formatted(b);
                }
                yield b >= 0x80 && (b < 0xa1 || b == 0xad)
                        ? "'\\u%04x'".formatted(b)
                        : "'" + (char) b + "'";
            }
        };
    }
}
