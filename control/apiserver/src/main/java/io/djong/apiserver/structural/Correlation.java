package io.djong.apiserver.structural;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A value and what it was before an update, as far as the two can be told to be the same thing. What did not change
/// need not keep to rules that came later.
///
/// @param schema of both; null when nothing is said of them
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-ratcheting Validation ratcheting
public record Correlation(
        @Nullable Object now, @Nullable Object before, @Nullable SchemaNode schema) {

    public boolean isUnchanged() {
        return Objects.equals(now, before);
    }

    /// The field of that name, or null when it has no counterpart.
    public @Nullable Correlation field(String name) {
        SchemaNode field = schema == null ? null : schema.field(name);
        if (field == null
                || !(now instanceof Fields current)
                || !(before instanceof Fields old)
                || !current.has(name)
                || !old.has(name)) {
            return null;
        }
        return new Correlation(current.value(name), old.value(name), field);
    }

    /// The element at that place, or null when it has no counterpart: only lists that are maps know one.
    public @Nullable Correlation element(int place) {
        if (schema == null
                || schema.items() == null
                || !schema.listType().equals("map")
                || !(now instanceof List<?> current)
                || !(before instanceof List<?> old)
                || !(current.get(place) instanceof Fields element)) {
            return null;
        }
        Fields key = ListTypes.key(element, schema.listMapKeys());
        for (Object candidate : old) {
            if (candidate instanceof Fields other
                    && ListTypes.key(other, schema.listMapKeys()).equals(key)) {
                return new Correlation(element, other, schema.items());
            }
        }
        return null;
    }
}
