package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.List;

/// Requests and limits of a pod as a whole.
///
/// @spec https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#pod-level-resource-specification Pod-level resources
final class PodResourcesValidation {

    private final Fields spec;
    private final FieldPath path;
    private final FieldErrors errors;

    PodResourcesValidation(Fields spec, FieldPath path, FieldErrors errors) {
        this.spec = spec;
        this.path = path;
        this.errors = errors;
    }

    void validate() {
        if (spec.fields("os").string("name").equals("windows")) {
            errors.forbidden(path, "may not be set for a windows pod");
            return;
        }
        Fields resources = spec.fields("resources");
        if (Trees.isSet(resources, "claims")) {
            errors.forbidden(
                    path.child("claims"), "claims may not be set for Resources at pod-level");
        }
        ResourceValidation.validateOfPod(resources.without("claims"), path, errors);
        requests(resources.fields("requests"));
        limits(resources.fields("limits"));
    }

    private void requests(Fields requests) {
        for (String name : requests.keySet()) {
            Quantity all = Quantity.ZERO;
            for (Fields container : Trees.objects(spec, "containers")) {
                all = all.plus(amount(container, "requests", name));
            }
            Quantity sidecars = Quantity.ZERO;
            Quantity most = Quantity.ZERO;
            for (Fields container : Trees.objects(spec, "initContainers")) {
                Quantity amount = amount(container, "requests", name);
                if (container.string("restartPolicy").equals("Always")) {
                    sidecars = sidecars.plus(amount);
                    most = Quantity.max(most, sidecars);
                } else {
                    most = Quantity.max(most, sidecars.plus(amount));
                }
            }
            all = Quantity.max(all.plus(sidecars), most);
            Quantity own = Trees.quantity(requests.value(name));
            if (all.compareTo(own) > 0) {
                errors.invalid(
                        path.child("requests").key(name),
                        own.toString(),
                        "must be greater than or equal to aggregate container requests of " + all);
            }
        }
    }

    private void limits(Fields limits) {
        List<Fields> containers = Trees.objects(spec, "containers");
        for (int i = 0; i < containers.size(); i++) {
            Fields own = containers.get(i).fields("resources").fields("limits");
            for (String name : own.keySet()) {
                Quantity most = Trees.quantity(limits.value(name));
                Quantity amount = Trees.quantity(own.value(name));
                if (limits.has(name) && amount.compareTo(most) > 0) {
                    errors.invalid(
                            path.child("containers").index(i).key(name).child("limits"),
                            amount.toString(),
                            "must be less than or equal to pod limits of " + most);
                }
            }
        }
    }

    private static Quantity amount(Fields container, String which, String name) {
        return Trees.quantity(container.fields("resources").fields(which).value(name));
    }
}
