package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.wire.PatchException.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON merge patch: objects are merged, null removes, anything else replaces.
///
/// As the library that upstream uses does, nulls are also taken out of what is new, inside lists too.
///
/// @spec https://www.rfc-editor.org/rfc/rfc7386 JSON Merge Patch
public final class MergePatch {

    private MergePatch() {}

    /// The patched document, with the patch's repeated fields.
    ///
    /// @param patch the patch as it was sent
    /// @throws PatchException if it is no object
    public static Json.Parsed apply(Fields document, byte[] patch) {
        Json.Parsed parsed;
        try {
            parsed = Json.parseStrict(patch);
        } catch (DecodeException malformed) {
            throw new PatchException(
                    Answer.MALFORMED, "error decoding patch: " + malformed.getMessage());
        }
        return new Json.Parsed(apply(document, parsed.tree()), parsed.duplicates());
    }

    /// The patched document.
    ///
    /// @param patch the parsed patch
    /// @throws PatchException if it is no object
    public static Fields apply(Fields document, @Nullable Object patch) {
        if (patch == null) {
            throw new PatchException(Answer.MALFORMED, "Invalid JSON Patch");
        }
        if (!(patch instanceof Fields changes)) {
            throw new PatchException(
                    Answer.MALFORMED,
                    "error decoding patch: json: cannot unmarshal "
                            + GoTypes.jsonKind(patch)
                            + " into Go value of type map[string]interface {}");
        }
        return merge(document, changes);
    }

    private static Fields merge(Fields document, Fields patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(document);
        for (int i = 0; i < patch.size(); i++) {
            String name = patch.nameAt(i);
            Object change = patch.valueAt(i);
            Object current = document.value(name);
            if (change == null) {
                merged.remove(name);
            } else if (current instanceof Fields inner) {
                merged.put(name, change instanceof Fields fields ? merge(inner, fields) : change);
            } else {
                merged.put(name, Nulls.without(change));
            }
        }
        return Fields.copyOf(merged);
    }
}
