package io.djong.api;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.ResourceRequirements;
import io.djong.meta.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// How much a pod as a whole asks for, and which class of service that makes.
public final class PodResources {

    private PodResources() {}

    /// What the scheduler has to find on a node: containers and sidecars together, or the most that an init container needs at its turn,
    /// whichever is more; plus the overhead of the runtime.
    ///
    /// @spec https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers Resource sharing
    public static Map<String, Quantity> requests(Pod pod) {
        return requests(pod.spec());
    }

    public static Map<String, Quantity> requests(PodSpec spec) {
        Map<String, Quantity> total = total(spec, ResourceRequirements::requests);
        addAll(total, spec.overhead());
        return total;
    }

    /// The limits of the pod; a resource that some container does not limit counts for those that do.
    public static Map<String, Quantity> limits(Pod pod) {
        PodSpec spec = pod.spec();
        Map<String, Quantity> total = total(spec, ResourceRequirements::limits);
        spec.overhead()
                .forEach((name, extra) ->
                        total.computeIfPresent(name, (_, limit) -> limit.plus(extra)));
        return total;
    }

    private static Map<String, Quantity> total(
            PodSpec spec, Function<ResourceRequirements, Map<String, Quantity>> side) {
        Map<String, Quantity> total = new HashMap<>();
        for (Container container : spec.containers()) {
            addAll(total, side.apply(container.resources()));
        }
        Map<String, Quantity> sidecars = new HashMap<>();
        Map<String, Quantity> initPeak = new HashMap<>();
        for (Container container : spec.initContainers()) {
            Map<String, Quantity> own = side.apply(container.resources());
            if (Pods.isSidecar(container)) {
                addAll(total, own);
                addAll(sidecars, own);
                maxAll(initPeak, sidecars);
            } else {
                Map<String, Quantity> here = new HashMap<>(sidecars);
                addAll(here, own);
                maxAll(initPeak, here);
            }
        }
        maxAll(total, initPeak);
        ResourceRequirements ofPod = spec.resources();
        if (ofPod != null) {
            side.apply(ofPod)
                    .forEach((name, quantity) -> {
                        if (name.equals("cpu")
                                || name.equals("memory")
                                || name.startsWith("hugepages-")) {
                            total.put(name, quantity);
                        }
                    });
        }
        return total;
    }

    private static void addAll(Map<String, Quantity> total, Map<String, Quantity> more) {
        more.forEach((name, quantity) -> total.merge(name, quantity, Quantity::plus));
    }

    private static void maxAll(Map<String, Quantity> total, Map<String, Quantity> more) {
        more.forEach((name, quantity) -> total.merge(name, quantity, Quantity::max));
    }

    /// `Guaranteed`, `Burstable` or `BestEffort`; what the status says wins.
    ///
    /// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ Pod Quality of Service Classes
    public static String qosClass(Pod pod) {
        String known = pod.status().qosClass();
        return known.isEmpty() ? computedQosClass(pod.spec()) : known;
    }

    private static final Set<String> QOS_RESOURCES = Set.of("cpu", "memory");

    private static String computedQosClass(PodSpec spec) {
        ResourceRequirements ofPod = spec.resources();
        if (ofPod != null && !(ofPod.requests().isEmpty() && ofPod.limits().isEmpty())) {
            return qosClass(List.of(ofPod));
        }
        List<ResourceRequirements> all = new ArrayList<>();
        spec.containers().forEach(container -> all.add(container.resources()));
        spec.initContainers().forEach(container -> all.add(container.resources()));
        return qosClass(all);
    }

    private static String qosClass(List<ResourceRequirements> all) {
        boolean asksNothing = true;
        boolean guaranteed = true;
        for (ResourceRequirements resources : all) {
            Map<String, Quantity> requests = resources.requests();
            Map<String, Quantity> limits = resources.limits();
            for (String name : QOS_RESOURCES) {
                Quantity limit = limits.getOrDefault(name, Quantity.ZERO);
                Quantity request = requests.getOrDefault(name, limit);
                asksNothing &= limit.isZero() && request.isZero();
                guaranteed &= !limit.isZero() && request.compareTo(limit) == 0;
            }
        }
        return asksNothing ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }
}
