package io.djong.controllers.deployment;

import io.djong.api.Pods;
import io.djong.api.apps.v1.Deployment;
import io.djong.api.apps.v1.DeploymentCondition;
import io.djong.api.apps.v1.DeploymentStatus;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.core.v1.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All rules of a rollout: a function of what was observed. Confined to one call of [#of].
///
/// Each pass does one move, as upstream: first the current ReplicaSet, then growing it, then shrinking the old ones; the status always.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy Strategy
final class RolloutPlan {

    private final Rollout rollout;
    private final Deployment deployment;
    private final List<Pod> pods;
    private final Instant now;
    private final List<Step> steps = new ArrayList<>();

    private RolloutPlan(Rollout rollout, List<Pod> pods, Instant now) {
        this.rollout = rollout;
        this.deployment = rollout.deployment();
        this.pods = pods;
        this.now = now;
    }

    /// @param pods those of all its ReplicaSets
    static List<Step> of(
            Deployment deployment, List<ReplicaSet> sets, List<Pod> pods, Instant now) {
        RolloutPlan plan = new RolloutPlan(Rollout.of(deployment, sets), pods, now);
        plan.make();
        return plan.steps;
    }

    private void make() {
        if (deployment.isDeleting()) {
            report(RolloutStatus.counted(rollout, now));
            return;
        }
        DeploymentStatus paused = withPauseNoted(deployment.status());
        if (!paused.equals(deployment.status())) {
            report(paused);
            return;
        }
        if (rollout.current() != null && updateCurrent(rollout.current())) {
            return;
        }
        if (deployment.spec().paused() || isScaled()) {
            scale();
            if (deployment.spec().paused()) {
                cleanUp();
            }
            report(RolloutStatus.counted(rollout, now));
        } else if (rollout.isRolling()) {
            roll();
        } else {
            recreate();
        }
    }

    private DeploymentStatus withPauseNoted(DeploymentStatus status) {
        DeploymentCondition progressing = RolloutStatus.find(status, RolloutStatus.PROGRESSING);
        boolean isNoted = progressing != null && progressing.reason().equals("DeploymentPaused");
        boolean isTimedOut =
                progressing != null && progressing.reason().equals(RolloutStatus.TIMED_OUT);
        if (!RolloutStatus.hasDeadline(deployment)
                || isTimedOut
                || deployment.spec().paused() == isNoted) {
            return status;
        }
        return RolloutStatus.with(
                status,
                isNoted
                        ? RolloutStatus.condition(
                                RolloutStatus.PROGRESSING,
                                "Unknown",
                                "DeploymentResumed",
                                "Deployment is resumed",
                                now)
                        : RolloutStatus.condition(
                                RolloutStatus.PROGRESSING,
                                "Unknown",
                                "DeploymentPaused",
                                "Deployment is paused",
                                now));
    }

    /// Keeps annotations of the current set in step; true when it had to be changed, and the next pass goes on from there.
    private boolean updateCurrent(ReplicaSet current) {
        long newest = RevisionAnnotations.next(rollout.old());
        ReplicaSet wanted = RevisionAnnotations.asCurrent(deployment, current, newest);
        int minReadySeconds = deployment.spec().minReadySeconds();
        if (current.spec().minReadySeconds() != minReadySeconds) {
            wanted = wanted.withSpec(wanted.spec().withMinReadySeconds(minReadySeconds));
        }
        if (!wanted.equals(current)) {
            steps.add(new Step.UpdateReplicaSet(wanted));
            return true;
        }
        String revision = Long.toString(RevisionAnnotations.revision(current));
        if (!revision.equals(deployment.annotations().get(RevisionAnnotations.REVISION))) {
            steps.add(new Step.SetRevision(revision));
        }
        if (RolloutStatus.hasDeadline(deployment)
                && RolloutStatus.find(deployment.status(), RolloutStatus.PROGRESSING) == null) {
            String message = "Found new replica set \"" + current.name() + "\"";
            report(
                    RolloutStatus.with(
                            deployment.status(),
                            RolloutStatus.condition(
                                    RolloutStatus.PROGRESSING,
                                    "True",
                                    "FoundNewReplicaSet",
                                    message,
                                    now)));
            return true;
        }
        return false;
    }

    /// Whether the Deployment's size changed since its sets were last sized.
    private boolean isScaled() {
        for (ReplicaSet set : Rollout.active(rollout.all())) {
            String desired = set.annotations().get(RevisionAnnotations.DESIRED);
            if (desired != null && RevisionAnnotations.number(desired) != rollout.wanted()) {
                return true;
            }
        }
        return false;
    }

    private void scale() {
        ReplicaSet only = activeOrLatest();
        if (only != null) {
            if (Rollout.replicas(only) != rollout.wanted()) {
                scale(only, rollout.wanted());
            }
        } else if (isSaturated()) {
            rollout.activeOld().forEach(set -> scale(set, 0));
        } else if (rollout.isRolling()) {
            ProportionalScale.sizes(rollout).forEach(this::scale);
        }
    }

    private @Nullable ReplicaSet activeOrLatest() {
        List<ReplicaSet> active = Rollout.active(rollout.all());
        if (active.size() == 1) {
            return active.getFirst();
        }
        if (!active.isEmpty() || rollout.all().isEmpty()) {
            return null;
        }
        return rollout.current() != null ? rollout.current() : rollout.old().getLast();
    }

    private boolean isSaturated() {
        ReplicaSet current = rollout.current();
        int wanted = rollout.wanted();
        return current != null
                && Rollout.replicas(current) == wanted
                && RevisionAnnotations.number(
                                current.annotations().get(RevisionAnnotations.DESIRED))
                        == wanted
                && current.status().availableReplicas() == wanted;
    }

    private void roll() {
        ReplicaSet current = rollout.current();
        if (current == null) {
            create(RollingSizes.current(rollout, 0));
            return;
        }
        if (Rollout.replicas(current) != rollout.wanted()) {
            int size = RollingSizes.current(rollout, Rollout.replicas(current));
            if (size != Rollout.replicas(current)) {
                scale(current, size);
                report(RolloutStatus.ofRollout(rollout, now));
                return;
            }
        }
        if (!shrinkOld(current) && RolloutStatus.isComplete(rollout, deployment.status())) {
            cleanUp();
        }
        report(RolloutStatus.ofRollout(rollout, now));
    }

    private boolean shrinkOld(ReplicaSet current) {
        boolean shrunk = false;
        for (Map.Entry<ReplicaSet, Integer> size : RollingSizes.old(rollout, current).entrySet()) {
            if (size.getValue() != Rollout.replicas(size.getKey())) {
                scale(size.getKey(), size.getValue());
                shrunk = true;
            }
        }
        return shrunk;
    }

    private void recreate() {
        List<ReplicaSet> active = rollout.activeOld();
        if (!active.isEmpty()) {
            active.forEach(set -> scale(set, 0));
        } else if (!oldPodsRun()) {
            ReplicaSet current = rollout.current();
            if (current == null) {
                create(rollout.wanted());
                return;
            }
            if (Rollout.replicas(current) != rollout.wanted()) {
                scale(current, rollout.wanted());
            }
            if (RolloutStatus.isComplete(rollout, deployment.status())) {
                cleanUp();
            }
        }
        report(RolloutStatus.ofRollout(rollout, now));
    }

    private boolean oldPodsRun() {
        String currentUid = rollout.current() == null ? "" : rollout.current().uid();
        return rollout.old().stream().anyMatch(set -> set.status().replicas() > 0)
                || pods.stream()
                        .anyMatch(pod ->
                                !Pods.isTerminal(pod)
                                        && pod.controller() != null
                                        && !pod.controller().uid().equals(currentUid));
    }

    private void create(int size) {
        long revision = RevisionAnnotations.next(rollout.old());
        ReplicaSet set = NewReplicaSet.of(deployment, size);
        set = RevisionAnnotations.asCurrent(deployment, set, revision);
        set =
                RevisionAnnotations.withSizes(
                        set, rollout.wanted(), rollout.wanted() + rollout.maxSurge());
        steps.add(new Step.CreateReplicaSet(set));
        steps.add(new Step.SetRevision(Long.toString(revision)));
        DeploymentStatus status = RolloutStatus.counted(rollout, now);
        if (RolloutStatus.hasDeadline(deployment)) {
            String message = "Created new replica set \"" + set.name() + "\"";
            status =
                    RolloutStatus.with(
                            status,
                            RolloutStatus.condition(
                                    RolloutStatus.PROGRESSING,
                                    "True",
                                    "NewReplicaSetCreated",
                                    message,
                                    now));
        }
        report(status);
    }

    private void scale(ReplicaSet set, int size) {
        ReplicaSet sized =
                RevisionAnnotations.withSizes(
                        set, rollout.wanted(), rollout.wanted() + rollout.maxSurge());
        ReplicaSet wanted =
                size == Rollout.replicas(set)
                        ? sized
                        : sized.withSpec(sized.spec().withReplicas(size));
        if (!wanted.equals(set)) {
            steps.add(new Step.Scale(wanted, Rollout.replicas(set)));
        }
    }

    /// Removes the oldest sets beyond `revisionHistoryLimit`, but none that still has pods.
    private void cleanUp() {
        Integer limit = deployment.spec().revisionHistoryLimit();
        if (limit == null || limit == Integer.MAX_VALUE) {
            return;
        }
        List<ReplicaSet> candidates =
                rollout.old().stream().filter(set -> !set.isDeleting()).toList();
        candidates.stream()
                .sorted(
                        Comparator.comparingLong(RevisionAnnotations::revision)
                                .thenComparing(Rollout.OLDEST_FIRST))
                .limit(Math.max(0, candidates.size() - limit))
                .filter(set ->
                        set.status().replicas() == 0
                                && Rollout.replicas(set) == 0
                                && set.metadata().generation() <= set.status().observedGeneration())
                .forEach(set -> steps.add(new Step.DeleteReplicaSet(set)));
    }

    private void report(DeploymentStatus status) {
        if (!status.equals(deployment.status())) {
            steps.add(new Step.Report(status));
        }
    }
}
