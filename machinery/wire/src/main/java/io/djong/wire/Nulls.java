package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes nulls out of what patches add.
final class Nulls {

    private Nulls() {}

    /// The value without fields that are null, at any depth, inside lists too; elements that are null stay.
    static Object without(Object value) {
        return switch (value) {
            case Fields fields -> {
                Fields.Builder kept = new Fields.Builder(fields.size());
                for (int i = 0; i < fields.size(); i++) {
                    Object inner = fields.valueAt(i);
                    if (inner != null) {
                        kept.add(fields.nameAt(i), without(inner));
                    }
                }
                yield kept.build();
            }
            case List<?> list -> {
                @Nullable Object[] kept = list.toArray();
                for (int i = 0; i < kept.length; i++) {
                    Object inner = kept[i];
                    kept[i] = inner == null ? null : without(inner);
                }
                yield TreeList.ofArray(kept);
            }
            default -> value;
        };
    }
}
