package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.StructType;
import org.jspecify.annotations.Nullable;

/// Turns a raw tree into the normalised tree of a type.
public final class DocumentDecoder {

    private DocumentDecoder() {}

    /// In the form in which it is stored: a list that is always printed is null when it is empty.
    ///
    /// @throws DecodeException if a value has the wrong type or form
    public static Decoded decode(StructType type, @Nullable Object raw) {
        return decode(type, new Json.Parsed(raw, new Duplicates()), false);
    }

    /// What a client sent: empty lists are still there, for what depends on who said what.
    ///
    /// @throws DecodeException if a value has the wrong type or form
    public static Decoded decode(StructType type, Json.Parsed parsed) {
        return decode(type, parsed, true);
    }

    private static Decoded decode(StructType type, Json.Parsed parsed, boolean keepsEmpty) {
        StructDecoder decoder = StructDecoder.of(type);
        DecodePath path = new DecodePath(parsed.duplicates());
        path.keepsEmpty = keepsEmpty;
        parsed.complaints().forEach(path::complain);
        Object raw = parsed.tree();
        Object tree = decoder.decode(raw == null ? Fields.EMPTY : raw, decoder, path);
        return new Decoded((Fields) tree, path.complaints());
    }

    /// Decodes what is not read from a body but made of a patch; only the words of the complaints differ.
    ///
    /// @throws DecodeException if a value has the wrong type or form
    public static Decoded convert(StructType type, Fields raw) {
        StructDecoder decoder = StructDecoder.of(type);
        DecodePath path = new DecodePath(new Duplicates());
        path.converts = true;
        path.keepsEmpty = true;
        return new Decoded((Fields) decoder.decode(raw, decoder, path), path.complaints());
    }
}
