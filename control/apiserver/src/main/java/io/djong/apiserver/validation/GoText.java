package io.djong.apiserver.validation;

import java.util.HexFormat;
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
        if (value instanceof String string) {
            return quote(string);
        }
        StringBuilder text = new StringBuilder();
        appendJson(text, value);
        return text.toString();
    }

    private static void appendJson(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case String string -> appendString(text, string);
            case Map<?, ?> map -> {
                text.append('{');
                String separator = "";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    text.append(separator);
                    appendString(text, String.valueOf(entry.getKey()));
                    text.append(':');
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

    /// As `json.Marshal` does, which also escapes what HTML would take for markup.
    private static void appendString(StringBuilder text, String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '<', '>', '&', '\u2028', '\u2029' -> appendCode(text, c);
                default -> {
                    if (c < 0x20) {
                        appendCode(text, c);
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static void appendCode(StringBuilder text, char c) {
        text.append("\\u").append(HexFormat.of().toHexDigits(c));
    }

    /// As `json.MarshalIndent` does with one space a level.
    public static String indented(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        appendIndented(text, value, 1);
        return text.toString();
    }

    private static void appendIndented(StringBuilder text, @Nullable Object value, int depth) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> {
                char before = '{';
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    text.append(before).append('\n').repeat(" ", depth);
                    appendString(text, String.valueOf(entry.getKey()));
                    text.append(": ");
                    appendIndented(text, entry.getValue(), depth + 1);
                    before = ',';
                }
                text.append('\n').repeat(" ", depth - 1).append('}');
            }
            case List<?> list when !list.isEmpty() -> {
                char before = '[';
                for (Object element : list) {
                    text.append(before).append('\n').repeat(" ", depth);
                    appendIndented(text, element, depth + 1);
                    before = ',';
                }
                text.append('\n').repeat(" ", depth - 1).append(']');
            }
            case null, default -> appendJson(text, value);
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
