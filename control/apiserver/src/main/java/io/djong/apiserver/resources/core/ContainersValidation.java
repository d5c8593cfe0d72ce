package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The three lists of containers of a pod.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/init-containers/ Init Containers
final class ContainersValidation {

    private static final String NOT_FOR_INIT =
            "may not be set for init containers without restartPolicy=Always";
    private static final String NOT_FOR_EPHEMERAL = "cannot be set for an Ephemeral Container";
    private static final List<String> PROBES =
            List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> EPHEMERAL_FORBIDS =
            List.of(
                    "ports",
                    "resources",
                    "resizePolicy",
                    "restartPolicy",
                    "restartPolicyRules",
                    "livenessProbe",
                    "readinessProbe",
                    "startupProbe",
                    "lifecycle");

    private final PodScope scope;
    private final FieldPath spec;
    private final FieldErrors errors;
    private final ContainerValidation container;

    ContainersValidation(PodScope scope, FieldPath spec, FieldErrors errors) {
        this.scope = scope;
        this.spec = spec;
        this.errors = errors;
        this.container = new ContainerValidation(scope, errors);
    }

    void validate() {
        List<Fields> regular = Trees.objects(scope.spec(), "containers");
        validateRegular(regular);
        validateInit(regular);
        validateEphemeral();
    }

    private void validateRegular(List<Fields> containers) {
        FieldPath path = spec.child("containers");
        if (containers.isEmpty()) {
            errors.required(path, "");
            return;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            Fields one = containers.get(i);
            FieldPath at = path.index(i);
            container.validate(one, at);
            if (!names.add(one.string("name"))) {
                errors.duplicate(at.child("name"), one.string("name"));
            }
            lifecycleAndProbes(one, at);
            RestartRules.validate(one, at, errors);
        }
        hostPorts(containers, path);
    }

    private void lifecycleAndProbes(Fields one, FieldPath at) {
        ProbeValidation probes = new ProbeValidation(scope, errors);
        probes.lifecycle(one.fieldsOrNull("lifecycle"), at.child("lifecycle"));
        probes.liveness(one.fieldsOrNull("livenessProbe"), at.child("livenessProbe"));
        probes.readiness(one.fieldsOrNull("readinessProbe"), at.child("readinessProbe"));
        probes.startup(one.fieldsOrNull("startupProbe"), at.child("startupProbe"));
    }

    private void validateInit(List<Fields> regular) {
        Set<String> names = names(regular);
        List<Fields> containers = Trees.objects(scope.spec(), "initContainers");
        FieldPath path = spec.child("initContainers");
        for (int i = 0; i < containers.size(); i++) {
            Fields one = containers.get(i);
            FieldPath at = path.index(i);
            container.validate(one, at);
            boolean sidecar = one.string("restartPolicy").equals("Always");
            RestartRules.validateInit(one, at, errors);
            String name = one.string("name");
            if (names.contains(name)) {
                errors.duplicate(at.child("name"), name);
            } else if (!name.isEmpty()) {
                names.add(name);
            }
            hostPorts(List.of(one), path);
            if (sidecar) {
                lifecycleAndProbes(one, at);
            } else {
                forbidProbes(one, at);
                forbidRestartOnResize(one, at);
            }
        }
    }

    private void forbidProbes(Fields one, FieldPath at) {
        if (Trees.isSet(one, "lifecycle")) {
            errors.forbidden(at.child("lifecycle"), NOT_FOR_INIT);
        }
        for (String probe : PROBES) {
            if (Trees.isSet(one, probe)) {
                errors.forbidden(at.child(probe), NOT_FOR_INIT);
            }
        }
    }

    private void forbidRestartOnResize(Fields one, FieldPath at) {
        List<Fields> policies = Trees.objects(one, "resizePolicy");
        for (int i = 0; i < policies.size(); i++) {
            String policy = policies.get(i).string("restartPolicy");
            if (policy.equals("RestartContainer")) {
                errors.invalid(
                        at.child("resizePolicy").index(i).child("restartPolicy"),
                        policy,
                        "must not be set to 'RestartContainer' for non-sidecar initContainers");
            }
        }
    }

    private void validateEphemeral() {
        List<Fields> containers = Trees.objects(scope.spec(), "ephemeralContainers");
        Set<String> others = names(Trees.objects(scope.spec(), "containers"));
        others.addAll(names(Trees.objects(scope.spec(), "initContainers")));
        Set<String> all = new HashSet<>(others);
        for (int i = 0; i < containers.size(); i++) {
            Fields one = containers.get(i);
            FieldPath at = spec.child("ephemeralContainers").index(i);
            container.validate(one, at);
            container.validateImageOfPod(one, at);
            if (!all.add(one.string("name"))) {
                errors.duplicate(at.child("name"), one.string("name"));
            }
            String target = one.string("targetContainerName");
            if (!target.isEmpty() && !others.contains(target)) {
                errors.notFound(at.child("targetContainerName"), target);
            }
            forbidForEphemeral(one, at);
        }
    }

    private void forbidForEphemeral(Fields one, FieldPath at) {
        for (String name : EPHEMERAL_FORBIDS) {
            Object value = one.value(name);
            if (value != null && !value.equals(Fields.EMPTY) && !value.equals(List.of())) {
                errors.forbidden(at.child(name), NOT_FOR_EPHEMERAL);
            }
        }
        List<Fields> mounts = Trees.objects(one, "volumeMounts");
        for (int i = 0; i < mounts.size(); i++) {
            for (String name : List.of("subPath", "subPathExpr")) {
                if (!mounts.get(i).string(name).isEmpty()) {
                    errors.forbidden(
                            at.child("volumeMounts").index(i).child(name), NOT_FOR_EPHEMERAL);
                }
            }
        }
    }

    private static Set<String> names(List<Fields> containers) {
        Set<String> names = new HashSet<>();
        containers.forEach(one -> names.add(one.string("name")));
        return names;
    }

    private void hostPorts(List<Fields> containers, FieldPath path) {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            List<Fields> ports = Trees.objects(containers.get(i), "ports");
            for (int j = 0; j < ports.size(); j++) {
                Fields port = ports.get(j);
                long host = port.integer("hostPort");
                String key = port.string("protocol") + "/" + port.string("hostIP") + "/" + host;
                if (host != 0 && !taken.add(key)) {
                    errors.duplicate(path.index(i).child("ports").index(j).child("hostPort"), key);
                }
            }
        }
    }
}
