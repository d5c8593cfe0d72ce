package io.djong.cluster;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What became of an object from one version to the next.
final class Differences {

    /// Says who changed what, and so differs with every change.
    private static final String MANAGED_FIELDS = "managedFields";

    private Differences() {}

    /// The JSON merge patch that makes `after` of `before`, without the book-keeping of field managers.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc7396 JSON Merge Patch
    static Fields patch(Fields before, Fields after) {
        Fields.Builder patch = Fields.builder();
        for (int i = 0; i < after.size(); i++) {
            String name = after.nameAt(i);
            Object value = after.valueAt(i);
            Object old = before.value(name);
            if (name.equals(MANAGED_FIELDS) || Objects.equals(value, old)) {
                continue;
            }
            if (value instanceof Fields fields && old instanceof Fields oldFields) {
                Fields inner = patch(oldFields, fields);
                if (inner.size() > 0) {
                    patch.add(name, inner);
                }
            } else {
                patch.add(name, value);
            }
        }
        for (int i = 0; i < before.size(); i++) {
            if (!after.has(before.nameAt(i))) {
                patch.add(before.nameAt(i), null);
            }
        }
        return patch.build();
    }

    /// The field managers whose entries are new or changed.
    static List<String> managers(Fields before, Fields after) {
        List<@Nullable Object> old = before.fields("metadata").list(MANAGED_FIELDS);
        return after.fields("metadata").list(MANAGED_FIELDS).stream()
                .filter(entry -> !old.contains(entry))
                .filter(Fields.class::isInstance)
                .map(entry -> ((Fields) Objects.requireNonNull(entry)).string("manager"))
                .distinct()
                .toList();
    }
}
