package io.djong.apiserver.decoding;

import io.djong.apiserver.requests.Body;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.requests.WriteOptions.FieldValidation;
import io.djong.apiserver.resources.CustomType;
import io.djong.apiserver.resources.Resource;
import io.djong.http.BodyTooLargeException;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.wire.DecodeException;
import io.djong.wire.Decoded;
import io.djong.wire.DocumentDecoder;
import io.djong.wire.Json;
import io.djong.wire.Protobuf;
import io.djong.wire.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the object of a create, an update, or a review.
public final class BodyDecoder {

    /// Upstream shows so much of what it could not read.
    private static final int SUMMARY_MAX = 30;

    /// Where upstream registers its kinds; part of its messages.
    private static final String SCHEME = "in scheme \"pkg/runtime/scheme.go:111\"";

    private BodyDecoder() {}

    /// What a document is expected to be.
    ///
    /// @param custom how it is read when `type` knows nothing but its metadata, or null
    public record Expected(
            GroupVersion groupVersion, String kind, StructType type, @Nullable CustomType custom) {

        public Expected(GroupVersion groupVersion, String kind, StructType type) {
            this(groupVersion, kind, type, null);
        }

        public static Expected of(Resource resource) {
            return new Expected(
                    resource.groupVersion(), resource.kind(), resource.type(), resource.custom());
        }

        /// The document in the form of its type.
        ///
        /// @throws DecodeException when it has none of that form
        public Decoded read(Fields raw) {
            return custom == null ? DocumentDecoder.decode(type, raw) : custom.decode(raw);
        }
    }

    /// The normalised document, `kind` and `apiVersion` set.
    ///
    /// @throws ApiException 400, 413 or 415
    public static Fields decode(Call call, Expected expected, FieldValidation validation) {
        Fields document = read(call, expected, validation);
        call.requested(document);
        return document;
    }

    private static Fields read(Call call, Expected expected, FieldValidation validation) {
        if (call.body() instanceof Body.Document(_, Object tree)) {
            if (expected.custom != null) {
                return CustomBodies.read(
                        call,
                        expected,
                        expected.custom,
                        new Json.Parsed(tree, noDuplicates()),
                        new byte[0],
                        FieldValidation.IGNORE);
            }
            return normalised(
                    call,
                    expected,
                    new Json.Parsed(tree, noDuplicates()),
                    new byte[0],
                    FieldValidation.IGNORE);
        }
        return decode(call, bytes(call), expected, validation);
    }

    /// As [#decode(Call, Expected, FieldValidation)], of a body that was read already.
    public static Fields decode(
            Call call, byte[] bytes, Expected expected, FieldValidation validation) {
        if (expected.custom() != null) {
            return CustomBodies.decode(call, expected, expected.custom(), bytes, validation);
        }
        return switch (mediaType(call, MediaTypes.DOCUMENTS)) {
            case MediaTypes.PROTOBUF -> protobuf(bytes, expected);
            case MediaTypes.YAML ->
                    normalised(call, expected, parsed(bytes, true, expected), bytes, validation);
            default ->
                    normalised(call, expected, parsed(bytes, false, expected), bytes, validation);
        };
    }

    private static io.djong.wire.Duplicates noDuplicates() {
        return new io.djong.wire.Duplicates();
    }

    /// The media type of the body; JSON when the client does not say.
    public static String mediaType(Call call, List<String> accepted) {
        String contentType = call.body().contentTypeOrNull();
        String bare = contentType == null ? "" : MediaTypes.bare(contentType);
        if (bare.isEmpty()) {
            return MediaTypes.JSON;
        }
        if (!accepted.contains(bare)) {
            throw MediaTypes.unsupported(accepted);
        }
        return bare;
    }

    /// The bytes of the body; none when there is no body.
    public static byte[] bytes(Call call) {
        return switch (call.body()) {
            case Body.None _ -> new byte[0];
            case Body.Document(_, Object tree) -> Json.write(tree);
            case Body.Encoded(_, Body.Source source) -> {
                try {
                    yield source.read(Body.BYTES_MAX);
                } catch (BodyTooLargeException tooLarge) {
                    throw new ApiException(
                            Failure.of(
                                    Reason.REQUEST_ENTITY_TOO_LARGE,
                                    "Request entity too large: limit is " + Body.BYTES_MAX),
                            tooLarge);
                }
            }
        };
    }

    static Json.Parsed parsed(byte[] bytes, boolean yaml, Expected expected) {
        try {
            return yaml ? sorted(Yaml.parseStrict(bytes)) : Json.parseStrict(bytes);
        } catch (DecodeException malformed) {
            throw unrecognized(
                    expected,
                    yaml
                            ? malformed.getMessage()
                            : "couldn't get version/kind; json parse error: "
                                    + malformed.getMessage(),
                    bytes);
        }
    }

    /// Upstream makes JSON of YAML first, whose fields are sorted, and complains in that order.
    private static Json.Parsed sorted(Json.Parsed yaml) {
        return new Json.Parsed(Json.sorted(yaml.tree()), yaml.duplicates(), yaml.complaints());
    }

    static ApiException unrecognized(Expected expected, String why, byte[] bytes) {
        return new ApiException(
                Failure.badRequest(
                        "the object provided is unrecognized (must be of type "
                                + expected.kind
                                + "): "
                                + why
                                + " ("
                                + summary(bytes)
                                + ")"));
    }

    private static String summary(byte[] bytes) {
        if (bytes.length == 0) {
            return "<empty>";
        }
        int length = Math.min(bytes.length, SUMMARY_MAX);
        String shown =
                bytes[0] == '{'
                        ? new String(bytes, 0, length, StandardCharsets.UTF_8)
                        : HexFormat.of().formatHex(bytes, 0, length);
        return bytes.length > SUMMARY_MAX ? shown + " ..." : shown;
    }

    private static Fields protobuf(byte[] bytes, Expected expected) {
        Protobuf.Envelope envelope;
        try {
            envelope = Protobuf.openEnvelope(bytes);
        } catch (DecodeException malformed) {
            throw unrecognized(expected, malformed.getMessage(), bytes);
        }
        try {
            check(envelope.apiVersion(), envelope.kind(), expected);
            return identified(Protobuf.decode(expected.type, envelope.raw()), expected);
        } catch (DecodeException malformed) {
            throw cannotBeHandled(
                    expected.kind,
                    expected.groupVersion.version(),
                    expected,
                    malformed.getMessage());
        }
    }

    private static Fields normalised(
            Call call,
            Expected expected,
            Json.Parsed parsed,
            byte[] bytes,
            FieldValidation validation) {
        if (parsed.tree() == null) {
            return identified(DocumentDecoder.decode(expected.type, Fields.EMPTY).tree(), expected);
        }
        if (!(parsed.tree() instanceof Fields raw)) {
            throw unrecognized(
                    expected,
                    "couldn't get version/kind; json parse error: json: cannot unmarshal "
                            + goKind(parsed.tree())
                            + " into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }",
                    bytes);
        }
        checkTexts(raw, expected, bytes);
        String apiVersion = raw.string("apiVersion");
        String kind = raw.string("kind");
        if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
            throw unrecognized(expected, "unexpected GroupVersion string: " + apiVersion, bytes);
        }
        check(apiVersion, kind, expected);
        try {
            Decoded decoded = DocumentDecoder.decode(expected.type, parsed);
            complain(call, decoded.complaints(), expected, validation);
            return identified(decoded.tree(), expected);
        } catch (DecodeException wrong) {
            throw cannotBeHandled(
                    expected.kind, expected.groupVersion.version(), expected, wrong.getMessage());
        }
    }

    private static void checkTexts(Fields raw, Expected expected, byte[] bytes) {
        for (String name : List.of("apiVersion", "kind")) {
            Object value = raw.value(name);
            if (value != null && !(value instanceof String)) {
                throw unrecognized(
                        expected,
                        "couldn't get version/kind; json parse error: json: cannot unmarshal "
                                + goKind(value)
                                + " into Go struct field ."
                                + name
                                + " of type string",
                        bytes);
            }
        }
    }

    static String goKind(@Nullable Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "bool";
            case Number _ -> "number";
            case List<?> _ -> "array";
            case Fields _ -> "object";
            case null, default -> "null";
        };
    }

    /// Unknown and repeated fields: ignored, warned about, or refused.
    public static void complain(
            Call call, List<String> complaints, Expected expected, FieldValidation validation) {
        if (complaints.isEmpty()) {
            return;
        }
        switch (validation) {
            case IGNORE -> {}
            case WARN -> complaints.forEach(call::warn);
            case STRICT ->
                    throw cannotBeHandled(
                            expected.kind,
                            expected.groupVersion.version(),
                            expected,
                            "strict decoding error: " + String.join(", ", complaints));
        }
    }

    private static void check(String apiVersion, String kind, Expected expected) {
        String wantedVersion = expected.groupVersion.toString();
        if ((apiVersion.isEmpty() || apiVersion.equals(wantedVersion))
                && (kind.isEmpty() || kind.equals(expected.kind))) {
            return;
        }
        GroupVersion version =
                apiVersion.isEmpty() ? expected.groupVersion : GroupVersion.parse(apiVersion);
        String given = kind.isEmpty() ? expected.kind : kind;
        boolean known =
                Schema.kubernetes().kind(version, given) != null
                        || (given.equals("List") && version.toString().equals("v1"));
        if (!known) {
            throw cannotBeHandled(
                    given,
                    version.version(),
                    expected,
                    "no kind \"%s\" is registered for version \"%s\" %s"
                            .formatted(given, version, SCHEME));
        }
        if (given.equals(expected.kind)) {
            throw new ApiException(
                    Failure.badRequest(
                            "the API version in the data (%s) does not match the expected API version (%s)"
                                    .formatted(version, wantedVersion)));
        }
        throw cannotBeHandled(
                given,
                version.version(),
                expected,
                "converting (%s.%s) to (%s.%s): unknown conversion"
                        .formatted(
                                version.version(),
                                given,
                                internalPackage(expected),
                                expected.kind));
    }

    private static String internalPackage(Expected expected) {
        String group = expected.groupVersion.group();
        int dot = group.indexOf('.');
        return group.isEmpty() ? "core" : dot < 0 ? group : group.substring(0, dot);
    }

    static ApiException cannotBeHandled(
            String kind, String version, Expected expected, String why) {
        return new ApiException(
                Failure.badRequest(
                        "%s in version \"%s\" cannot be handled as a %s: %s"
                                .formatted(kind, version, expected.kind, why)));
    }

    /// With `kind` and `apiVersion` in their places, whether the document named them or not.
    public static Fields identified(Fields tree, Expected expected) {
        String apiVersion = expected.groupVersion.toString();
        if (tree.string("kind").equals(expected.kind)
                && tree.string("apiVersion").equals(apiVersion)) {
            return tree;
        }
        Fields.Builder whole = new Fields.Builder(tree.size() + 2);
        whole.add("kind", expected.kind).add("apiVersion", apiVersion);
        for (int i = 0; i < tree.size(); i++) {
            String name = tree.nameAt(i);
            if (!name.equals("kind") && !name.equals("apiVersion")) {
                whole.add(name, tree.valueAt(i));
            }
        }
        return whole.build();
    }
}
