package io.djong.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Strings, counted in code points: the standard functions, cel-go's extension in version 2, and regular expressions.
///
/// @spec https://pkg.go.dev/github.com/google/cel-go/ext#Strings Strings
final class Strings {

    private Strings() {}

    static void addTo(Map<String, Library.Function> all) {
        all.put("contains", args -> text(args[0]).contains(text(args[1])));
        all.put("startsWith", args -> text(args[0]).startsWith(text(args[1])));
        all.put("endsWith", args -> text(args[0]).endsWith(text(args[1])));
        all.put("matches", args -> pattern(text(args[1])).matcher(text(args[0])).find());
        all.put("find", args -> find(text(args[0]), text(args[1])));
        all.put(
                "findAll",
                args ->
                        findAll(
                                text(args[0]),
                                text(args[1]),
                                args.length > 2 ? whole(args[2]) : -1));
        all.put("charAt", args -> charAt(text(args[0]), whole(args[1])));
        all.put("join", args -> join(args[0], args.length > 1 ? text(args[1]) : ""));
        all.put("lowerAscii", args -> mapAscii(text(args[0]), 'A', 'Z', 32));
        all.put("upperAscii", args -> mapAscii(text(args[0]), 'a', 'z', -32));
        all.put("trim", args -> trim(text(args[0])));
        all.put("replace", Strings::replace);
        all.put("split", Strings::split);
        all.put("substring", Strings::substring);
        all.put("format", args -> Formatting.format(text(args[0]), Lists.elements(args[1])));
        all.put("strings.quote", args -> quoted(text(args[0])));
        all.put("jsonpatch.escapeKey", args -> text(args[0]).replace("~", "~0").replace("/", "~1"));
    }

    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw EvaluationException.noSuchOverload();
    }

    static long whole(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw EvaluationException.noSuchOverload();
    }

    /// Go compares the bytes.
    static int compare(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException malformed) {
            throw new EvaluationException(String.valueOf(malformed.getMessage()));
        }
    }

    private static String find(String text, String regex) {
        Matcher matcher = pattern(regex).matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    private static Object findAll(String text, String regex, long limit) {
        List<Object> found = new ArrayList<>();
        Matcher matcher = pattern(regex).matcher(text);
        while ((limit < 0 || found.size() < limit) && matcher.find()) {
            found.add(matcher.group());
        }
        return new Values.MadeList(found);
    }

    private static String charAt(String text, long at) {
        int[] points = text.codePoints().toArray();
        if (at < 0 || at > points.length) {
            throw new EvaluationException("index out of range: " + at);
        }
        return at == points.length ? "" : Character.toString(points[(int) at]);
    }

    private static String join(Object list, String separator) {
        return Lists.elements(list).stream()
                .map(Strings::text)
                .collect(Collectors.joining(separator));
    }

    private static String mapAscii(String text, char from, char to, int by) {
        StringBuilder mapped = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            mapped.append(c >= from && c <= to ? (char) (c + by) : c);
        }
        return mapped.toString();
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    private static Object replace(Object[] args) {
        String text = text(args[0]);
        String old = text(args[1]);
        String by = text(args[2]);
        long limit = args.length > 3 ? whole(args[3]) : -1;
        StringBuilder replaced = new StringBuilder();
        int at = 0;
        for (long count = 0; limit < 0 || count < limit; count++) {
            int next = text.indexOf(old, at);
            if (next < 0 || (old.isEmpty() && at >= text.length())) {
                if (old.isEmpty() && at == text.length()) {
                    replaced.append(by);
                }
                break;
            }
            if (old.isEmpty()) {
                int width = Character.charCount(text.codePointAt(at));
                replaced.append(by).append(text, at, at + width);
                at += width;
            } else {
                replaced.append(text, at, next).append(by);
                at = next + old.length();
            }
        }
        return replaced.append(text, Math.min(at, text.length()), text.length()).toString();
    }

    private static Object split(Object[] args) {
        String text = text(args[0]);
        String separator = text(args[1]);
        long limit = args.length > 2 ? whole(args[2]) : -1;
        List<Object> parts = new ArrayList<>();
        if (limit == 0) {
            return new Values.MadeList(parts);
        }
        int at = 0;
        while (limit < 0 || parts.size() < limit - 1) {
            int next =
                    separator.isEmpty()
                            ? at < text.length()
                                    ? at + Character.charCount(text.codePointAt(at))
                                    : -1
                            : text.indexOf(separator, at);
            if (next < 0 || (separator.isEmpty() && next >= text.length())) {
                break;
            }
            parts.add(text.substring(at, next));
            at = next + separator.length();
        }
        if (!separator.isEmpty() || at < text.length()) {
            parts.add(text.substring(at));
        }
        return new Values.MadeList(parts);
    }

    private static Object substring(Object[] args) {
        int[] points = text(args[0]).codePoints().toArray();
        long start = whole(args[1]);
        long end = args.length > 2 ? whole(args[2]) : points.length;
        if (args.length > 2 && start > end) {
            throw new EvaluationException(
                    "invalid substring range. start: " + start + ", end: " + end);
        }
        if (start < 0 || start > points.length) {
            throw new EvaluationException("index out of range: " + start);
        }
        if (end < 0 || end > points.length) {
            throw new EvaluationException("index out of range: " + end);
        }
        return new String(points, (int) start, (int) (end - start));
    }

    /// The first place of `part` from `start` on, or the last one up to it.
    static long indexOf(Object[] args, boolean isLast) {
        int[] text = text(args[0]).codePoints().toArray();
        int[] part = text(args[1]).codePoints().toArray();
        long from = args.length > 2 ? whole(args[2]) : isLast ? text.length : 0;
        if (from < 0 || from > text.length) {
            throw new EvaluationException("index out of range: " + from);
        }
        if (part.length == 0) {
            return from;
        }
        int last = text.length - part.length;
        if (isLast) {
            for (int at = (int) Math.min(from, last); at >= 0; at--) {
                if (Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                    return at;
                }
            }
        } else {
            for (int at = (int) from; at <= last; at++) {
                if (Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                    return at;
                }
            }
        }
        return -1;
    }

    /// As Go's `%q`, for what ordinary texts contain.
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\f' -> quoted.append("\\f");
                case '\b' -> quoted.append("\\b");
                case 0x07 -> quoted.append("\\a");
                case 0x0b -> quoted.append("\\v");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /// The shortest decimal that reads back the same, as Go's `%g`.
    static String shortest(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent < -4 || exponent >= 21) {
            BigDecimal digits = exact.movePointLeft(exponent).stripTrailingZeros();
            return "%se%s%02d"
                    .formatted(
                            digits.toPlainString(), exponent < 0 ? "-" : "+", Math.abs(exponent));
        }
        return exact.toPlainString();
    }

    static String fixed(double number, int digits) {
        return new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    static String scientific(double number, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "e", number);
    }
}
