package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells elements of lists apart.
final class Elements {

    private Elements() {}

    /// The step to an element of a set or of a list with keys.
    ///
    /// @throws DecodeException if the element has no identity
    static PathElement of(MergeType.Lists type, @Nullable Object element) {
        if (type.relation() == MergeType.Relation.MAP) {
            return keyed(type, element);
        }
        return switch (element) {
            case Fields _ ->
                    throw new DecodeException(
                            "associative list without keys has an element that's a map type");
            case List<?> _ ->
                    throw new DecodeException(
                            "not supported: associative list with lists as elements");
            case null ->
                    throw new DecodeException(
                            "associative list without keys has an element that's an explicit null");
            default -> new PathElement.Value(element);
        };
    }

    private static PathElement keyed(MergeType.Lists type, @Nullable Object element) {
        if (element == null) {
            throw new DecodeException("associative list with keys may not have a null element");
        }
        if (!(element instanceof Fields fields)) {
            throw new DecodeException("associative list with keys may not have non-map elements");
        }
        Fields.Builder key = new Fields.Builder(type.keys().size());
        for (String name : type.keys()) {
            Object value = fields.value(name);
            if (value == null
                    && !fields.has(name)
                    && type.element() instanceof MergeType.Objects objects) {
                value = objects.declared().defaultOf(name);
            }
            if (value != null || fields.has(name)) {
                key.add(name, value);
            }
        }
        if (key.size() == 0) {
            throw new DecodeException(
                    "associative list with keys has an element that omits all key fields "
                            + quoted(type.keys())
                            + " (and doesn't have default values for any key fields)");
        }
        return PathElement.key(key.build());
    }

    private static String quoted(List<String> names) {
        StringBuilder text = new StringBuilder("[");
        for (String name : names) {
            text.append(text.length() > 1 ? " " : "").append('"').append(name).append('"');
        }
        return text.append(']').toString();
    }
}
