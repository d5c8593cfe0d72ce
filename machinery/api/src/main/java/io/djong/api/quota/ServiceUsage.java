package io.djong.api.quota;

import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Services, and the node ports and load balancers among them.
record ServiceUsage() implements Evaluator {

    private static final Set<String> NAMES =
            Set.of("services", "services.nodeports", "services.loadbalancers", "count/services");

    @Override
    public boolean changesOnUpdate() {
        return true;
    }

    @Override
    public Usage usage(Fields object) {
        Fields spec = object.fields("spec");
        long ports = spec.list("ports").size();
        Map<String, Quantity> usage = new TreeMap<>();
        usage.put("services", ObjectCount.ONE);
        usage.put("count/services", ObjectCount.ONE);
        usage.put("services.nodeports", Quantity.ZERO);
        usage.put("services.loadbalancers", Quantity.ZERO);
        switch (spec.string("type")) {
            case "NodePort" -> usage.put("services.nodeports", Quantity.of(ports));
            case "LoadBalancer" -> {
                boolean allocates =
                        !Boolean.FALSE.equals(spec.boolOrNull("allocateLoadBalancerNodePorts"));
                usage.put("services.nodeports", Quantity.of(allocates ? ports : ownPorts(spec)));
                usage.put("services.loadbalancers", ObjectCount.ONE);
            }
            default -> {}
        }
        return new Usage(usage);
    }

    private static long ownPorts(Fields spec) {
        return spec.list("ports").stream()
                .filter(port -> port instanceof Fields one && one.integer("nodePort") != 0)
                .count();
    }

    @Override
    public Set<String> matching(Set<String> names) {
        Set<String> matching = new TreeSet<>(names);
        matching.retainAll(NAMES);
        return matching;
    }
}
