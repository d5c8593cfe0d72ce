package io.djong.apiserver.subresources;

import io.djong.apiserver.resources.core.PodResize;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The parts of a pod that have subresources of their own.
final class PodParts {

    private PodParts() {}

    /// Ephemeral containers may be added, and never changed or removed.
    ///
    /// @spec https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/ Ephemeral Containers
    static Fields withEphemeralContainers(Fields before, Fields submitted) {
        List<@Nullable Object> wanted = submitted.fields("spec").list("ephemeralContainers");
        FieldErrors errors = new FieldErrors();
        FieldPath path = FieldPath.of("spec", "ephemeralContainers");
        for (Object existing : before.fields("spec").list("ephemeralContainers")) {
            String name = ((Fields) Objects.requireNonNull(existing)).string("name");
            Fields now = named(wanted, name);
            if (now == null) {
                errors.forbidden(
                        path,
                        "existing ephemeral containers \"" + name + "\" may not be removed\n");
            } else if (!now.equals(existing)) {
                errors.forbidden(
                        path,
                        "existing ephemeral containers \"" + name + "\" may not be changed\n");
            }
        }
        errors.throwIfAny("", "Pod", before.fields("metadata").string("name"));
        Fields spec = before.fields("spec");
        return before.with(
                "spec",
                wanted.isEmpty()
                        ? spec.without("ephemeralContainers")
                        : spec.with("ephemeralContainers", wanted));
    }

    /// Resources of running containers, and of the pod as a whole.
    ///
    /// @spec https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/ Resize CPU and Memory Resources
    static Fields withResources(Fields before, Fields submitted) {
        Fields spec = before.fields("spec");
        Fields wanted = submitted.fields("spec");
        Fields changed = spec;
        for (String field : List.of("initContainers", "containers")) {
            if (spec.has(field)) {
                changed = changed.with(field, resized(spec.list(field), wanted.list(field)));
            }
        }
        Fields resources = wanted.fieldsOrNull("resources");
        changed = resources == null ? changed : changed.with("resources", resources);
        Fields result = before.with("spec", changed);
        FieldErrors errors = new FieldErrors();
        PodResize.validate(result, before, errors);
        errors.throwIfAny("", "Pod", before.fields("metadata").string("name"));
        return result;
    }

    private static List<@Nullable Object> resized(
            List<@Nullable Object> containers, List<@Nullable Object> wanted) {
        List<@Nullable Object> resized = new ArrayList<>(containers.size());
        for (Object container : containers) {
            Fields one = (Fields) Objects.requireNonNull(container);
            Fields now = named(wanted, one.string("name"));
            if (now == null) {
                resized.add(one);
                continue;
            }
            Fields changed = one.with("resources", now.fields("resources"));
            resized.add(
                    now.has("resizePolicy")
                            ? changed.with("resizePolicy", now.value("resizePolicy"))
                            : changed);
        }
        return List.copyOf(resized);
    }

    private static @Nullable Fields named(List<@Nullable Object> containers, String name) {
        for (Object container : containers) {
            if (container instanceof Fields one && one.string("name").equals(name)) {
                return one;
            }
        }
        return null;
    }
}
