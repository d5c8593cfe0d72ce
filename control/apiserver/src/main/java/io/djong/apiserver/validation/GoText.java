package io.djong.apiserver.validation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values as Go prints them in upstream's messages.
public final class GoText {

    private GoText() {}

    /// As `%q` does: double quotes, with escapes.
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> appendEscaped(quoted, point));
        return quoted.append('"').toString();
    }

    private static void appendEscaped(StringBuilder text, int point) {
        switch (point) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '\b' -> text.append("\\b");
            case '\f' -> text.append("\\f");
            case 0x0b -> text.append("\\v");
            case 0x07 -> text.append("\\a");
            default -> {
                if (point < 0x20 || point == 0x7f) {
                    text.append("\\x").append(String.format("%02x", point));
                } else {
                    text.appendCodePoint(point);
                }
            }
        }
    }

    /// A bad value inside an error: strings quoted, numbers and booleans bare, everything else as compact JSON.
    public static String value(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        appendJson(text, value);
        return text.toString();
    }

    private static void appendJson(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case String string -> text.append(quote(string));
            case Map<?, ?> map -> {
                text.append('{');
                String separator = "";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    text.append(separator)
                            .append(quote(String.valueOf(entry.getKey())))
                            .append(':');
                    appendJson(text, entry.getValue());
                    separator = ",";
                }
                text.append('}');
            }
            case Iterable<?> list -> {
                text.append('[');
                String separator = "";
                for (Object element : list) {
                    text.append(separator);
                    appendJson(text, element);
                    separator = ",";
                }
                text.append(']');
            }
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                    text.append(number.longValue());
            case Number number -> text.append(number);
            case Boolean bool -> text.append(bool);
            default -> text.append(quote(value.toString()));
        }
    }

    /// As `%v` prints a map of anything: `map[a:1 b:[x y]]`, keys in order.
    public static String map(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> entry.getKey() + ":" + map(entry.getValue()))
                            .sorted()
                            .collect(java.util.stream.Collectors.joining(" ", "map[", "]"));
            case List<?> list ->
                    list.stream()
                            .map(GoText::map)
                            .collect(java.util.stream.Collectors.joining(" ", "[", "]"));
            default -> value.toString();
        };
    }

    /// As `%v` prints a slice of strings: `[a b]`.
    public static String words(List<String> values) {
        return "[" + String.join(" ", values) + "]";
    }
}
