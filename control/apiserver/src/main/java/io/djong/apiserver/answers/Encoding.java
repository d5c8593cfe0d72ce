package io.djong.apiserver.answers;

import io.djong.apiserver.requests.Accept;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.wire.Json;
import io.djong.wire.Protobuf;
import io.djong.wire.Yaml;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Encodes one whole document in the media type that was agreed on.
final class Encoding {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final byte LINE_END = '\n';

    private Encoding() {}

    static byte[] encode(Accept accept, Fields document, @Nullable Resource resource) {
        return switch (accept.mediaType()) {
            case MediaTypes.YAML -> Yaml.write(document);
            case MediaTypes.PROTOBUF -> Protobuf.encodeEnvelope(type(document, resource), document);
            default ->
                    withLineEnd(
                            accept.pretty()
                                    ? Json.writePretty(document, "  ")
                                    : Json.write(document));
        };
    }

    static byte[] withLineEnd(byte[] json) {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = LINE_END;
        return line;
    }

    /// The structure of a document, by its kind.
    static StructType type(Fields document, @Nullable Resource resource) {
        String kind = document.string("kind");
        String apiVersion = document.string("apiVersion");
        if (resource != null
                && kind.equals(resource.kind())
                && apiVersion.equals(resource.apiVersion())) {
            return resource.type();
        }
        if (kind.equals("Status")
                || apiVersion.startsWith("meta.k8s.io/")
                || kind.startsWith("API")) {
            return Schema.kubernetes().type(META + kind);
        }
        GroupVersion version = GroupVersion.parse(apiVersion);
        KindFacts facts = Schema.kubernetes().kind(version, kind);
        return Objects.requireNonNull(
                facts == null ? null : Schema.kubernetes().type(facts.typeName()),
                () -> "no type for " + apiVersion + " " + kind);
    }
}
