package io.djong.apiserver.resources.core;

import io.djong.api.core.v1.Pod;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoForm;
import io.djong.apiserver.validation.UnifiedDiff;
import io.djong.meta.tree.Fields;
import io.djong.meta.tree.Views;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What may change of a pod through its subresources `ephemeralcontainers` and `resize`.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/ Resize CPU and Memory Resources
final class PodPartValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final List<String> RESIZABLE = List.of("cpu", "memory");

    private final Fields pod;
    private final Fields before;
    private final Fields spec;
    private final Fields old;
    private final FieldErrors errors;

    PodPartValidation(Fields pod, Fields before, FieldErrors errors) {
        this.pod = pod;
        this.before = before;
        this.spec = pod.fields("spec");
        this.old = before.fields("spec");
        this.errors = errors;
    }

    void ephemeralContainers() {
        if (isMirror()) {
            errors.forbidden(FieldPath.ROOT, "static pods do not support ephemeral containers");
            return;
        }
        PodValidation.validate(pod, old, errors);
        FieldPath path = SPEC.child("ephemeralContainers");
        for (Fields was : Trees.objects(old, "ephemeralContainers")) {
            String name = was.string("name");
            Fields now = null;
            for (Fields candidate : Trees.objects(spec, "ephemeralContainers")) {
                now = candidate.string("name").equals(name) ? candidate : now;
            }
            String which = "existing ephemeral containers \"" + name + "\" may not be ";
            if (now == null) {
                errors.forbidden(path, which + "removed\n");
            } else if (!now.equals(was)) {
                errors.forbidden(
                        path,
                        which
                                + "changed\n"
                                + UnifiedDiff.of(
                                        GoForm.of("EphemeralContainer", was),
                                        GoForm.of("EphemeralContainer", now)));
            }
        }
    }

    private boolean isMirror() {
        return before.fields("metadata").fields("annotations").has(PodAnnotations.MIRROR);
    }

    void resize() {
        if (isMirror()) {
            errors.forbidden(FieldPath.ROOT, "static pods cannot be resized");
            return;
        }
        if (old.fields("os").string("name").equals("windows")) {
            errors.forbidden(FieldPath.ROOT, "windows pods cannot be resized");
            return;
        }
        PodValidation.validate(pod, old, errors);
        String quality = before.fields("status").string("qosClass");
        if (!quality.isEmpty() && !quality.equals(PodQos.of(new Pod(pod).spec()))) {
            errors.invalid(SPEC, quality, "Pod QOS Class may not change as a result of resizing");
        }
        if (!isSupported()) {
            errors.forbidden(SPEC, "Pod running on node without support for resize");
        }
        Fields munged = ofPod();
        int soFar = errors.size();
        sameContainers("containers");
        sameContainers("initContainers");
        if (errors.size() > soFar) {
            return;
        }
        munged = containers(munged, "initContainers");
        munged = containers(munged, "containers");
        if (errors.isEmpty() && !munged.equals(old)) {
            errors.forbidden(SPEC, "only cpu and memory resources are mutable");
        }
    }

    /// Kubelets that can resize tell the resources of what runs.
    private boolean isSupported() {
        for (Fields status : Trees.objects(before.fields("status"), "containerStatuses")) {
            if (Trees.isSet(status.fields("state"), "running")) {
                return Trees.isSet(status, "resources");
            }
        }
        return true;
    }

    private Fields ofPod() {
        Fields now = spec.fieldsOrNull("resources");
        Fields was = old.fieldsOrNull("resources");
        FieldPath path = SPEC.child("resources");
        if (was != null && now == null) {
            errors.forbidden(path, "pod-level resources cannot be removed");
            return spec;
        }
        if (was == null || now == null) {
            return spec;
        }
        removed(now, was, path, "pod-level resource ");
        Fields munged = spec.with("resources", kept(now, was));
        if (!munged.fields("resources").equals(was)) {
            errors.forbidden(SPEC, "only cpu and memory resources are mutable at pod-level");
        }
        return munged;
    }

    private void removed(Fields now, Fields was, FieldPath path, String what) {
        for (String list : List.of("requests", "limits")) {
            if (!now.fields(list).keySet().containsAll(was.fields(list).keySet())) {
                errors.forbidden(path.child(list), what + list + " cannot be removed");
            }
        }
    }

    private void sameContainers(String list) {
        List<Fields> now = Trees.objects(spec, list);
        List<Fields> was = Trees.objects(old, list);
        if (now.size() != was.size()) {
            errors.forbidden(SPEC.child(list), list + " may not be added or removed on resize");
            return;
        }
        for (int i = 0; i < was.size(); i++) {
            if (!now.get(i).string("name").equals(was.get(i).string("name"))) {
                errors.forbidden(
                        SPEC.child(list).index(i).child("name"),
                        list + " may not be renamed or reordered on resize");
            }
        }
    }

    /// Only containers that go on running can be resized.
    private Fields containers(Fields munged, String list) {
        boolean init = list.equals("initContainers");
        List<Fields> now = Trees.objects(spec, list);
        List<Fields> was = Trees.objects(old, list);
        List<@Nullable Object> all = new ArrayList<>();
        for (int i = 0; i < was.size(); i++) {
            boolean runs = !init || was.get(i).string("restartPolicy").equals("Always");
            Fields container = now.get(i);
            Fields had = was.get(i).fields("resources");
            if (runs) {
                FieldPath path = SPEC.child(list).index(i).child("resources");
                removed(container.fields("resources"), had, path, "resource ");
                container = container.with("resources", kept(container.fields("resources"), had));
                container = Views.set(container, "resizePolicy", was.get(i).value("resizePolicy"));
            }
            if (!container.equals(was.get(i))) {
                refuse(i, init, runs);
            }
            all.add(container);
        }
        return all.isEmpty() ? munged : munged.with(list, all);
    }

    private void refuse(int position, boolean init, boolean runs) {
        if (!init) {
            errors.forbidden(SPEC, "only cpu and memory resources are mutable");
        } else if (runs) {
            errors.forbidden(
                    SPEC.child("initContainers").index(position),
                    "only cpu and memory resources for init or sidecar containers are mutable");
        } else {
            errors.forbidden(SPEC, "resources for non-sidecar init containers are immutable");
        }
    }

    /// With the amounts of CPU and memory that were.
    private static Fields kept(Fields now, Fields was) {
        Fields kept = now;
        for (String list : List.of("requests", "limits")) {
            Fields amounts = now.fields(list);
            for (String name : RESIZABLE) {
                amounts = Views.set(amounts, name, was.fields(list).value(name));
            }
            kept = amounts.isEmpty() ? kept.without(list) : kept.with(list, amounts);
        }
        return kept;
    }
}
