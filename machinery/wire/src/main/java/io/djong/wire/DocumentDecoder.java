package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a raw tree into the normalised tree of a type.
public final class DocumentDecoder {

    private DocumentDecoder() {}

    /// @throws DecodeException if a value has the wrong type or form
    public static Decoded decode(StructType type, @Nullable Object raw) {
        return decode(type, new Json.Parsed(raw, new Duplicates()));
    }

    /// @throws DecodeException if a value has the wrong type or form
    public static Decoded decode(StructType type, Json.Parsed parsed) {
        return new Decoded(
                parsed.tree() instanceof Fields fields ? fields : Fields.EMPTY, List.of());
    }
}
