package io.djong.controllers.deployment;

import io.djong.api.apps.v1.Deployment;
import io.djong.api.apps.v1.DeploymentCondition;
import io.djong.api.apps.v1.DeploymentStatus;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.apps.v1.ReplicaSetCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What a Deployment reports: counts, and the conditions `Available`, `Progressing` and `ReplicaFailure`, worded as upstream.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status Deployment status
final class RolloutStatus {

    static final String PROGRESSING = "Progressing";
    static final String NEW_AVAILABLE = "NewReplicaSetAvailable";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";

    private static final String AVAILABLE = "Available";
    private static final String REPLICA_FAILURE = "ReplicaFailure";

    private RolloutStatus() {}

    /// Counts and `Available`; the other conditions as they were.
    static DeploymentStatus counted(Rollout rollout, Instant now) {
        Deployment deployment = rollout.deployment();
        List<ReplicaSet> all = rollout.all();
        ReplicaSet current = rollout.current();
        int total = sum(all, set -> set.status().replicas());
        int available = sum(all, set -> set.status().availableReplicas());
        DeploymentStatus status =
                deployment
                        .status()
                        .withObservedGeneration(deployment.metadata().generation())
                        .withReplicas(total)
                        .withUpdatedReplicas(current == null ? 0 : current.status().replicas())
                        .withReadyReplicas(sum(all, set -> set.status().readyReplicas()))
                        .withAvailableReplicas(available)
                        .withUnavailableReplicas(Math.max(0, total - available))
                        .withTerminatingReplicas(sum(all, RolloutStatus::terminating));
        boolean enough = available >= rollout.wanted() - rollout.maxUnavailable();
        return with(
                status,
                enough
                        ? condition(
                                AVAILABLE,
                                "True",
                                "MinimumReplicasAvailable",
                                "Deployment has minimum availability.",
                                now)
                        : condition(
                                AVAILABLE,
                                "False",
                                "MinimumReplicasUnavailable",
                                "Deployment does not have minimum availability.",
                                now));
    }

    private static int terminating(ReplicaSet set) {
        Integer terminating = set.status().terminatingReplicas();
        return terminating == null ? 0 : terminating;
    }

    private static int sum(List<ReplicaSet> sets, ToIntFunction<ReplicaSet> count) {
        return sets.stream().mapToInt(count).sum();
    }

    /// The same with how the rollout gets on.
    static DeploymentStatus ofRollout(Rollout rollout, Instant now) {
        Deployment deployment = rollout.deployment();
        DeploymentStatus status = counted(rollout, now);
        if (!hasDeadline(deployment)) {
            status = without(status, PROGRESSING);
        }
        DeploymentCondition before = find(deployment.status(), PROGRESSING);
        boolean finished =
                status.replicas() == status.updatedReplicas()
                        && before != null
                        && before.reason().equals(NEW_AVAILABLE);
        if (hasDeadline(deployment) && !finished) {
            status = withProgress(rollout, status, before, now);
        }
        DeploymentCondition failure = failure(rollout, now);
        return failure == null ? without(status, REPLICA_FAILURE) : with(status, failure);
    }

    private static DeploymentStatus withProgress(
            Rollout rollout,
            DeploymentStatus status,
            @Nullable DeploymentCondition before,
            Instant now) {
        String subject =
                rollout.current() == null
                        ? "Deployment \"" + rollout.deployment().name() + "\""
                        : "ReplicaSet \"" + rollout.current().name() + "\"";
        if (isComplete(rollout, status)) {
            return with(
                    status,
                    condition(
                            PROGRESSING,
                            "True",
                            NEW_AVAILABLE,
                            subject + " has successfully progressed.",
                            now));
        }
        if (hasProgressed(rollout.deployment().status(), status)) {
            DeploymentCondition condition =
                    condition(
                            PROGRESSING,
                            "True",
                            "ReplicaSetUpdated",
                            subject + " is progressing.",
                            now);
            if (before != null && before.status().equals("True")) {
                condition = condition.withLastTransitionTime(before.lastTransitionTime());
            }
            // Replaced even when equal, because its update time is what the deadline counts from.
            return with(without(status, PROGRESSING), condition);
        }
        if (isTimedOut(rollout.deployment(), before, now)) {
            return with(
                    status,
                    condition(
                            PROGRESSING,
                            "False",
                            TIMED_OUT,
                            subject + " has timed out progressing.",
                            now));
        }
        return status;
    }

    static boolean isComplete(Rollout rollout, DeploymentStatus status) {
        int wanted = rollout.wanted();
        return status.updatedReplicas() == wanted
                && status.replicas() == wanted
                && status.availableReplicas() == wanted
                && status.observedGeneration() >= rollout.deployment().metadata().generation();
    }

    private static boolean hasProgressed(DeploymentStatus before, DeploymentStatus now) {
        return now.updatedReplicas() > before.updatedReplicas()
                || now.replicas() - now.updatedReplicas()
                        < before.replicas() - before.updatedReplicas()
                || now.readyReplicas() > before.readyReplicas()
                || now.availableReplicas() > before.availableReplicas();
    }

    private static boolean isTimedOut(
            Deployment deployment, @Nullable DeploymentCondition progressing, Instant now) {
        if (progressing == null || progressing.reason().equals(NEW_AVAILABLE)) {
            return false;
        }
        Duration left = untilDeadline(deployment, progressing, now);
        return progressing.reason().equals(TIMED_OUT) || left.isNegative();
    }

    private static Duration untilDeadline(
            Deployment deployment, DeploymentCondition progressing, Instant now) {
        Integer seconds = deployment.spec().progressDeadlineSeconds();
        Instant from = progressing.lastUpdateTime();
        return Duration.between(
                now, (from == null ? now : from).plusSeconds(seconds == null ? 0 : seconds));
    }

    /// When to look whether the rollout is stuck, or null when there is no need; no event tells that time passed.
    static @Nullable Duration untilStuck(Rollout rollout, DeploymentStatus status, Instant now) {
        DeploymentCondition progressing = find(status, PROGRESSING);
        if (!hasDeadline(rollout.deployment())
                || progressing == null
                || progressing.reason().equals(TIMED_OUT)
                || isComplete(rollout, status)) {
            return null;
        }
        Duration left = untilDeadline(rollout.deployment(), progressing, now);
        return (left.isNegative() ? Duration.ZERO : left).plusSeconds(1);
    }

    static boolean hasDeadline(Deployment deployment) {
        Integer seconds = deployment.spec().progressDeadlineSeconds();
        return seconds != null && seconds != Integer.MAX_VALUE;
    }

    private static @Nullable DeploymentCondition failure(Rollout rollout, Instant now) {
        List<ReplicaSet> candidates = new ArrayList<>();
        if (rollout.current() != null) {
            candidates.add(rollout.current());
        }
        candidates.addAll(rollout.old());
        for (ReplicaSet set : candidates) {
            for (ReplicaSetCondition condition : set.status().conditions()) {
                if (condition.type().equals(REPLICA_FAILURE)) {
                    return condition(
                                    REPLICA_FAILURE,
                                    condition.status(),
                                    condition.reason(),
                                    condition.message(),
                                    now)
                            .withLastTransitionTime(condition.lastTransitionTime());
                }
            }
        }
        return null;
    }

    static DeploymentCondition condition(
            String type, String status, String reason, String message, Instant now) {
        return DeploymentCondition.EMPTY
                .withType(type)
                .withStatus(status)
                .withLastUpdateTime(now)
                .withLastTransitionTime(now)
                .withReason(reason)
                .withMessage(message);
    }

    static @Nullable DeploymentCondition find(DeploymentStatus status, String type) {
        for (DeploymentCondition condition : status.conditions()) {
            if (condition.type().equals(type)) {
                return condition;
            }
        }
        return null;
    }

    /// Sets a condition; one that says the same already stays as it is.
    static DeploymentStatus with(DeploymentStatus status, DeploymentCondition condition) {
        DeploymentCondition before = find(status, condition.type());
        DeploymentCondition next = condition;
        if (before != null && before.status().equals(condition.status())) {
            if (before.reason().equals(condition.reason())) {
                return status;
            }
            next = condition.withLastTransitionTime(before.lastTransitionTime());
        }
        List<DeploymentCondition> conditions =
                new ArrayList<>(without(status, condition.type()).conditions());
        conditions.add(next);
        return status.withConditions(conditions);
    }

    private static DeploymentStatus without(DeploymentStatus status, String type) {
        return find(status, type) == null
                ? status
                : status.withConditions(
                        status.conditions().stream()
                                .filter(condition -> !condition.type().equals(type))
                                .toList());
    }
}
