package io.djong.apiserver.resources;

import io.djong.meta.tree.Fields;
import io.djong.wire.Decoded;
import io.djong.wire.managed.MergeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How documents are read whose structure a schema describes, not a type of the API server: custom resources.
public interface CustomType {

    /// The document as the schema wants it: pruned, defaulted, its metadata read as metadata.
    ///
    /// @return with what was unknown, as strict field validation complains of it
    /// @throws io.djong.wire.DecodeException when `metadata`, here or embedded, has the wrong type
    Decoded decode(Fields raw);

    /// How server-side apply merges documents.
    MergeType mergeType();

    /// Whether a document can be merged at all, in that version: its types are those of the schema.
    boolean isMergeable(Fields object, String apiVersion);

    String listKind();

    /// The same kind in another version, or null when it is not served.
    @Nullable Resource version(String apiVersion);

    /// The document in another version of the same kind.
    Fields convert(Fields object, Resource to);

    /// The documents of a list, each of which may be stored in another version; converted at once where they can be.
    List<Fields> toServed(List<Fields> stored);

    /// Texts for the `Warning` header of every request.
    List<String> warnings();

    /// Whether the definition is going: nothing new is created then.
    boolean isTerminating();
}
