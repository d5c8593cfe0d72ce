package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoForm;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.UnifiedDiff;
import io.djong.meta.tree.Fields;
import io.djong.meta.tree.Views;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of a pod may change: images, a shorter deadline, more tolerations, fewer scheduling gates.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement Pod update and replacement
final class PodUpdateValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final String ONLY =
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n";

    private final Fields spec;
    private final Fields old;
    private final FieldErrors errors;

    private PodUpdateValidation(Fields spec, Fields old, FieldErrors errors) {
        this.spec = spec;
        this.old = old;
        this.errors = errors;
    }

    static void validate(Fields pod, Fields before, FieldErrors errors) {
        PodValidation.validate(pod, before.fields("spec"), errors);
        PodAnnotations.validateUpdate(
                pod.fields("metadata").fields("annotations"),
                before.fields("metadata").fields("annotations"),
                errors);
        new PodUpdateValidation(pod.fields("spec"), before.fields("spec"), errors).validateAll();
    }

    private void validateAll() {
        if (!sameContainers("containers")
                || !sameContainers("initContainers")
                || !validateDeadline()) {
            return;
        }
        validateTolerations();
        validateGates();
        if (spec.equals(old)) {
            return;
        }
        Fields munged = images(images(spec, "containers"), "initContainers");
        for (String name : List.of("activeDeadlineSeconds", "schedulingGates", "tolerations")) {
            munged = kept(munged, name);
        }
        if (old.integer("terminationGracePeriodSeconds") < 0
                && spec.integer("terminationGracePeriodSeconds") == 1) {
            munged = kept(munged, "terminationGracePeriodSeconds");
        }
        if (!old.list("schedulingGates").isEmpty()) {
            munged = withoutPlacement(munged);
        }
        if (!munged.equals(old)) {
            errors.forbidden(
                    SPEC,
                    ONLY + UnifiedDiff.of(GoForm.of("PodSpec", old), GoForm.of("PodSpec", munged)));
        }
    }

    private boolean sameContainers(String list) {
        List<Fields> containers = Trees.objects(spec, list);
        if (containers.size() != old.list(list).size()) {
            errors.forbidden(SPEC.child(list), "pod updates may not add or remove containers");
            return false;
        }
        for (int i = 0; i < containers.size(); i++) {
            String image = containers.get(i).string("image");
            FieldPath path = SPEC.child(list).index(i).child("image");
            if (image.isEmpty()) {
                errors.required(path, "");
            }
            if (!image.equals(image.strip())) {
                errors.invalid(path, image, "must not have leading or trailing whitespace");
            }
        }
        return true;
    }

    private boolean validateDeadline() {
        FieldPath path = SPEC.child("activeDeadlineSeconds");
        Long now = spec.integerOrNull("activeDeadlineSeconds");
        Long before = old.integerOrNull("activeDeadlineSeconds");
        if (now == null) {
            if (before != null) {
                errors.invalid(path, null, "must not update from a positive integer to nil value");
            }
            return true;
        }
        if (now < 0 || now > Integer.MAX_VALUE) {
            errors.invalid(path, now, Names.inRange(now, 0, Integer.MAX_VALUE));
            return false;
        }
        if (before != null && before < now) {
            errors.invalid(path, now, "must be less than or equal to previous value");
            return false;
        }
        return true;
    }

    private void validateTolerations() {
        FieldPath path = SPEC.child("tolerations");
        Set<Fields> now = new HashSet<>();
        for (Fields toleration : Trees.objects(spec, "tolerations")) {
            now.add(toleration.without("tolerationSeconds"));
        }
        for (Fields toleration : Trees.objects(old, "tolerations")) {
            if (!now.contains(toleration.without("tolerationSeconds"))) {
                errors.forbidden(
                        path,
                        "existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
        TolerationValidation.validate(spec, path, errors);
    }

    private void validateGates() {
        List<Fields> before = Trees.objects(old, "schedulingGates");
        List<Fields> now = Trees.objects(spec, "schedulingGates");
        for (int i = 0; i < now.size(); i++) {
            if (!before.contains(now.get(i))) {
                errors.forbidden(
                        SPEC.child("schedulingGates").index(i).child("name"),
                        "only deletion is allowed, but found new scheduling gate '"
                                + now.get(i).string("name")
                                + "'");
            }
        }
    }

    private Fields images(Fields from, String list) {
        List<Fields> containers = Trees.objects(from, list);
        List<Fields> before = Trees.objects(old, list);
        if (containers.isEmpty()) {
            return from;
        }
        List<@Nullable Object> munged = new ArrayList<>();
        for (int i = 0; i < containers.size(); i++) {
            munged.add(containers.get(i).with("image", before.get(i).value("image")));
        }
        return from.with(list, List.copyOf(munged));
    }

    private Fields kept(Fields from, String name) {
        return Views.set(from, name, old.value(name));
    }

    /// Before a gated pod is placed, where it may go can be narrowed.
    private Fields withoutPlacement(Fields from) {
        Fields selector = spec.fields("nodeSelector");
        Fields before = old.fields("nodeSelector");
        for (int i = 0; i < before.size(); i++) {
            if (!Objects.equals(before.valueAt(i), selector.value(before.nameAt(i)))) {
                errors.invalid(
                        SPEC.child("nodeSelector"),
                        selector,
                        "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
                break;
            }
        }
        Fields munged = kept(from, "nodeSelector");
        Fields affinity = spec.fields("affinity").fieldsOrNull("nodeAffinity");
        Fields was = old.fields("affinity").fieldsOrNull("nodeAffinity");
        if (Objects.equals(affinity, was)) {
            return munged;
        }
        validateTerms(affinity, was);
        Fields around = spec.fieldsOrNull("affinity");
        if (around == null) {
            return munged.with("affinity", Fields.of("nodeAffinity", was));
        }
        boolean alone =
                !Trees.isSet(old, "affinity")
                        && !Trees.isSet(around, "podAffinity")
                        && !Trees.isSet(around, "podAntiAffinity");
        return alone
                ? munged.without("affinity")
                : munged.with("affinity", Views.set(around, "nodeAffinity", was));
    }

    private void validateTerms(@Nullable Fields affinity, @Nullable Fields before) {
        String name = "requiredDuringSchedulingIgnoredDuringExecution";
        if (before == null || !Trees.isSet(before, name)) {
            return;
        }
        FieldPath path = SPEC.child("affinity", "nodeAffinity", name, "nodeSelectorTerms");
        Fields required = affinity == null ? Fields.EMPTY : affinity.fields(name);
        List<Fields> was = Trees.objects(before.fields(name), "nodeSelectorTerms");
        List<Fields> now = Trees.objects(required, "nodeSelectorTerms");
        if (!was.isEmpty() && was.size() != now.size()) {
            errors.invalid(
                    path,
                    GoForm.ofList("NodeSelectorTerm", required.value("nodeSelectorTerms")),
                    "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }
        for (int i = 0; i < was.size(); i++) {
            if (!adds(now.get(i), was.get(i))) {
                errors.invalid(
                        path.index(i),
                        GoForm.of("NodeSelectorTerm", now.get(i)),
                        "only additions are allowed (no mutations or deletions)");
            }
        }
    }

    /// An empty term chooses nothing: adding to it would choose more, not less.
    private static boolean adds(Fields now, Fields before) {
        boolean wasEmpty =
                before.list("matchExpressions").isEmpty() && before.list("matchFields").isEmpty();
        boolean isEmpty =
                now.list("matchExpressions").isEmpty() && now.list("matchFields").isEmpty();
        return (!wasEmpty || isEmpty)
                && begins(now.list("matchExpressions"), before.list("matchExpressions"))
                && begins(now.list("matchFields"), before.list("matchFields"));
    }

    private static boolean begins(List<@Nullable Object> now, List<@Nullable Object> before) {
        return now.size() >= before.size() && now.subList(0, before.size()).equals(before);
    }
}
