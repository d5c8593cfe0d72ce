package io.djong.admission.webhook;

import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a webhook answered, once it is known to be an answer to the question.
///
/// @param denial null when the request is allowed
/// @param patch JSON Patch operations, null for none
record ReviewAnswer(
        @Nullable Failure denial,
        @Nullable Object patch,
        List<String> warnings,
        Map<String, String> annotations) {

    private static final String INVALID = "received invalid webhook response: ";
    private static final int UNAVAILABLE = 503;

    /// @throws HookException when it is no answer to that question
    static ReviewAnswer of(Hook hook, String version, String uid, boolean mayPatch, Fields review) {
        Fields response = review.fieldsOrNull("response");
        if (response == null) {
            throw invalid("webhook response was absent");
        }
        if (version.equals("v1")) {
            verify(review, response, uid, mayPatch);
        }
        return new ReviewAnswer(
                response.bool("allowed") ? null : denial(hook, response.fieldsOrNull("status")),
                mayPatch ? patch(response.string("patch")) : null,
                response.list("warnings").stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList(),
                annotations(hook, response.fields("auditAnnotations")));
    }

    private static void verify(Fields review, Fields response, String uid, boolean mayPatch) {
        if (!response.string("uid").equals(uid)) {
            throw invalid(
                    "expected response.uid=\"%s\", got \"%s\""
                            .formatted(uid, response.string("uid")));
        }
        String version = review.string("apiVersion");
        String kind = review.string("kind");
        if (!version.equals(ReviewDocument.GROUP + "/v1") || !kind.equals("AdmissionReview")) {
            throw invalid(
                    "expected webhook response of %s/v1, Kind=AdmissionReview, got %s, Kind=%s"
                            .formatted(
                                    ReviewDocument.GROUP, version.isEmpty() ? "/" : version, kind));
        }
        boolean hasPatch = !response.string("patch").isEmpty();
        String type = response.stringOrNull("patchType");
        if (!mayPatch) {
            if (hasPatch) {
                throw invalid("validating webhook may not return response.patch");
            }
            if (type != null) {
                throw invalid("validating webhook may not return response.patchType");
            }
            return;
        }
        if (hasPatch && type == null) {
            throw invalid("webhook returned response.patch but not response.patchType");
        }
        if (!hasPatch && type != null) {
            throw invalid("webhook returned response.patchType but not response.patch");
        }
        if (type != null && type.isEmpty()) {
            throw invalid("webhook returned invalid response.patchType of \"\"");
        }
        if (type != null && !type.equals("JSONPatch")) {
            throw new HookException("unsupported patch type \"" + type + "\"", UNAVAILABLE);
        }
    }

    private static HookException invalid(String why) {
        return new HookException(INVALID + why, UNAVAILABLE);
    }

    private static @Nullable Object patch(String base64) {
        if (base64.isEmpty()) {
            return null;
        }
        try {
            Object parsed = Json.parse(Base64.getDecoder().decode(base64));
            return parsed instanceof List<?> operations && operations.isEmpty() ? null : parsed;
        } catch (DecodeException | IllegalArgumentException malformed) {
            throw new HookException(
                    "received undecodable patch in webhook response: " + malformed.getMessage(),
                    UNAVAILABLE);
        }
    }

    private static Map<String, String> annotations(Hook hook, Fields given) {
        Map<String, String> annotations = new LinkedHashMap<>(0);
        given.forEach((key, value) -> {
            if (value instanceof String text) {
                annotations.put(hook.name() + "/" + key, text);
            }
        });
        return annotations;
    }

    /// As upstream words it; never a success, whatever the webhook says.
    private static Failure denial(Hook hook, @Nullable Fields status) {
        String denied = "admission webhook \"%s\" denied the request".formatted(hook.name());
        if (status == null) {
            return new Failure(Reason.UNKNOWN, 400, denied + " without explanation", null);
        }
        Failure given = Failure.parse(status);
        String message =
                !given.message().isEmpty()
                        ? denied + ": " + given.message()
                        : !status.string("reason").isEmpty()
                                ? denied + ": " + status.string("reason")
                                : denied + " without explanation";
        return new Failure(
                given.reason(), given.code() < 400 ? 400 : given.code(), message, given.details());
    }
}
