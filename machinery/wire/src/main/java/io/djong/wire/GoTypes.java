package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Words of Go's decoder for kinds of values.
final class GoTypes {

    private GoTypes() {}

    /// `string`, `number`, `bool`, `array`, `object`, `null`.
    static String jsonKind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String _ -> "string";
            case Boolean _ -> "bool";
            case Number _ -> "number";
            case List<?> _ -> "array";
            case Fields _ -> "object";
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        };
    }

    /// `v1.Container` for `io.k8s.api.core.v1.Container`.
    static String name(String typeName) {
        int last = typeName.lastIndexOf('.');
        return typeName.substring(typeName.lastIndexOf('.', last - 1) + 1);
    }
}
