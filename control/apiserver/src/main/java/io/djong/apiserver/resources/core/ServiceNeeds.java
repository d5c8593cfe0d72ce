package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the `spec` of a Service needs of the cluster, by its type.
final class ServiceNeeds {

    static final String NONE = "None";

    private ServiceNeeds() {}

    static boolean address(Fields spec) {
        return !spec.string("type").equals("ExternalName");
    }

    static boolean nodePort(Fields spec) {
        return spec.string("type").equals("NodePort") || balanced(spec);
    }

    static boolean balanced(Fields spec) {
        return spec.string("type").equals("LoadBalancer");
    }

    /// Whether ports without a number get one.
    static boolean automaticPorts(Fields spec) {
        return spec.string("type").equals("NodePort")
                || (balanced(spec)
                        && !Boolean.FALSE.equals(spec.boolOrNull("allocateLoadBalancerNodePorts")));
    }

    /// Balancers ask a port of each node whether the Service has endpoints there.
    static boolean healthCheck(Fields spec) {
        return balanced(spec) && spec.string("externalTrafficPolicy").equals("Local");
    }

    static boolean outside(Fields spec) {
        return nodePort(spec)
                || (spec.string("type").equals("ClusterIP") && !spec.list("externalIPs").isEmpty());
    }

    static boolean headless(Fields spec) {
        return spec.string("clusterIP").equals(NONE)
                || Trees.texts(spec, "clusterIPs").equals(List.of(NONE));
    }

    static boolean headlessWithoutSelector(Fields spec) {
        return spec.string("clusterIP").equals(NONE) && spec.fields("selector").isEmpty();
    }

    static Set<Long> nodePorts(Fields spec) {
        Set<Long> ports = new HashSet<>();
        for (Fields port : Trees.objects(spec, "ports")) {
            if (port.integer("nodePort") != 0) {
                ports.add(port.integer("nodePort"));
            }
        }
        return ports;
    }

    /// The addresses that belong to it alone.
    static List<String> addresses(Fields spec) {
        List<String> addresses = new ArrayList<>(Trees.texts(spec, "clusterIPs"));
        String first = spec.string("clusterIP");
        if (addresses.isEmpty() && !first.isEmpty()) {
            addresses.add(first);
        }
        addresses.removeIf(address -> address.isEmpty() || address.equals(NONE));
        return address(spec) ? addresses : List.of();
    }
}
