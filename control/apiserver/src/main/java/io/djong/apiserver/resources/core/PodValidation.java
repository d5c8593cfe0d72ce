package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What a pod must be like, beyond its `spec`, and what of it may change.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement Pod update and replacement
final class PodValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath ANNOTATIONS = FieldPath.of("metadata", "annotations");
    private static final String MIRROR = PodAnnotations.MIRROR;
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    private PodValidation() {}

    static void validateCreate(Fields pod, FieldErrors errors) {
        validate(pod, Fields.EMPTY, errors);
        Fields spec = pod.fields("spec");
        if (!spec.list("ephemeralContainers").isEmpty()) {
            errors.forbidden(SPEC.child("ephemeralContainers"), "cannot be set on create");
        }
        if (!spec.string("nodeName").isEmpty() && !spec.list("schedulingGates").isEmpty()) {
            errors.forbidden(
                    SPEC.child("nodeName"),
                    "cannot be set until all schedulingGates have been cleared");
        }
    }

    /// What holds for new and for changed pods.
    ///
    /// @param before the `spec` that was, which may hold what new ones may not
    static void validate(Fields pod, Fields before, FieldErrors errors) {
        Fields spec = pod.fields("spec");
        annotations(pod.fields("metadata").fields("annotations"), spec, errors);
        PodSpecValidation.validate(spec, before, pod.fields("metadata"), SPEC, errors);
        if (spec.string("serviceAccountName").isEmpty()) {
            forbidTokens(spec, errors);
        }
        for (String list : List.of("containers", "initContainers")) {
            List<Fields> containers = Trees.objects(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                String image = containers.get(i).string("image");
                if (!image.equals(image.strip())) {
                    errors.invalid(
                            SPEC.child(list).index(i).child("image"),
                            image,
                            "must not have leading or trailing whitespace");
                }
            }
        }
    }

    private static void annotations(Fields annotations, Fields spec, FieldErrors errors) {
        if (annotations.has(MIRROR) && spec.string("nodeName").isEmpty()) {
            errors.invalid(
                    ANNOTATIONS.key(MIRROR),
                    annotations.string(MIRROR),
                    "must set spec.nodeName if mirror pod annotation is set");
        }
        String cost = annotations.stringOrNull(DELETION_COST);
        if (cost != null && !cost.matches("0|-?[1-9][0-9]{0,9}")) {
            errors.invalid(ANNOTATIONS.key(DELETION_COST), cost, "must be a 32bit integer");
        }
    }

    private static void forbidTokens(Fields spec, FieldErrors errors) {
        List<Fields> volumes = Trees.objects(spec, "volumes");
        for (int i = 0; i < volumes.size(); i++) {
            List<Fields> sources = Trees.objects(volumes.get(i).fields("projected"), "sources");
            for (int j = 0; j < sources.size(); j++) {
                if (Trees.isSet(sources.get(j), "serviceAccountToken")) {
                    errors.forbidden(
                            SPEC.child("volumes")
                                    .index(i)
                                    .child("projected", "sources")
                                    .index(j)
                                    .child("serviceAccountToken"),
                            "must not be specified when serviceAccountName is not set");
                }
            }
        }
    }
}
