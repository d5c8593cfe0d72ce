package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a Service must be like.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/service/ Service
final class ServiceValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final List<String> TYPES =
            List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> POLICIES = List.of("Cluster", "Local");
    private static final long AFFINITY_SECONDS_MAX = 86_400;
    private static final String BALANCED_ONLY = "may only be used when `type` is 'LoadBalancer'";

    private final Fields spec;
    private final String type;
    private final FieldErrors errors;

    private ServiceValidation(Fields spec, FieldErrors errors) {
        this.spec = spec;
        this.type = spec.string("type");
        this.errors = errors;
    }

    static void validate(Fields object, FieldErrors errors) {
        new ServiceValidation(object.fields("spec"), errors).validateAll();
    }

    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        Fields spec = object.fields("spec");
        Fields old = before.fields("spec");
        ServiceChanges.validate(spec, old, errors);
        validate(object, errors);
    }

    /// The addresses and families alone: what must hold before they can be given.
    static void addresses(Fields spec, FieldErrors errors) {
        new ServiceValidation(spec, errors).addresses();
    }

    private boolean isHeadless() {
        return ServiceNeeds.headless(spec);
    }

    private void validateAll() {
        List<Fields> ports = Trees.objects(spec, "ports");
        if (ports.isEmpty() && !isHeadless() && !type.equals("ExternalName")) {
            errors.required(SPEC.child("ports"), "");
        }
        validateType();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            port(ports.get(i), ports.size() > 1, names, SPEC.child("ports").index(i));
        }
        ObjectMetaRules.validateLabels(spec.fields("selector"), SPEC.child("selector"), errors);
        affinity();
        addresses();
        List<String> external = Trees.texts(spec, "externalIPs");
        for (int i = 0; i < external.size(); i++) {
            Addresses.address(external.get(i), SPEC.child("externalIPs").index(i), errors);
        }
        Checks.oneOf(type, TYPES, SPEC.child("type"), errors);
        distinctPorts(ports);
        balancing();
        traffic();
    }

    private void validateType() {
        boolean outside = type.equals("LoadBalancer") || type.equals("NodePort");
        if (outside && isHeadless()) {
            errors.invalid(
                    SPEC.child("clusterIPs").index(0),
                    "None",
                    "may not be set to 'None' for " + type + " services");
        }
        if (!type.equals("ExternalName")) {
            return;
        }
        for (String name : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
            Object value = spec.value(name);
            if (value != null && !value.equals(List.of())) {
                errors.forbidden(SPEC.child(name), "may not be set for ExternalName services");
            }
        }
        String name = spec.string("externalName").replaceFirst("\\.$", "");
        if (name.isEmpty()) {
            errors.required(SPEC.child("externalName"), "");
        } else {
            Checks.subdomain(name, SPEC.child("externalName"), errors);
        }
    }

    private void port(Fields port, boolean needsName, Set<String> names, FieldPath path) {
        String name = port.string("name");
        if (!name.isEmpty()) {
            Checks.label(name, path.child("name"), errors);
            if (!names.add(name)) {
                errors.duplicate(path.child("name"), name);
            }
        } else if (needsName) {
            errors.required(path.child("name"), "");
        }
        errors.invalid(path.child("port"), port.integer("port"), Names.port(port.integer("port")));
        Checks.oneOf(port.string("protocol"), PROTOCOLS, path.child("protocol"), errors);
        Checks.portOrName(port.value("targetPort"), path.child("targetPort"), errors);
        String application = port.stringOrNull("appProtocol");
        if (application != null) {
            Checks.labelName(application, path.child("appProtocol"), errors);
        }
    }

    private void affinity() {
        String affinity = spec.string("sessionAffinity");
        Checks.oneOf(affinity, List.of("ClientIP", "None"), SPEC.child("sessionAffinity"), errors);
        if (affinity.equals("ClientIP")) {
            Long seconds =
                    spec.fields("sessionAffinityConfig")
                            .fields("clientIP")
                            .integerOrNull("timeoutSeconds");
            if (seconds != null && (seconds <= 0 || seconds > AFFINITY_SECONDS_MAX)) {
                errors.invalid(
                        SPEC.child("sessionAffinityConfig", "clientIP", "timeoutSeconds"),
                        seconds,
                        "must be greater than 0 and less than " + AFFINITY_SECONDS_MAX);
            }
        } else if (affinity.equals("None") && Trees.isSet(spec, "sessionAffinityConfig")) {
            errors.forbidden(
                    SPEC.child("sessionAffinityConfig"),
                    "must not be set when session affinity is None");
        }
    }

    private void addresses() {
        if (type.equals("ExternalName")) {
            return;
        }
        FieldPath path = SPEC.child("clusterIPs");
        String first = spec.string("clusterIP");
        List<String> all = Trees.texts(spec, "clusterIPs");
        if (first.isEmpty() && !all.isEmpty()) {
            errors.invalid(path, all, "must be empty when `clusterIP` is not specified");
        } else if (!first.isEmpty() && all.isEmpty()) {
            errors.required(path, "");
        } else if (!first.isEmpty() && !all.getFirst().equals(first)) {
            errors.invalid(path, all, "first value must match `clusterIP`");
        }
        families();
        int before = errors.size();
        for (int i = 0; i < all.size(); i++) {
            if (i == 0 && all.getFirst().equals("None")) {
                if (all.size() > 1) {
                    errors.invalid(path, all, "'None' must be the first and only value");
                }
            } else {
                Addresses.address(all.get(i), path.index(i), errors);
            }
        }
        boolean sound = errors.size() == before;
        if (all.size() > 2) {
            errors.invalid(path, all, "may only hold up to 2 values");
        }
        if (!sound) {
            return;
        }
        if (all.size() > 1 && all.stream().map(Addresses::isV4).distinct().count() < 2) {
            errors.invalid(path, all, "may specify no more than one IP for each IP family");
        }
        if (!isHeadless()) {
            expectFamilies(all, path);
        }
    }

    private void families() {
        Set<String> seen = new HashSet<>();
        List<String> families = Trees.texts(spec, "ipFamilies");
        for (int i = 0; i < families.size(); i++) {
            FieldPath at = SPEC.child("ipFamilies").index(i);
            Checks.supported(families.get(i), List.of("IPv4", "IPv6"), at, errors);
            if (!seen.add(families.get(i))) {
                errors.duplicate(at, families.get(i));
            }
        }
        String policy = spec.stringOrNull("ipFamilyPolicy");
        if (policy != null) {
            Checks.supported(
                    policy,
                    List.of("PreferDualStack", "RequireDualStack", "SingleStack"),
                    SPEC.child("ipFamilyPolicy"),
                    errors);
        }
    }

    private void expectFamilies(List<String> all, FieldPath path) {
        List<String> families = Trees.texts(spec, "ipFamilies");
        for (int i = 0; i < Math.min(all.size(), families.size()); i++) {
            boolean wantsV6 = families.get(i).equals("IPv6");
            if (wantsV6 == Addresses.isV4(all.get(i))) {
                errors.invalid(
                        path.index(i),
                        all.get(i),
                        "expected an "
                                + families.get(i)
                                + " value as indicated by `ipFamilies["
                                + i
                                + "]`");
            }
        }
    }

    private void distinctPorts(List<Fields> ports) {
        Set<String> seen = new HashSet<>();
        FieldPath path = SPEC.child("ports");
        for (int i = 0; type.equals("ClusterIP") && i < ports.size(); i++) {
            if (ports.get(i).integer("nodePort") != 0) {
                errors.forbidden(
                        path.index(i).child("nodePort"),
                        "may not be used when `type` is 'ClusterIP'");
            }
        }
        for (int i = 0; i < ports.size(); i++) {
            long node = ports.get(i).integer("nodePort");
            if (node != 0 && !seen.add(ports.get(i).string("protocol") + "/" + node)) {
                errors.duplicate(path.index(i).child("nodePort"), node);
            }
        }
        seen.clear();
        for (int i = 0; i < ports.size(); i++) {
            String protocol = ports.get(i).string("protocol");
            long number = ports.get(i).integer("port");
            if (!seen.add(protocol + "/" + number)) {
                errors.duplicate(path.index(i), internal(protocol, number));
            }
        }
    }

    /// As upstream's internal type prints itself.
    private static Fields internal(String protocol, long port) {
        return Fields.builder()
                .add("Name", "")
                .add("Protocol", protocol)
                .add("AppProtocol", null)
                .add("Port", port)
                .add("TargetPort", 0L)
                .add("NodePort", 0L)
                .build();
    }

    private void balancing() {
        boolean balanced = type.equals("LoadBalancer");
        List<String> ranges = Trees.texts(spec, "loadBalancerSourceRanges");
        // The capital is upstream's.
        FieldPath path = SPEC.child("LoadBalancerSourceRanges");
        if (!ranges.isEmpty() && !balanced) {
            errors.forbidden(path, BALANCED_ONLY);
        }
        for (int i = 0; i < ranges.size(); i++) {
            Addresses.range(ranges.get(i).strip(), path.index(i), errors);
        }
        if (!balanced && Trees.isSet(spec, "allocateLoadBalancerNodePorts")) {
            errors.forbidden(SPEC.child("allocateLoadBalancerNodePorts"), BALANCED_ONLY);
        }
        String distribution = spec.stringOrNull("trafficDistribution");
        if (distribution != null) {
            Checks.supported(
                    distribution,
                    List.of("PreferClose", "PreferSameZone", "PreferSameNode"),
                    SPEC.child("trafficDistribution"),
                    errors);
        }
        String balancer = spec.stringOrNull("loadBalancerClass");
        if (balancer != null && balanced) {
            Checks.labelName(balancer, SPEC.child("loadBalancerClass"), errors);
        } else if (balancer != null) {
            errors.forbidden(SPEC.child("loadBalancerClass"), BALANCED_ONLY);
        }
    }

    private void traffic() {
        boolean outside = ServiceNeeds.outside(spec);
        String policy = spec.string("externalTrafficPolicy");
        FieldPath path = SPEC.child("externalTrafficPolicy");
        if (outside) {
            Checks.oneOf(policy, POLICIES, path, errors);
        } else if (!policy.isEmpty()) {
            errors.invalid(path, policy, "may only be set for externally-accessible services");
        }
        Long health = spec.integerOrNull("healthCheckNodePort");
        boolean needsHealth = ServiceNeeds.healthCheck(spec);
        if (health != null && health != 0 && !needsHealth) {
            errors.invalid(
                    SPEC.child("healthCheckNodePort"),
                    health,
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        } else if (needsHealth && (health == null || health == 0)) {
            errors.required(SPEC.child("healthCheckNodePort"), "");
        } else if (health != null && health != 0) {
            errors.invalid(SPEC.child("healthCheckNodePort"), health, Names.port(health));
        }
        String internal = spec.stringOrNull("internalTrafficPolicy");
        if (internal != null) {
            Checks.supported(internal, POLICIES, SPEC.child("internalTrafficPolicy"), errors);
        }
    }
}
