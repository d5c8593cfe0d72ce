package io.djong.cel;

import io.djong.cel.Values.Bytes;
import io.djong.cel.Values.CelList;
import io.djong.cel.Values.CelMap;
import io.djong.cel.Values.Unsigned;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// `'%s is %d'.format([...])`.
///
/// @spec https://pkg.go.dev/github.com/google/cel-go/ext#Strings Format
final class Formatting {

    /// Where cel-go's own default is.
    private static final int DEFAULT_PRECISION = 6;

    private Formatting() {}

    static String format(String pattern, List<Object> args) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        int at = -1;
        while (++at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c != '%') {
                out.append(c);
                continue;
            }
            at++;
            if (at >= pattern.length()) {
                throw new EvaluationException("unexpected end of string");
            }
            if (pattern.charAt(at) == '%') {
                out.append('%');
                continue;
            }
            if (next >= args.size()) {
                throw new EvaluationException("index " + next + " out of range");
            }
            int precision = -1;
            if (pattern.charAt(at) == '.') {
                int start = ++at;
                while (at < pattern.length() && Character.isDigit(pattern.charAt(at))) {
                    at++;
                }
                if (at >= pattern.length()) {
                    throw new EvaluationException("unexpected end of string");
                }
                precision = start == at ? 0 : Integer.parseInt(pattern.substring(start, at));
            }
            out.append(clause(pattern.charAt(at), precision, args.get(next++)));
        }
        return out.toString();
    }

    private static String clause(char verb, int precision, Object arg) {
        int digits = precision < 0 ? DEFAULT_PRECISION : precision;
        return switch (verb) {
            case 's' -> text(arg);
            case 'd' -> decimal(arg);
            case 'f' -> special(arg) ? text(arg) : Strings.fixed(number(arg), digits);
            case 'e' -> special(arg) ? text(arg) : Strings.scientific(number(arg), digits);
            case 'b' -> binary(arg);
            case 'x' -> hex(arg);
            case 'X' -> hex(arg).toUpperCase(Locale.ROOT);
            case 'o' -> octal(arg);
            default ->
                    throw new EvaluationException(
                            "could not parse formatting clause: unrecognized formatting clause \""
                                    + verb
                                    + "\"");
        };
    }

    private static boolean special(Object arg) {
        return arg instanceof Double number && (number.isNaN() || number.isInfinite());
    }

    private static double number(Object arg) {
        return switch (arg) {
            case Double number -> number;
            case Long number -> number.doubleValue();
            case Unsigned unsigned -> unsigned.big().doubleValue();
            default ->
                    throw new EvaluationException(
                            "error during formatting: fixed-point clause can only be used on doubles, was given "
                                    + Values.typeOf(arg).name());
        };
    }

    private static String decimal(Object arg) {
        return switch (arg) {
            case Long _, Unsigned _, Double _ -> text(arg);
            default ->
                    throw new EvaluationException(
                            "error during formatting: decimal clause can only be used on integers, was given "
                                    + Values.typeOf(arg).name());
        };
    }

    private static BigInteger integer(Object arg, String clause) {
        return switch (arg) {
            case Long number -> BigInteger.valueOf(number);
            case Unsigned unsigned -> unsigned.big();
            default ->
                    throw new EvaluationException(
                            "error during formatting: "
                                    + clause
                                    + " clause can only be used on integers, was given "
                                    + Values.typeOf(arg).name());
        };
    }

    private static String binary(Object arg) {
        return arg instanceof Boolean truth
                ? truth ? "1" : "0"
                : integer(arg, "binary").toString(2);
    }

    private static String octal(Object arg) {
        return integer(arg, "octal").toString(8);
    }

    private static String hex(Object arg) {
        return switch (arg) {
            case String text -> hex(text.getBytes(StandardCharsets.UTF_8));
            case Bytes(byte[] bytes) -> hex(bytes);
            default -> integer(arg, "hex").toString(16);
        };
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    /// As `%s` writes any value.
    static String text(Object value) {
        return switch (value) {
            case Values.Null _ -> "null";
            case Double number when number.isInfinite() -> number > 0 ? "Infinity" : "-Infinity";
            case Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
            case CelList list ->
                    Lists.elements(list).stream()
                            .map(Formatting::text)
                            .collect(Collectors.joining(", ", "[", "]"));
            case CelMap map -> {
                List<String> entries = new ArrayList<>();
                for (Object key : map.keys()) {
                    Object entry = map.find(key);
                    entries.add(text(key) + ": " + (entry == null ? "null" : text(entry)));
                }
                yield entries.stream().sorted().collect(Collectors.joining(", ", "{", "}"));
            }
            case CelType type -> type.name();
            default -> Conversions.text(value);
        };
    }
}
