package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values as Go's `%v` prints them, which upstream's messages quote: `map[data:map[n:5]]`.
public final class GoText {

    private GoText() {}

    public static String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(value, text);
        return text.toString();
    }

    private static void append(@Nullable Object value, StringBuilder text) {
        switch (value) {
            case null -> text.append("<nil>");
            case Fields fields -> {
                text.append("map[");
                List<String> names = new ArrayList<>(fields.keySet());
                names.sort(SortedFields::compare);
                for (int i = 0; i < names.size(); i++) {
                    text.append(i > 0 ? " " : "").append(names.get(i)).append(':');
                    append(fields.value(names.get(i)), text);
                }
                text.append(']');
            }
            case List<?> list -> {
                text.append('[');
                for (int i = 0; i < list.size(); i++) {
                    text.append(i > 0 ? " " : "");
                    append(list.get(i), text);
                }
                text.append(']');
            }
            case Double number -> text.append(YamlWriter.floatText(number));
            default -> text.append(value);
        }
    }

    /// The Go type of a decoded JSON value.
    static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case Fields _ -> "map[string]interface {}";
            case List<?> _ -> "[]interface {}";
            case String _ -> "string";
            case Boolean _ -> "bool";
            case Double _ -> "float64";
            default -> "int64";
        };
    }

    /// Its kind: the type without what it is made of.
    static String kind(@Nullable Object value) {
        return switch (value) {
            case Fields _ -> "map";
            case List<?> _ -> "slice";
            case null, default -> type(value);
        };
    }
}
