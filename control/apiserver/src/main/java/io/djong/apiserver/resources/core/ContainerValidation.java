package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What every container must be like.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container Container
final class ContainerValidation {

    private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
    static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> RESIZABLE = List.of("cpu", "memory");
    private static final List<String> RESIZE_POLICIES = List.of("NotRequired", "RestartContainer");

    private final PodScope scope;
    private final FieldErrors errors;

    ContainerValidation(PodScope scope, FieldErrors errors) {
        this.scope = scope;
        this.errors = errors;
    }

    void validate(Fields container, FieldPath path) {
        String name = container.string("name");
        if (name.isEmpty()) {
            errors.required(path.child("name"), "");
        } else {
            Checks.label(name, path.child("name"), errors);
        }
        Checks.required(container, "image", path, errors);
        Checks.oneOf(
                container.string("terminationMessagePolicy"),
                MESSAGE_POLICIES,
                path.child("terminationMessagePolicy"),
                errors);
        ports(container, path.child("ports"));
        EnvironmentValidation environment = new EnvironmentValidation(errors);
        environment.variables(container, path.child("env"));
        environment.sources(container, path.child("envFrom"));
        MountValidation mounts = new MountValidation(scope.volumes(), errors);
        mounts.mounts(container, path.child("volumeMounts"));
        mounts.devices(container, path.child("volumeDevices"));
        Checks.oneOf(
                container.string("imagePullPolicy"),
                PULL_POLICIES,
                path.child("imagePullPolicy"),
                errors);
        ResourceValidation.validate(
                container.fields("resources"), scope.claims(), path.child("resources"), errors);
        resizePolicies(container, path.child("resizePolicy"));
        PodSecurityValidation.ofContainer(
                container.fieldsOrNull("securityContext"),
                scope.hostUsers(),
                path.child("securityContext"),
                errors);
    }

    /// Templates have always been allowed an image with spaces around it.
    void validateImageOfPod(Fields container, FieldPath path) {
        String image = container.string("image");
        if (!image.equals(image.strip())) {
            errors.invalid(
                    path.child("image"), image, "must not have leading or trailing whitespace");
        }
    }

    private void ports(Fields container, FieldPath path) {
        Set<String> names = new HashSet<>();
        List<Fields> ports = Trees.objects(container, "ports");
        for (int i = 0; i < ports.size(); i++) {
            Fields port = ports.get(i);
            FieldPath at = path.index(i);
            portName(port.string("name"), names, at.child("name"));
            long number = port.integer("containerPort");
            if (number == 0) {
                errors.required(at.child("containerPort"), "");
            } else {
                errors.invalid(at.child("containerPort"), number, Names.port(number));
            }
            long host = port.integer("hostPort");
            if (host != 0) {
                errors.invalid(at.child("hostPort"), host, Names.port(host));
            }
            Checks.oneOf(port.string("protocol"), PROTOCOLS, at.child("protocol"), errors);
        }
    }

    private void portName(String name, Set<String> names, FieldPath path) {
        if (name.isEmpty()) {
            return;
        }
        List<String> wrong = Names.portName(name);
        if (!wrong.isEmpty()) {
            errors.invalid(path, name, wrong);
        } else if (!names.add(name)) {
            errors.duplicate(path, name);
        }
    }

    private void resizePolicies(Fields container, FieldPath path) {
        Set<String> seen = new HashSet<>();
        List<Fields> policies = Trees.objects(container, "resizePolicy");
        for (int i = 0; i < policies.size(); i++) {
            String resource = policies.get(i).string("resourceName");
            String policy = policies.get(i).string("restartPolicy");
            if (!seen.add(resource)) {
                errors.duplicate(path.index(i), resource);
            }
            Checks.oneOf(resource, RESIZABLE, path, errors);
            Checks.oneOf(policy, RESIZE_POLICIES, path, errors);
            if (scope.restartPolicy().equals("Never") && !policy.equals("NotRequired")) {
                errors.invalid(
                        path, policy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }
        }
    }
}
