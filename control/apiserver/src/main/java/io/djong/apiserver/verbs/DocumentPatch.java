package io.djong.apiserver.verbs;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.requests.WriteOptions.FieldValidation;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoText;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Decoded;
import io.djong.wire.DocumentDecoder;
import io.djong.wire.Duplicates;
import io.djong.wire.Json;
import io.djong.wire.JsonPatch;
import io.djong.wire.MergePatch;
import io.djong.wire.PatchException;
import io.djong.wire.StrategicMergePatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change of a document that was sent as a patch: JSON patch, merge patch or strategic merge patch.
///
/// @param complaints about the patch itself: fields that it names twice
public record DocumentPatch(String mediaType, @Nullable Object patch, List<String> complaints) {

    public sealed interface Source {
        @SuppressWarnings("ArrayRecordComponent")
        record Encoded(byte[] bytes) implements Source {}

        record Tree(Object tree) implements Source {}
    }

    /// @throws ApiException 400 when it cannot be read
    public static DocumentPatch of(String mediaType, Source source) {
        return switch (source) {
            case Source.Tree(Object tree) -> new DocumentPatch(mediaType, tree, List.of());
            case Source.Encoded(byte[] bytes) -> {
                Json.Parsed parsed = parse(mediaType, bytes);
                checkShape(mediaType, parsed.tree());
                Duplicates duplicates = parsed.duplicates();
                yield new DocumentPatch(
                        mediaType,
                        parsed.tree(),
                        duplicates.paths(parsed.tree()).stream()
                                .map(path -> "duplicate field \"" + path + "\"")
                                .toList());
            }
        };
    }

    private static Json.Parsed parse(String mediaType, byte[] bytes) {
        try {
            return mediaType.equals(MediaTypes.STRATEGIC_PATCH)
                    ? StrategicMergePatch.read(bytes)
                    : Json.parseStrict(bytes);
        } catch (PatchException malformed) {
            throw new ApiException(Failure.badRequest(malformed.getMessage()), malformed);
        } catch (DecodeException malformed) {
            throw new ApiException(
                    Failure.badRequest("error decoding patch: " + malformed.getMessage()),
                    malformed);
        }
    }

    private static void checkShape(String mediaType, @Nullable Object tree) {
        if (mediaType.equals(MediaTypes.JSON_PATCH)) {
            return;
        }
        if (tree == null) {
            throw new ApiException(Failure.badRequest("Invalid JSON Patch"));
        }
        if (!(tree instanceof Fields)) {
            throw new ApiException(
                    Failure.badRequest(
                            "error decoding patch: json: cannot unmarshal "
                                    + kind(tree)
                                    + " into Go value of type map[string]interface {}"));
        }
    }

    private static String kind(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "bool";
            case List<?> _ -> "array";
            default -> "number";
        };
    }

    /// The patched document, normalised.
    ///
    /// @throws ApiException when the patch does not fit, or its result is no document of the type
    public Fields apply(
            Call call, Fields current, BodyDecoder.Expected expected, FieldValidation validation) {
        Object result = patched(current, expected);
        if (!(result instanceof Fields raw)) {
            throw unprocessable();
        }
        complain(call, complaints, raw, validation);
        try {
            if (expected.custom() != null) {
                checkVersion(raw, expected);
            }
            Decoded decoded =
                    isStrategic()
                            ? DocumentDecoder.convert(expected.type(), raw)
                            : expected.read(raw);
            complain(call, decoded.complaints(), raw, validation);
            checkKind(raw, expected);
            return BodyDecoder.identified(decoded.tree(), expected);
        } catch (DecodeException wrong) {
            throw invalid(shown(raw), wrong.getMessage());
        }
    }

    private boolean isStrategic() {
        return mediaType.equals(MediaTypes.STRATEGIC_PATCH);
    }

    /// Upstream shows a strategic patch as it decoded it, any other one by its result.
    private String shown(Fields raw) {
        return isStrategic() ? GoText.map(patch) : Json.text(raw);
    }

    private @Nullable Object patched(Fields current, BodyDecoder.Expected expected) {
        try {
            return switch (mediaType) {
                case MediaTypes.JSON_PATCH -> JsonPatch.apply(current, patch);
                case MediaTypes.MERGE_PATCH -> MergePatch.apply(current, patch);
                default ->
                        StrategicMergePatch.apply(
                                expected.type(),
                                current,
                                (Fields) java.util.Objects.requireNonNull(patch));
            };
        } catch (PatchException refused) {
            throw switch (refused.answer()) {
                case MALFORMED ->
                        new ApiException(Failure.badRequest(refused.getMessage()), refused);
                case UNPROCESSABLE -> unprocessable();
                case TOO_LARGE ->
                        new ApiException(
                                Failure.of(Reason.REQUEST_ENTITY_TOO_LARGE, refused.getMessage()),
                                refused);
                case INTERNAL ->
                        new ApiException(
                                new Failure(Reason.UNKNOWN, 500, refused.getMessage(), null),
                                refused);
            };
        }
    }

    private static ApiException unprocessable() {
        return new ApiException(
                Failure.about(
                        Reason.INVALID,
                        "",
                        "",
                        "",
                        "the server rejected our request due to an error in our request"));
    }

    private void complain(
            Call call, List<String> complaints, Fields raw, FieldValidation validation) {
        if (complaints.isEmpty()) {
            return;
        }
        switch (validation) {
            case IGNORE -> {}
            case WARN -> complaints.forEach(call::warn);
            case STRICT -> {
                String why = "strict decoding error: " + String.join(", ", complaints);
                throw invalid(shown(raw), why);
            }
        }
    }

    /// A custom resource keeps its version; what becomes of its kind is for validation to say.
    private static void checkVersion(Fields raw, BodyDecoder.Expected expected) {
        String version = raw.string("apiVersion");
        if (!version.equals(expected.groupVersion().toString())) {
            throw new ApiException(
                    Failure.badRequest(
                            "the API version in the data (%s) does not match the expected API version (%s)"
                                    .formatted(version, expected.groupVersion())));
        }
    }

    private static void checkKind(Fields raw, BodyDecoder.Expected expected) {
        String kind = raw.string("kind");
        String apiVersion = raw.string("apiVersion");
        String wanted = expected.groupVersion().toString();
        if (!(kind.isEmpty() || kind.equals(expected.kind()))
                || !(apiVersion.isEmpty() || apiVersion.equals(wanted))) {
            throw invalid(
                    Json.text(raw),
                    "no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/runtime/scheme.go:111\""
                            .formatted(kind, apiVersion));
        }
    }

    private static ApiException invalid(String shown, String why) {
        FieldErrors errors = new FieldErrors();
        errors.invalid(FieldPath.of("patch"), shown, why);
        return new ApiException(errors.invalid("", "", ""));
    }
}
