package io.djong.kubelet.containers;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.ResourceRequirements;
import io.djong.meta.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// How much a pod asks for as a whole, and which class of service follows from it.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ Quality of Service
public final class PodResources {

    public static final String GUARANTEED = "Guaranteed";
    public static final String BURSTABLE = "Burstable";
    public static final String BEST_EFFORT = "BestEffort";

    private static final Set<String> COUNTED_FOR_QOS = Set.of("cpu", "memory");

    private PodResources() {}

    /// Sidecars run beside everything after them; other init containers run alone.
    ///
    /// @spec https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers Resource sharing
    public static Map<String, Quantity> requests(Pod pod) {
        Map<String, Quantity> sum = sum(pod, ResourceRequirements::requests);
        ResourceRequirements ofPod = pod.spec().resources();
        if (ofPod != null) {
            sum.putAll(ofPod.requests());
        }
        pod.spec().overhead().forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
        return sum;
    }

    public static Map<String, Quantity> limits(Pod pod) {
        Map<String, Quantity> sum = sum(pod, ResourceRequirements::limits);
        ResourceRequirements ofPod = pod.spec().resources();
        if (ofPod != null) {
            sum.putAll(ofPod.limits());
        }
        pod.spec()
                .overhead()
                .forEach(
                        (name, amount) -> sum.computeIfPresent(name, (_, old) -> old.plus(amount)));
        return sum;
    }

    private static Map<String, Quantity> sum(
            Pod pod, Function<ResourceRequirements, Map<String, Quantity>> which) {
        Map<String, Quantity> together = new HashMap<>();
        for (Container container : pod.spec().containers()) {
            which.apply(container.resources())
                    .forEach((name, amount) -> together.merge(name, amount, Quantity::plus));
        }
        Map<String, Quantity> sidecars = new HashMap<>();
        Map<String, Quantity> most = new HashMap<>();
        for (Container container : pod.spec().initContainers()) {
            Map<String, Quantity> own = which.apply(container.resources());
            if (PodContainers.isSidecar(container)) {
                own.forEach((name, amount) -> sidecars.merge(name, amount, Quantity::plus));
                sidecars.forEach((name, amount) -> most.merge(name, amount, Quantity::max));
            } else {
                Map<String, Quantity> then = new HashMap<>(sidecars);
                own.forEach((name, amount) -> then.merge(name, amount, Quantity::plus));
                then.forEach((name, amount) -> most.merge(name, amount, Quantity::max));
            }
        }
        sidecars.forEach((name, amount) -> together.merge(name, amount, Quantity::plus));
        most.forEach((name, amount) -> together.merge(name, amount, Quantity::max));
        return together;
    }

    public static String qos(Pod pod) {
        if (!pod.status().qosClass().isEmpty()) {
            return pod.status().qosClass();
        }
        ResourceRequirements ofPod = pod.spec().resources();
        if (ofPod != null && (!ofPod.requests().isEmpty() || !ofPod.limits().isEmpty())) {
            return qos(List.of(ofPod));
        }
        List<ResourceRequirements> all =
                java.util.stream.Stream.concat(
                                pod.spec().initContainers().stream(),
                                pod.spec().containers().stream())
                        .map(Container::resources)
                        .toList();
        return qos(all);
    }

    private static String qos(List<ResourceRequirements> all) {
        boolean any = false;
        boolean guaranteed = true;
        for (ResourceRequirements one : all) {
            for (String name : COUNTED_FOR_QOS) {
                Quantity limit = one.limits().getOrDefault(name, Quantity.ZERO);
                Quantity request = one.requests().getOrDefault(name, limit);
                any |= !limit.isZero() || !request.isZero();
                guaranteed &= !limit.isZero() && limit.equals(request);
            }
        }
        return any ? guaranteed ? GUARANTEED : BURSTABLE : BEST_EFFORT;
    }
}
