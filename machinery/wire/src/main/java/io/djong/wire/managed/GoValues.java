package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.GoText;
import io.djong.wire.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values as upstream's messages about typed values happen to print them.
final class GoValues {

    private GoValues() {}

    /// `&{[k]}`: a pointer to a structure that holds the value.
    static String pointer(Object value) {
        return "&{" + GoText.of(value) + "}";
    }

    /// `&value.valueUnstructured{Value:5}`.
    static String literal(Object value) {
        return "&value.valueUnstructured{Value:" + syntax(value) + "}";
    }

    private static String syntax(@Nullable Object value) {
        return switch (value) {
            case null -> "interface {}(nil)";
            case Fields fields -> {
                List<String> names = new ArrayList<>(fields.keySet());
                Collections.sort(names);
                List<String> parts = new ArrayList<>();
                names.forEach(
                        name -> parts.add(Json.text(name) + ":" + syntax(fields.value(name))));
                yield "map[string]interface {}{" + String.join(", ", parts) + "}";
            }
            case List<?> list -> {
                List<String> parts = new ArrayList<>();
                list.forEach(element -> parts.add(syntax(element)));
                yield "[]interface {}{" + String.join(", ", parts) + "}";
            }
            default -> Json.text(value);
        };
    }

    /// The Go type: `string`, `map[string]interface {}`.
    static String type(Object value) {
        return switch (value) {
            case Fields _ -> "map[string]interface {}";
            case List<?> _ -> "[]interface {}";
            case String _ -> "string";
            case Boolean _ -> "bool";
            default -> "int64";
        };
    }
}
