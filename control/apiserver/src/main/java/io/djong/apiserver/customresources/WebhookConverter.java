package io.djong.apiserver.customresources;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoText;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Has a webhook convert documents, and believes it about everything but metadata. Messages are worded as in
/// Kubernetes 1.36.
///
/// @param name of the definition
/// @param config `spec.conversion.webhook`
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion Webhook conversion
record WebhookConverter(String name, Fields config, Supplier<String> uids, ConversionClient client)
        implements Converter {

    @Override
    public List<Fields> convert(List<Fields> objects, String apiVersion) {
        Fields first = objects.getFirst();
        GroupVersion from = GroupVersion.parse(first.string("apiVersion"));
        String subject = from + ", Kind=" + first.string("kind");
        String version = reviewVersion();
        String uid = uids.get();
        Fields review =
                Fields.of(
                        "kind",
                        "ConversionReview",
                        "apiVersion",
                        "apiextensions.k8s.io/" + version,
                        "request",
                        Fields.of("uid", uid, "desiredAPIVersion", apiVersion, "objects", objects));
        List<@Nullable Object> converted;
        try {
            Fields answer = client.post(config.fields("clientConfig"), review);
            converted = converted(answer, version, uid);
        } catch (ConversionException failed) {
            throw failure("conversion webhook for " + subject + " failed: " + failed.getMessage());
        }
        if (converted.size() != objects.size()) {
            throw failure(
                    "conversion webhook for %s returned %d objects, expected %d"
                            .formatted(subject, converted.size(), objects.size()));
        }
        List<Fields> results = new ArrayList<>(objects.size());
        for (int i = 0; i < objects.size(); i++) {
            try {
                Fields result = converted.get(i) instanceof Fields fields ? fields : Fields.EMPTY;
                results.add(checked(objects.get(i), result, apiVersion));
            } catch (ConversionException wrong) {
                throw failure(
                        "conversion webhook for %s returned invalid %sobject at index %d: %s"
                                .formatted(
                                        subject,
                                        objects.size() == 1 ? "" : "converted ",
                                        i,
                                        wrong.getMessage()));
            }
        }
        return results;
    }

    private static ApiException failure(String message) {
        return new ApiException(new Failure(Reason.UNKNOWN, 500, message, null));
    }

    private String reviewVersion() {
        for (String version : Trees.texts(config, "conversionReviewVersions")) {
            if (version.equals("v1") || version.equals("v1beta1")) {
                return version;
            }
        }
        throw failure("no supported conversion review versions");
    }

    private static List<@Nullable Object> converted(Fields answer, String version, String uid) {
        boolean strict = version.equals("v1");
        String wanted = "apiextensions.k8s.io/" + version;
        if (strict
                && !(answer.string("apiVersion").equals(wanted)
                        && answer.string("kind").equals("ConversionReview"))) {
            throw new ConversionException(
                    "expected webhook response of %s, Kind=ConversionReview, got %s, Kind=%s"
                            .formatted(wanted, answer.string("apiVersion"), answer.string("kind")));
        }
        Fields response = answer.fieldsOrNull("response");
        if (response == null) {
            throw new ConversionException("no response provided");
        }
        if (strict && !response.string("uid").equals(uid)) {
            throw new ConversionException(
                    "expected response.uid="
                            + GoText.quote(uid)
                            + ", got "
                            + GoText.quote(response.string("uid")));
        }
        Fields result = response.fields("result");
        if (!result.string("status").equals("Success")) {
            throw new ConversionException(
                    result.string("message").isEmpty()
                            ? "response.result.status was '"
                                    + result.string("status")
                                    + "', not 'Success'"
                            : result.string("message"));
        }
        return response.list("convertedObjects");
    }

    private static Fields checked(Fields original, Fields converted, String apiVersion) {
        if (!converted.string("apiVersion").equals(apiVersion)) {
            throw new ConversionException(
                    "invalid groupVersion (expected %s, received %s)"
                            .formatted(apiVersion, converted.string("apiVersion")));
        }
        if (!converted.string("kind").equals(original.string("kind"))) {
            throw new ConversionException(
                    "invalid kind (expected %s, received %s)"
                            .formatted(original.string("kind"), converted.string("kind")));
        }
        Fields metadata = original.fields("metadata");
        Fields given = converted.fieldsOrNull("metadata");
        if (given == null) {
            throw new ConversionException("missing metadata in converted object");
        }
        for (String field : List.of("name", "namespace", "uid")) {
            if (!given.string(field).equals(metadata.string(field))) {
                throw new ConversionException(
                        "must have the same %s: %s != %s"
                                .formatted(
                                        field.equals("uid") ? "UID" : field,
                                        given.string(field),
                                        metadata.string(field)));
            }
        }
        Fields kept = metadata;
        for (String field : List.of("labels", "annotations")) {
            kept = withTexts(kept, given, field);
        }
        return converted.with("metadata", kept);
    }

    /// Labels and annotations are all that a webhook may change of metadata.
    private static Fields withTexts(Fields metadata, Fields given, String field) {
        Object raw = given.value(field);
        if (raw == null) {
            return metadata.without(field);
        }
        if (!(raw instanceof Fields texts)) {
            throw new ConversionException(
                    "invalid metadata." + field + " of type " + raw.getClass().getSimpleName());
        }
        for (var entry : texts.entrySet()) {
            if (!(entry.getValue() instanceof String)) {
                throw new ConversionException(
                        "metadata.%s[%s] must be a string in converted object"
                                .formatted(field, entry.getKey()));
            }
        }
        if (!Objects.equals(texts, metadata.value(field))) {
            FieldErrors errors = new FieldErrors();
            if (field.equals("labels")) {
                ObjectMetaRules.validateLabels(texts, FieldPath.of("metadata", "labels"), errors);
            } else {
                ObjectMetaRules.validateAnnotations(
                        texts, FieldPath.of("metadata", "annotation"), errors);
            }
            if (!errors.isEmpty()) {
                throw new ConversionException(errors.all().getFirst().toString());
            }
        }
        return metadata.with(field, texts);
    }
}
