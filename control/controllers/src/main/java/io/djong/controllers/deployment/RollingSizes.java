package io.djong.controllers.deployment;

import io.djong.api.apps.v1.ReplicaSet;
import java.util.LinkedHashMap;
import java.util.Map;

/// The arithmetic of a rolling update: how large each set may be now, within `maxSurge` and `maxUnavailable`.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment Rolling Update Deployment
final class RollingSizes {

    private RollingSizes() {}

    /// How far the current set may grow now, or the size wanted if it is larger.
    static int current(Rollout rollout, int size) {
        int wanted = rollout.wanted();
        if (size > wanted || !rollout.isRolling()) {
            return wanted;
        }
        int room = wanted + rollout.maxSurge() - Rollout.replicas(rollout.all());
        return room <= 0 ? size : size + Math.min(room, wanted - size);
    }

    /// What the old sets shrink to now, oldest first.
    static Map<ReplicaSet, Integer> old(Rollout rollout, ReplicaSet current) {
        Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
        rollout.activeOld().forEach(set -> sizes.put(set, Rollout.replicas(set)));
        int minAvailable = rollout.wanted() - rollout.maxUnavailable();
        int unavailableCurrent = Rollout.replicas(current) - current.status().availableReplicas();
        int removable = Rollout.replicas(rollout.all()) - minAvailable - unavailableCurrent;
        if (!sizes.isEmpty() && removable > 0) {
            removeUnhealthy(sizes, removable);
            int available =
                    rollout.all().stream().mapToInt(set -> set.status().availableReplicas()).sum();
            removeHealthy(sizes, available - minAvailable);
        }
        return sizes;
    }

    /// Pods that serve nobody go first and cost no availability.
    private static void removeUnhealthy(Map<ReplicaSet, Integer> sizes, int removable) {
        int left = removable;
        for (Map.Entry<ReplicaSet, Integer> size : sizes.entrySet()) {
            int unhealthy = size.getValue() - size.getKey().status().availableReplicas();
            int fewer = Math.clamp(unhealthy, 0, Math.max(0, left));
            size.setValue(size.getValue() - fewer);
            left -= fewer;
        }
    }

    private static void removeHealthy(Map<ReplicaSet, Integer> sizes, int spare) {
        int left = spare;
        for (Map.Entry<ReplicaSet, Integer> size : sizes.entrySet()) {
            int fewer = Math.clamp(left, 0, size.getValue());
            size.setValue(size.getValue() - fewer);
            left -= fewer;
        }
    }
}
