package io.djong.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads the words of JSON: names, strings, numbers, literals.
abstract sealed class JsonScanner permits JsonReader {

    private static final String UNEXPECTED_END = "unexpected end of JSON input";

    /// The most digits that surely fit into a long.
    private static final int SAFE_DIGITS = 18;

    final byte[] in;
    final int end;
    int at;

    JsonScanner(byte[] in, int from, int end) {
        this.in = in;
        this.at = from;
        this.end = end;
    }

    /// The next byte that is not white space, not consumed; -1 at the end.
    final int next() {
        while (at < end) {
            byte b = in[at];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return b & 0xff;
            }
            at++;
        }
        return -1;
    }

    final int nextOrEnd() {
        int b = next();
        if (b < 0) {
            throw new DecodeException(UNEXPECTED_END);
        }
        return b;
    }

    /// The rest of a field's name, its opening quote consumed.
    final String name() {
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
    final String string() {
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

    final @Nullable Object literal(String text, @Nullable Object value) {
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

    final Object number() {
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

    final DecodeException invalid(String context) {
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
