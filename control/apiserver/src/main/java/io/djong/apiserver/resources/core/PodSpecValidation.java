package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a pod's `spec` must be like, alone or in a template.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec PodSpec
final class PodSpecValidation {

    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final List<String> PREEMPTION_POLICIES =
            List.of("PreemptLowerPriority", "Never");
    private static final int HOSTNAME_MAX = 64;

    private final Fields spec;
    private final Fields before;
    private final PodScope scope;
    private final FieldPath path;
    private final FieldErrors errors;

    private PodSpecValidation(
            Fields spec, Fields before, PodScope scope, FieldPath path, FieldErrors errors) {
        this.spec = spec;
        this.before = before;
        this.scope = scope;
        this.path = path;
        this.errors = errors;
    }

    /// @param metadata the pod's, or null for templates
    static void validate(
            Fields spec, @Nullable Fields metadata, FieldPath path, FieldErrors errors) {
        validate(spec, Fields.EMPTY, metadata, path, errors);
    }

    /// @param before the `spec` that was
    static void validate(
            Fields spec,
            Fields before,
            @Nullable Fields metadata,
            FieldPath path,
            FieldErrors errors) {
        Long grace = spec.integerOrNull("terminationGracePeriodSeconds");
        if (grace == null) {
            errors.required(path.child("terminationGracePeriodSeconds"), "");
        }
        Map<String, Fields> volumes =
                VolumeValidation.validate(spec, metadata, path.child("volumes"), errors);
        PodScope scope =
                new PodScope(metadata, spec, volumes, PodClaimValidation.names(spec), grace);
        new PodSpecValidation(spec, before, scope, path, errors).validateAll();
    }

    private void validateAll() {
        PodClaimValidation.validate(spec, path.child("resourceClaims"), errors);
        new ContainersValidation(scope, path, errors).validate();
        if (Trees.isSet(spec, "resources")) {
            new PodResourcesValidation(spec, path.child("resources"), errors).validate();
        }
        validateHostPorts();
        Checks.oneOf(
                spec.string("restartPolicy"),
                RESTART_POLICIES,
                path.child("restartPolicy"),
                errors);
        Checks.oneOf(spec.string("dnsPolicy"), DNS_POLICIES, path.child("dnsPolicy"), errors);
        ObjectMetaRules.validateLabels(
                spec.fields("nodeSelector"), path.child("nodeSelector"), errors);
        PodSecurityValidation.ofPod(spec, before, path, errors);
        AffinityValidation.validate(spec.fields("affinity"), path.child("affinity"), errors);
        PodDnsValidation.validate(spec, path.child("dnsConfig"), errors);
        validateGates();
        SpreadValidation.validate(spec, path.child("topologySpreadConstraints"), errors);
        WindowsValidation.validateHostProcess(spec, path, errors);
        validateHostUsers();
        validateHostnameOverride();
        validateNames();
        TolerationValidation.validate(spec, path.child("tolerations"), errors);
        validateHostAliases();
        validateClasses();
        validateOs();
        validateFileKeys();
    }

    /// On the node's network a container's port is the node's.
    private void validateHostPorts() {
        if (!spec.bool("hostNetwork")) {
            return;
        }
        List<Fields> containers = Trees.objects(spec, "containers");
        for (int i = 0; i < containers.size(); i++) {
            List<Fields> ports = Trees.objects(containers.get(i), "ports");
            for (int j = 0; j < ports.size(); j++) {
                long host = ports.get(j).integer("hostPort");
                if ((scope.isPod() || host != 0) && host != ports.get(j).integer("containerPort")) {
                    errors.invalid(
                            path.child("containers")
                                    .index(i)
                                    .child("ports")
                                    .index(j)
                                    .child("hostPort"),
                            host,
                            "must match `containerPort` when `hostNetwork` is true");
                }
            }
        }
    }

    private void validateGates() {
        List<Fields> gates = Trees.objects(spec, "readinessGates");
        for (int i = 0; i < gates.size(); i++) {
            Checks.labelName(
                    gates.get(i).string("conditionType"),
                    path.child("readinessGates").index(i).child("conditionType"),
                    errors);
        }
        Set<String> seen = new HashSet<>();
        List<Fields> scheduling = Trees.objects(spec, "schedulingGates");
        for (int i = 0; i < scheduling.size(); i++) {
            String name = scheduling.get(i).string("name");
            FieldPath at = path.child("schedulingGates").index(i);
            Checks.labelName(name, at, errors);
            if (!seen.add(name)) {
                errors.duplicate(at, name);
            }
        }
    }

    private void validateHostUsers() {
        if (scope.hostUsers()) {
            return;
        }
        // The capitals are upstream's.
        String reason = "when `hostUsers` is false";
        if (spec.bool("hostNetwork")) {
            errors.forbidden(path.child("hostNetwork"), reason);
        }
        if (spec.bool("hostPID")) {
            errors.forbidden(path.child("HostPID"), reason);
        }
        if (spec.bool("hostIPC")) {
            errors.forbidden(path.child("HostIPC"), reason);
        }
    }

    private void validateHostnameOverride() {
        String name = spec.stringOrNull("hostnameOverride");
        if (name == null) {
            return;
        }
        FieldPath at = path.child("hostnameOverride");
        if (spec.bool("setHostnameAsFQDN")) {
            errors.forbidden(at, "may not be specified when setHostnameAsFQDN is true");
        }
        if (spec.bool("hostNetwork")) {
            errors.forbidden(at, "may not be specified when hostNetwork is true");
        }
        if (name.length() > HOSTNAME_MAX) {
            errors.tooLong(at, HOSTNAME_MAX);
        }
        Checks.subdomain(name, at, errors);
    }

    private void validateNames() {
        subdomainIfSet("serviceAccountName");
        subdomainIfSet("nodeName");
        Checks.inRange(
                spec.integerOrNull("activeDeadlineSeconds"),
                1,
                Integer.MAX_VALUE,
                path.child("activeDeadlineSeconds"),
                errors);
        for (String name : List.of("hostname", "subdomain")) {
            if (!spec.string(name).isEmpty()) {
                Checks.label(spec.string(name), path.child(name), errors);
            }
        }
    }

    private void subdomainIfSet(String name) {
        if (!spec.string(name).isEmpty()) {
            Checks.subdomain(spec.string(name), path.child(name), errors);
        }
    }

    private void validateHostAliases() {
        List<Fields> aliases = Trees.objects(spec, "hostAliases");
        for (int i = 0; i < aliases.size(); i++) {
            FieldPath at = path.child("hostAliases").index(i);
            Addresses.address(aliases.get(i).string("ip"), at.child("ip"), errors);
            List<String> names = Trees.texts(aliases.get(i), "hostnames");
            for (int j = 0; j < names.size(); j++) {
                Checks.subdomain(names.get(j), at.child("hostnames").index(j), errors);
            }
        }
    }

    private void validateClasses() {
        subdomainIfSet("priorityClassName");
        String runtime = spec.stringOrNull("runtimeClassName");
        if (runtime != null) {
            Checks.subdomain(runtime, path.child("runtimeClassName"), errors);
        }
        String preemption = spec.stringOrNull("preemptionPolicy");
        if (preemption != null) {
            Checks.oneOf(preemption, PREEMPTION_POLICIES, path.child("preemptionPolicy"), errors);
        }
        if (Trees.isSet(spec, "overhead")) {
            ResourceValidation.validate(
                    Fields.of("limits", spec.fields("overhead")),
                    Set.of(),
                    path.child("overhead"),
                    errors);
        }
    }

    private void validateOs() {
        Fields os = spec.fieldsOrNull("os");
        if (os == null) {
            return;
        }
        switch (os.string("name")) {
            case "" -> errors.required(path.child("os", "name"), "");
            case "linux" -> WindowsValidation.validateLinux(spec, path, errors);
            case "windows" -> WindowsValidation.validateWindows(spec, path, errors);
            default -> errors.notSupported(path.child("os"), os.string("name"), "linux", "windows");
        }
    }

    /// A variable that comes from a file names an emptyDir of the pod.
    private void validateFileKeys() {
        for (String list : List.of("initContainers", "containers")) {
            List<Fields> containers = Trees.objects(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                fileKeys(containers.get(i), path.child(list).index(i).child("env"));
            }
        }
    }

    private void fileKeys(Fields container, FieldPath at) {
        List<Fields> variables = Trees.objects(container, "env");
        for (int i = 0; i < variables.size(); i++) {
            Fields key = variables.get(i).fields("valueFrom").fieldsOrNull("fileKeyRef");
            if (key == null) {
                continue;
            }
            FieldPath name = at.index(i).child("valueFrom", "fileKeyRef", "volumeName");
            Fields volume = null;
            for (Fields candidate : Trees.objects(spec, "volumes")) {
                if (candidate.string("name").equals(key.string("volumeName"))) {
                    volume = candidate;
                }
            }
            if (volume == null) {
                errors.notFound(name, key.string("volumeName"));
            } else if (!Trees.isSet(volume, "emptyDir")) {
                errors.invalid(
                        name,
                        key.string("volumeName"),
                        "referenced volume must be of type emptyDir");
            }
        }
    }
}
