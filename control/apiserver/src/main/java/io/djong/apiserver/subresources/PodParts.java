package io.djong.apiserver.subresources;

import io.djong.meta.tree.Fields;
import io.djong.meta.tree.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The parts of a pod that have subresources of their own. What may change in them is for the kind's rules to say.
final class PodParts {

    private PodParts() {}

    /// @spec https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/ Ephemeral Containers
    static Fields withEphemeralContainers(Fields before, Fields submitted) {
        Object wanted = submitted.fields("spec").value("ephemeralContainers");
        return before.with("spec", Views.set(before.fields("spec"), "ephemeralContainers", wanted));
    }

    /// Resources of running containers, and of the pod as a whole. Containers that are added, removed or renamed stay in,
    /// so that they are refused.
    ///
    /// @spec https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/ Resize CPU and Memory Resources
    static Fields withResources(Fields before, Fields submitted) {
        Fields spec = before.fields("spec");
        Fields wanted = submitted.fields("spec");
        Fields changed = Views.set(spec, "resources", wanted.value("resources"));
        for (String field : List.of("initContainers", "containers")) {
            if (spec.list(field).size() != wanted.list(field).size()) {
                return before.with("spec", wanted);
            }
            if (spec.has(field)) {
                changed = changed.with(field, resized(spec.list(field), wanted.list(field)));
            }
        }
        return before.with("spec", changed);
    }

    private static List<@Nullable Object> resized(
            List<@Nullable Object> containers, List<@Nullable Object> wanted) {
        List<@Nullable Object> resized = new ArrayList<>(containers.size());
        for (int i = 0; i < containers.size(); i++) {
            Fields one = (Fields) Objects.requireNonNull(containers.get(i));
            Fields now = (Fields) Objects.requireNonNull(wanted.get(i));
            if (!one.string("name").equals(now.string("name"))) {
                return wanted;
            }
            Fields changed = one.with("resources", now.fields("resources"));
            resized.add(Views.set(changed, "resizePolicy", now.value("resizePolicy")));
        }
        return List.copyOf(resized);
    }
}
