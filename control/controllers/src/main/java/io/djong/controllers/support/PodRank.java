package io.djong.controllers.support;

import io.djong.api.Pods;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Orders pods by how little is lost when they go: unassigned before assigned, pending before running, not ready before ready, cheap before
/// dear, crowded node before lone, young before old.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset Scaling a ReplicaSet
public final class PodRank {

    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    private PodRank() {}

    /// @param related pods of the same deployment, which count for how crowded a node is
    public static Comparator<Pod> cheapestFirst(List<Pod> related, Instant now) {
        Map<String, Integer> onNode = new HashMap<>();
        for (Pod pod : related) {
            if (Pods.isActive(pod)) {
                onNode.merge(pod.spec().nodeName(), 1, Integer::sum);
            }
        }
        return Comparator.comparing(Pods::isScheduled)
                .thenComparingInt(PodRank::phase)
                .thenComparing(Pods::isReady)
                .thenComparingInt(PodRank::deletionCost)
                .thenComparingInt(pod -> -onNode.getOrDefault(pod.spec().nodeName(), 0))
                .thenComparing((one, other) -> byAge(readySince(one), readySince(other), now))
                .thenComparingInt(pod -> -restarts(pod))
                .thenComparing((one, other) ->
                        byAge(
                                one.metadata().creationTimestamp(),
                                other.metadata().creationTimestamp(),
                                now))
                .thenComparing(Pod::uid);
    }

    private static int phase(Pod pod) {
        return switch (pod.status().phase()) {
            case "Unknown" -> 1;
            case "Running" -> 2;
            default -> 0;
        };
    }

    private static int deletionCost(Pod pod) {
        try {
            return Integer.parseInt(pod.annotations().getOrDefault(DELETION_COST, "0"));
        } catch (NumberFormatException invalid) {
            return 0;
        }
    }

    private static @Nullable Instant readySince(Pod pod) {
        PodCondition ready = Pods.condition(pod, "Ready");
        return ready != null && ready.status().equals("True") ? ready.lastTransitionTime() : null;
    }

    private static int restarts(Pod pod) {
        int most = 0;
        for (ContainerStatus status : pod.status().containerStatuses()) {
            most = Math.max(most, status.restartCount());
        }
        return most;
    }

    /// The younger first, by the logarithm of their ages, so that which of nearly equal ones goes is left to chance.
    private static int byAge(@Nullable Instant one, @Nullable Instant other, Instant now) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return Integer.compare(magnitude(one, now), magnitude(other, now));
    }

    private static int magnitude(Instant since, Instant now) {
        long nanos = Duration.between(since, now).toNanos();
        return nanos <= 0 ? -1 : 63 - Long.numberOfLeadingZeros(nanos);
    }
}
