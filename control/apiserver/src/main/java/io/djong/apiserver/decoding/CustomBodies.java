package io.djong.apiserver.decoding;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.requests.WriteOptions.FieldValidation;
import io.djong.apiserver.resources.CustomType;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Decoded;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads custom resources: documents that must say what they are, in JSON or YAML.
final class CustomBodies {

    private CustomBodies() {}

    static Fields decode(
            Call call,
            BodyDecoder.Expected expected,
            CustomType type,
            byte[] bytes,
            FieldValidation validation) {
        String mediaType = BodyDecoder.mediaType(call, MediaTypes.DOCUMENTS);
        if (mediaType.equals(MediaTypes.PROTOBUF)) {
            throw MediaTypes.unsupported(MediaTypes.CUSTOM_DOCUMENTS);
        }
        boolean yaml = mediaType.equals(MediaTypes.YAML);
        return read(
                call, expected, type, BodyDecoder.parsed(bytes, yaml, expected), bytes, validation);
    }

    static Fields read(
            Call call,
            BodyDecoder.Expected expected,
            CustomType type,
            Json.Parsed parsed,
            byte[] bytes,
            FieldValidation validation) {
        if (!(parsed.tree() instanceof Fields raw)) {
            throw BodyDecoder.unrecognized(
                    expected,
                    "couldn't get version/kind; json parse error: json: cannot unmarshal "
                            + BodyDecoder.goKind(parsed.tree())
                            + " into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }",
                    bytes);
        }
        checkVersion(raw, expected, bytes);
        try {
            Decoded decoded = type.decode(raw);
            List<String> complaints = new ArrayList<>();
            parsed.duplicates()
                    .paths(raw)
                    .forEach(path -> complaints.add("duplicate field \"" + path + "\""));
            complaints.addAll(decoded.complaints());
            BodyDecoder.complain(call, complaints, expected, validation);
            return decoded.tree();
        } catch (DecodeException wrong) {
            throw BodyDecoder.cannotBeHandled(
                    expected.kind(),
                    expected.groupVersion().version(),
                    expected,
                    wrong.getMessage());
        }
    }

    private static void checkVersion(Fields raw, BodyDecoder.Expected expected, byte[] bytes) {
        if (raw.string("kind").isEmpty()) {
            throw BodyDecoder.unrecognized(
                    expected,
                    "Object 'Kind' is missing in '"
                            + new String(bytes, StandardCharsets.UTF_8)
                            + "'",
                    bytes);
        }
        String version = raw.string("apiVersion");
        if (version.indexOf('/') != version.lastIndexOf('/')) {
            throw BodyDecoder.unrecognized(
                    expected, "unexpected GroupVersion string: " + version, bytes);
        }
        if (!version.equals(expected.groupVersion().toString())) {
            throw new ApiException(
                    Failure.badRequest(
                            "the API version in the data (%s) does not match the expected API version (%s)"
                                    .formatted(version, expected.groupVersion())));
        }
        if (!raw.string("kind").equals(expected.kind())) {
            FieldErrors errors = new FieldErrors();
            errors.invalid(FieldPath.of("kind"), raw.string("kind"), "must be " + expected.kind());
            errors.throwIfAny(
                    expected.groupVersion().group(),
                    expected.kind(),
                    raw.fields("metadata").string("name"));
        }
    }
}
