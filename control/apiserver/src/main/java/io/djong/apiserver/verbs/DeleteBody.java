package io.djong.apiserver.verbs;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Body;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.DeleteOptions;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.wire.DecodeException;
import io.djong.wire.DocumentDecoder;
import io.djong.wire.Json;
import io.djong.wire.Protobuf;
import io.djong.wire.Yaml;
import org.jspecify.annotations.Nullable;

/// Reads the options of a deletion: a body counts, and only without one the query does.
final class DeleteBody {

    private static final StructType TYPE =
            Schema.kubernetes().type("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions");

    private DeleteBody() {}

    static DeleteOptions options(Call call) {
        byte[] body = call.body() instanceof Body.Document ? new byte[1] : BodyDecoder.bytes(call);
        if (body.length == 0) {
            return DeleteOptions.of(DeleteOptions.document(call.query()));
        }
        try {
            return DeleteOptions.of(document(call, body));
        } catch (DecodeException malformed) {
            throw new ApiException(Failure.badRequest(malformed.getMessage()), malformed);
        }
    }

    private static Fields document(Call call, byte[] body) {
        if (call.body() instanceof Body.Document(_, Object tree)) {
            return (Fields) tree;
        }
        return switch (BodyDecoder.mediaType(call, MediaTypes.DOCUMENTS)) {
            case MediaTypes.PROTOBUF -> Protobuf.decode(TYPE, Protobuf.openEnvelope(body).raw());
            case MediaTypes.YAML -> checked(Yaml.parse(body));
            default -> checked(parse(body));
        };
    }

    private static @Nullable Object parse(byte[] body) {
        try {
            return Json.parse(body);
        } catch (DecodeException malformed) {
            throw new DecodeException(
                    "couldn't get version/kind; json parse error: " + malformed.getMessage());
        }
    }

    private static Fields checked(@Nullable Object raw) {
        if (!(raw instanceof Fields fields)) {
            throw new DecodeException(
                    "couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }");
        }
        String kind = fields.string("kind");
        String apiVersion = fields.string("apiVersion");
        if (!kind.isEmpty() && !kind.equals("DeleteOptions") && !apiVersion.isEmpty()) {
            String version = GroupVersion.parse(apiVersion).version();
            throw new DecodeException(
                    "converting (%s.%s) to (v1.DeleteOptions): unknown conversion"
                            .formatted(version, kind));
        }
        return DocumentDecoder.decode(TYPE, fields).tree();
    }
}
