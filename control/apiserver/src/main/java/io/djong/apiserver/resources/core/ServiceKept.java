package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Defaulting;
import io.djong.meta.tree.Fields;
import io.djong.meta.tree.Views;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What an update keeps of a Service although it does not say so, and what goes with the type that it had.
///
/// @param spec what it shall be
/// @param old what it was
record ServiceKept(Fields spec, Fields old) {

    /// Old clients send neither addresses nor ports: what was given stays.
    Fields patched() {
        Fields patched = spec;
        if (ServiceNeeds.address(old) && ServiceNeeds.address(spec)) {
            if (spec.string("clusterIP").isEmpty()) {
                patched = Views.set(patched, "clusterIP", old.value("clusterIP"));
            }
            if (spec.list("clusterIPs").isEmpty() && !old.list("clusterIPs").isEmpty()) {
                patched = patched.with("clusterIPs", old.value("clusterIPs"));
            }
        }
        if (ServiceNeeds.automaticPorts(old) && ServiceNeeds.automaticPorts(spec)) {
            patched = portsPatched(patched);
        }
        boolean checked = ServiceNeeds.healthCheck(old) && ServiceNeeds.healthCheck(spec);
        return checked && spec.integer("healthCheckNodePort") == 0
                ? Views.set(patched, "healthCheckNodePort", old.value("healthCheckNodePort"))
                : patched;
    }

    private Fields portsPatched(Fields patched) {
        Set<Long> used = new HashSet<>(ServiceNeeds.nodePorts(old));
        used.retainAll(ServiceNeeds.nodePorts(spec));
        Map<String, Long> known = new HashMap<>();
        for (Object item : old.list("ports")) {
            Fields port = (Fields) Objects.requireNonNull(item);
            known.put(port.string("name"), port.integer("nodePort"));
        }
        return Defaulting.each(
                patched,
                "ports",
                port -> {
                    Long kept = known.getOrDefault(port.string("name"), 0L);
                    boolean keeps =
                            port.integer("nodePort") == 0 && kept != 0 && !used.contains(kept);
                    return keeps ? port.with("nodePort", kept) : port;
                });
    }

    /// The one address and the list of addresses say the same, whichever a client knows.
    Fields normalized() {
        List<Object> now = list(spec, "clusterIPs");
        List<Object> was = list(old, "clusterIPs");
        String first = spec.string("clusterIP");
        boolean sameFirst = first.equals(old.string("clusterIP"));
        Fields normal = spec;
        if (!was.isEmpty() && now.isEmpty() && sameFirst) {
            normal = normal.with("clusterIPs", was);
        }
        if (!sameFirst && list(normal, "clusterIPs").equals(was)) {
            normal =
                    first.isEmpty()
                            ? normal.without("clusterIPs")
                            : normal.with("clusterIPs", List.of(first));
        }
        return normal;
    }

    /// What the user left as it was goes with the type that had it; what he set is for validation to refuse.
    Fields dropped() {
        Fields dropped = spec;
        if (ServiceNeeds.address(old) && !ServiceNeeds.address(spec)) {
            if (same("clusterIPs")) {
                dropped = dropped.without("clusterIP").without("clusterIPs");
            }
            dropped = same("ipFamilies") ? dropped.without("ipFamilies") : dropped;
            dropped = same("ipFamilyPolicy") ? dropped.without("ipFamilyPolicy") : dropped;
        }
        if (ServiceNeeds.nodePort(old)
                && !ServiceNeeds.nodePort(spec)
                && ServiceNeeds.nodePorts(old).containsAll(ServiceNeeds.nodePorts(spec))) {
            dropped = Defaulting.each(dropped, "ports", port -> port.without("nodePort"));
        }
        if (ServiceNeeds.healthCheck(old)
                && !ServiceNeeds.healthCheck(spec)
                && same("healthCheckNodePort")) {
            dropped = dropped.without("healthCheckNodePort");
        }
        if (ServiceNeeds.balanced(old) && !ServiceNeeds.balanced(spec)) {
            for (String name : List.of("allocateLoadBalancerNodePorts", "loadBalancerClass")) {
                dropped = same(name) ? dropped.without(name) : dropped;
            }
        }
        boolean hides = ServiceNeeds.outside(old) && !ServiceNeeds.outside(spec);
        return hides && same("externalTrafficPolicy")
                ? dropped.without("externalTrafficPolicy")
                : dropped;
    }

    private boolean same(String name) {
        return Objects.equals(spec.value(name), old.value(name));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Fields from, String name) {
        return (List<Object>) (List<?>) from.list(name);
    }
}
