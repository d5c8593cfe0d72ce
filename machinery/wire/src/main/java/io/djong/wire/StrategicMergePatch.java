package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.StructType;

/// Strategic merge patch: a merge patch that merges lists by the keys that a type declares.
///
/// @spec https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md Strategic Merge Patch
@SuppressWarnings("NullAway")
public final class StrategicMergePatch {

    private StrategicMergePatch() {}

    /// The patched document.
    ///
    /// @throws PatchException if the patch is malformed or does not fit
    public static Fields apply(StructType type, Fields document, Fields patch) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }
}
