package io.djong.wire;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// What a plain YAML 1.1 scalar means, as Go's YAML v2 decides it.
///
/// @spec https://yaml.org/type/ YAML 1.1 types
final class YamlScalars {

    private static final BigInteger UINT64_MAX =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private YamlScalars() {}

    /// The value of a plain scalar: null, a Boolean, a Long, a Double, or the text itself.
    static @Nullable Object resolve(String text) {
        if (text.isEmpty()) {
            return null;
        }
        char first = text.charAt(0);
        return switch (first) {
            case '~', 'n', 'N', 'y', 'Y', 't', 'T', 'f', 'F', 'o', 'O' -> word(text);
            case '.' -> dotted(text);
            case '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(text);
            default -> text;
        };
    }

    private static @Nullable Object word(String text) {
        return switch (text) {
            case "~", "null", "Null", "NULL" -> null;
            case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> true;
            case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" ->
                    false;
            default -> text;
        };
    }

    private static Object dotted(String text) {
        return switch (text) {
            case ".nan", ".NaN", ".NAN" -> Double.NaN;
            case ".inf", ".Inf", ".INF" -> Double.POSITIVE_INFINITY;
            default -> isFloat(text) ? decimal(text) : text;
        };
    }

    private static Object number(String text) {
        switch (text) {
            case "+.inf", "+.Inf", "+.INF" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-.inf", "-.Inf", "-.INF" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {}
        }
        if (looksLikeDate(text)) {
            return text;
        }
        String plain = text.indexOf('_') < 0 ? text : text.replace("_", "");
        BigInteger whole = integer(plain);
        if (whole != null) {
            return whole.bitLength() < 64 ? (Object) whole.longValue() : decimal(whole.toString());
        }
        return isFloat(plain) ? decimal(plain) : text;
    }

    /// Of what starts with a year and a dash only times are neither texts nor numbers, and those stay texts.
    private static boolean looksLikeDate(String text) {
        return text.length() > 4 && text.charAt(4) == '-' && isDigits(text, 0, 4);
    }

    /// Go writes a whole number without a fraction, so it is read back as an integer.
    private static Object decimal(String text) {
        double value = Double.parseDouble(text);
        long whole = (long) value;
        return whole == value && Math.abs(value) < 1e18 ? (Object) whole : value;
    }

    private static @Nullable BigInteger integer(String text) {
        boolean signed = text.charAt(0) == '+' || text.charAt(0) == '-';
        int at = signed ? 1 : 0;
        int radix = 10;
        if (text.length() > at + 1 && text.charAt(at) == '0') {
            radix =
                    switch (text.charAt(at + 1)) {
                        case 'x', 'X' -> 16;
                        case 'o', 'O' -> -8;
                        case 'b', 'B' -> 2;
                        default -> 8;
                    };
            at += radix == 8 ? 1 : 2;
            radix = Math.abs(radix);
        }
        if (at >= text.length()) {
            return null;
        }
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || Character.digit(c, radix) < 0) {
                return null;
            }
        }
        BigInteger size = new BigInteger(text.substring(at), radix);
        if (size.compareTo(UINT64_MAX) > 0 && radix != 10) {
            return null;
        }
        return text.charAt(0) == '-' ? size.negate() : size;
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
    private static boolean isFloat(String text) {
        int at = text.charAt(0) == '+' || text.charAt(0) == '-' ? 1 : 0;
        int whole = digits(text, at);
        at += whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            if (whole + fraction == 0) {
                return false;
            }
            at += 1 + fraction;
        } else if (whole == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponent = digits(text, at);
            if (exponent == 0) {
                return false;
            }
            at += exponent;
        }
        return at == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    private static boolean isDigits(String text, int from, int to) {
        return digits(text, from) >= to - from;
    }

    /// Whether a text must be quoted, because it would mean something else (or did in YAML 1.1: `12:30:45`).
    @SuppressWarnings("ReferenceEquality")
    static boolean needsQuotes(String text) {
        return text.equals("<<") || resolve(text) != text || isTime(text) || isBase60(text);
    }

    private static boolean isTime(String text) {
        if (!looksLikeDate(text)) {
            return false;
        }
        int at = 5;
        int month = digits(text, at);
        at += month;
        if (month < 1 || month > 2 || at >= text.length() || text.charAt(at) != '-') {
            return false;
        }
        int day = digits(text, ++at);
        at += day;
        if (day < 1 || day > 2) {
            return false;
        }
        return at == text.length()
                || ("Tt ".indexOf(text.charAt(at)) >= 0 && isClock(text, at + 1));
    }

    private static boolean isClock(String text, int from) {
        int at = from;
        for (int part = 0; part < 3; part++) {
            int digits = digits(text, at);
            if (digits < 1 || digits > 2) {
                return false;
            }
            at += digits;
            if (part < 2 && (at >= text.length() || text.charAt(at++) != ':')) {
                return false;
            }
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at += 1 + digits(text, at + 1);
        }
        String zone = text.substring(at);
        return text.charAt(from - 1) == ' ' ? zone.isEmpty() : zone.equals("Z") || isOffset(zone);
    }

    private static boolean isOffset(String zone) {
        return zone.length() == 6
                && (zone.charAt(0) == '+' || zone.charAt(0) == '-')
                && digits(zone, 1) == 2
                && zone.charAt(3) == ':'
                && digits(zone, 4) == 2;
    }

    /// `[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?`.
    private static boolean isBase60(String text) {
        int at = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
        if (digits(text, at) == 0 || text.indexOf(':') < 0) {
            return false;
        }
        while (at < text.length() && (text.charAt(at) == '_' || digits(text, at) > 0)) {
            at++;
        }
        int groups = 0;
        while (at < text.length() && text.charAt(at) == ':') {
            int digits = digits(text, at + 1);
            if (digits < 1 || digits > 2 || (digits == 2 && text.charAt(at + 1) > '5')) {
                return false;
            }
            at += 1 + digits;
            groups++;
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            while (at < text.length() && (text.charAt(at) == '_' || digits(text, at) > 0)) {
                at++;
            }
        }
        return groups > 0 && at == text.length();
    }
}
