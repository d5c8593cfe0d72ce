package io.djong.wire;

import io.djong.meta.tree.Fields;
import org.jspecify.annotations.Nullable;

/// JSON merge patch: objects are merged, null removes, anything else replaces.
///
/// @spec https://www.rfc-editor.org/rfc/rfc7386 JSON Merge Patch
public final class MergePatch {

    private MergePatch() {}

    /// The patched document.
    public static @Nullable Object apply(@Nullable Object document, @Nullable Object patch) {
        if (!(patch instanceof Fields changes)) {
            return patch;
        }
        Fields merged = document instanceof Fields fields ? fields : Fields.EMPTY;
        for (int i = 0; i < changes.size(); i++) {
            String name = changes.nameAt(i);
            Object change = changes.valueAt(i);
            merged =
                    change == null
                            ? merged.without(name)
                            : merged.with(name, apply(merged.value(name), change));
        }
        return merged;
    }
}
