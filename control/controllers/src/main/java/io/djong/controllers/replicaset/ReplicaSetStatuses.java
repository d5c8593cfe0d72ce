package io.djong.controllers.replicaset;

import io.djong.api.Pods;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.apps.v1.ReplicaSetCondition;
import io.djong.api.apps.v1.ReplicaSetStatus;
import io.djong.api.core.v1.Pod;
import io.djong.meta.LabelSelector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The status of a ReplicaSet, counted from its pods.
final class ReplicaSetStatuses {

    private static final String REPLICA_FAILURE = "ReplicaFailure";

    private ReplicaSetStatuses() {}

    /// Why not all pods could be made or removed: `FailedCreate` or `FailedDelete`, and the API's message.
    record Trouble(String reason, String message) {}

    static ReplicaSetStatus of(
            ReplicaSet set, List<Pod> owned, @Nullable Trouble trouble, Instant now) {
        LabelSelector template = LabelSelector.of(set.spec().template().metadata().labels());
        int minReadySeconds = set.spec().minReadySeconds();
        List<Pod> active = owned.stream().filter(Pods::isActive).toList();
        int terminating =
                (int)
                        owned.stream()
                                .filter(pod -> pod.isDeleting() && !Pods.isTerminal(pod))
                                .count();
        return set.status()
                .withReplicas(active.size())
                .withFullyLabeledReplicas(count(active, pod -> template.matches(pod.labels())))
                .withReadyReplicas(count(active, Pods::isReady))
                .withAvailableReplicas(
                        count(active, pod -> Pods.isAvailable(pod, minReadySeconds, now)))
                .withTerminatingReplicas(terminating)
                .withConditions(conditions(set, trouble, now))
                .withObservedGeneration(set.metadata().generation());
    }

    private static int count(List<Pod> pods, java.util.function.Predicate<Pod> which) {
        return (int) pods.stream().filter(which).count();
    }

    private static List<ReplicaSetCondition> conditions(
            ReplicaSet set, @Nullable Trouble trouble, Instant now) {
        List<ReplicaSetCondition> conditions = new ArrayList<>(set.status().conditions());
        boolean known =
                conditions.stream().anyMatch(condition -> condition.type().equals(REPLICA_FAILURE));
        if (trouble == null) {
            conditions.removeIf(condition -> condition.type().equals(REPLICA_FAILURE));
        } else if (!known) {
            conditions.add(
                    ReplicaSetCondition.EMPTY
                            .withType(REPLICA_FAILURE)
                            .withStatus("True")
                            .withReason(trouble.reason)
                            .withMessage(trouble.message)
                            .withLastTransitionTime(now));
        }
        return conditions;
    }
}
