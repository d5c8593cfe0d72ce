package io.djong.wire;

import org.jspecify.annotations.Nullable;

/// JSON Patch: a list of operations on paths.
///
/// @spec https://www.rfc-editor.org/rfc/rfc6902 JSON Patch
@SuppressWarnings("NullAway")
public final class JsonPatch {

    /// A longer patch is refused.
    public static final int OPERATIONS_MAX = 10_000;

    private JsonPatch() {}

    /// The patched document.
    ///
    /// @param patch the parsed patch
    /// @throws PatchException if it is malformed or does not fit
    public static @Nullable Object apply(@Nullable Object document, @Nullable Object patch) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }
}
