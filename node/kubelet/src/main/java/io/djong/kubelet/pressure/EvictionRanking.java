package io.djong.kubelet.pressure;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.kubelet.containers.PodResources;
import io.djong.kubelet.pods.MirrorPods;
import io.djong.kubelet.pressure.Signals.Shortage;
import io.djong.kubelet.status.PodStatuses;
import io.djong.kubelet.status.PodStatuses.Ending;
import io.djong.meta.Quantity;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// Who has to go first: whoever uses more than was asked for, the least important of these, the greediest of these.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#pod-selection-for-kubelet-eviction Pod selection
final class EvictionRanking {

    private static final int CRITICAL_PRIORITY = 2_000_000_000;

    private EvictionRanking() {}

    /// @param memory working sets of pods, by uid
    static Optional<Pod> first(Collection<Pod> pods, Map<String, Long> memory) {
        Comparator<Pod> order =
                Comparator.comparing((Pod pod) -> excess(pod, memory) <= 0)
                        .thenComparingInt(EvictionRanking::priority)
                        .thenComparingLong(pod -> -excess(pod, memory));
        return pods.stream()
                .filter(pod -> !MirrorPods.isStatic(pod) && priority(pod) < CRITICAL_PRIORITY)
                .filter(pod -> !pod.isDeleting() && !PodStatuses.isTerminal(pod.status().phase()))
                .min(order);
    }

    private static int priority(Pod pod) {
        Integer priority = pod.spec().priority();
        return priority == null ? 0 : priority;
    }

    private static long excess(Pod pod, Map<String, Long> memory) {
        long requested = PodResources.requests(pod).getOrDefault("memory", Quantity.ZERO).value();
        return memory.getOrDefault(pod.uid(), 0L) - requested;
    }

    /// Worded as in Kubernetes 1.36.
    ///
    /// @param containerMemory working sets of the pod's containers, by name
    static Ending ending(Shortage shortage, Pod pod, Map<String, Long> containerMemory) {
        StringBuilder message =
                new StringBuilder(
                        "The node was low on resource: %s. Threshold quantity: %s, available: %s. "
                                .formatted(
                                        shortage.resource(),
                                        shortage.threshold(),
                                        kibi(shortage.available().value())));
        if (shortage.resource().equals("memory")) {
            for (Container container : pod.spec().containers()) {
                Quantity request =
                        container.resources().requests().getOrDefault("memory", Quantity.ZERO);
                long used = containerMemory.getOrDefault(container.name(), 0L);
                if (used > request.value()) {
                    message.append(
                            "Container %s was using %s, request is %s, has larger consumption of memory. "
                                    .formatted(container.name(), kibi(used), request));
                }
            }
        }
        return new Ending(
                "Evicted", message.toString(), "TerminationByKubelet", message.toString());
    }

    private static String kibi(long bytes) {
        return bytes / 1024 + "Ki";
    }
}
