package io.djong.apiserver.resources.core;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Map;

/// What a resize of a pod may come to; worded as in Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/ Resize CPU and Memory Resources
public final class PodResize {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private PodResize() {}

    public static void validate(Fields object, Fields before, FieldErrors errors) {
        PodValidation.validate(object, errors);
        if (before.fields("metadata").fields("annotations").has(MIRROR)) {
            errors.forbidden(FieldPath.of(""), "static pods cannot be resized");
            return;
        }
        Pod pod = new Pod(object);
        Pod old = new Pod(before);
        if (!PodQos.of(pod.spec()).equals(PodQos.of(old.spec()))) {
            errors.invalid(
                    SPEC,
                    pod.status().qosClass(),
                    "Pod QOS Class may not change as a result of resizing");
        }
        validate(pod.spec().containers(), old.spec().containers(), "containers", errors);
        validate(
                pod.spec().initContainers(), old.spec().initContainers(), "initContainers", errors);
    }

    private static void validate(
            List<Container> containers, List<Container> old, String field, FieldErrors errors) {
        for (int i = 0; i < containers.size() && i < old.size(); i++) {
            FieldPath path = SPEC.child(field).index(i).child("resources");
            var now = containers.get(i).resources();
            var was = old.get(i).resources();
            if (lacks(now.requests(), was.requests())) {
                errors.forbidden(path.child("requests"), "resource requests cannot be removed");
            }
            if (lacks(now.limits(), was.limits())) {
                errors.forbidden(path.child("limits"), "resource limits cannot be removed");
            }
        }
    }

    private static boolean lacks(Map<String, Quantity> now, Map<String, Quantity> was) {
        return !now.keySet().containsAll(was.keySet());
    }
}
