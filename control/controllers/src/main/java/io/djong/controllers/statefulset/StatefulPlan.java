package io.djong.controllers.statefulset;

import io.djong.api.Pods;
import io.djong.api.apps.v1.ControllerRevision;
import io.djong.api.apps.v1.RollingUpdateStatefulSetStrategy;
import io.djong.api.apps.v1.StatefulSet;
import io.djong.api.apps.v1.StatefulSetStatus;
import io.djong.api.core.v1.Pod;
import io.djong.meta.IntOrString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All rules of a StatefulSet: a function of what was observed. Confined to one call of [#of].
///
/// Unless `podManagementPolicy` is Parallel, each pass does one thing and waits until all pods before it are available.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees Deployment and Scaling Guarantees
final class StatefulPlan {

    sealed interface Step {

        /// Makes the pod and, before it, the claims that it needs.
        record CreatePod(int ordinal, ControllerRevision revision) implements Step {}

        record DeletePod(Pod pod) implements Step {}

        /// Removes a pod beyond the size of the set, perhaps with its claims.
        record ScaleAway(Pod pod) implements Step {}

        /// Removes a pod that ended by itself.
        record ReplacePod(Pod pod) implements Step {}
    }

    private final StatefulSet set;
    private final ControllerRevision current;
    private final ControllerRevision update;
    private final Instant now;
    private final int start;
    private final int end;
    private final boolean ordered;
    private final NavigableMap<Integer, Pod> members = new TreeMap<>();
    private final NavigableMap<Integer, Pod> condemned = new TreeMap<>();
    private final List<Step> steps = new ArrayList<>();

    private StatefulPlan(
            StatefulSet set,
            ControllerRevision current,
            ControllerRevision update,
            List<Pod> pods,
            Instant now) {
        this.set = set;
        this.current = current;
        this.update = update;
        this.now = now;
        this.start = set.spec().ordinals() == null ? 0 : set.spec().ordinals().start();
        this.end = start + (set.spec().replicas() == null ? 1 : set.spec().replicas());
        this.ordered = !set.spec().podManagementPolicy().equals("Parallel");
        for (Pod pod : pods) {
            int ordinal = Member.ordinal(set, pod);
            if (ordinal >= 0) {
                (ordinal >= start && ordinal < end ? members : condemned).put(ordinal, pod);
            }
        }
    }

    /// @param current the revision that pods had before the update that may be going on
    /// @param update that of the template as it is now
    static List<Step> of(
            StatefulSet set,
            ControllerRevision current,
            ControllerRevision update,
            List<Pod> pods,
            Instant now) {
        StatefulPlan plan = new StatefulPlan(set, current, update, pods, now);
        if (plan.fill()
                && plan.shrink()
                && set.spec().updateStrategy().type().equals("RollingUpdate")) {
            plan.roll();
        }
        return plan.steps;
    }

    /// Makes missing pods; false when the pass has to end here.
    private boolean fill() {
        for (int ordinal = start; ordinal < end; ordinal++) {
            Pod pod = members.get(ordinal);
            if (pod == null) {
                steps.add(new Step.CreatePod(ordinal, isCurrentWanted(ordinal) ? current : update));
                if (ordered) {
                    return false;
                }
            } else if (Pods.isTerminal(pod)) {
                if (!pod.isDeleting()) {
                    steps.add(new Step.ReplacePod(pod));
                }
                if (ordered) {
                    return false;
                }
            } else if (ordered && !isHealthy(pod)) {
                return false;
            }
        }
        return true;
    }

    /// A pod made in the middle of an update gets the revision that its ordinal is to have by now.
    private boolean isCurrentWanted(int ordinal) {
        if (!set.spec().updateStrategy().type().equals("RollingUpdate")) {
            return false;
        }
        RollingUpdateStatefulSetStrategy rolling = set.spec().updateStrategy().rollingUpdate();
        return ordinal
                < start + (rolling == null ? set.status().currentReplicas() : partition(rolling));
    }

    private static int partition(RollingUpdateStatefulSetStrategy rolling) {
        Integer partition = rolling.partition();
        return partition == null ? 0 : partition;
    }

    /// Removes pods beyond the size, the highest first; false when the pass has to end here.
    private boolean shrink() {
        Pod firstUnhealthy = firstUnhealthy();
        for (Pod pod : condemned.descendingMap().values()) {
            if (pod.isDeleting()) {
                if (ordered) {
                    return false;
                }
                continue;
            }
            if (ordered && !isHealthy(pod) && !pod.equals(firstUnhealthy)) {
                return false;
            }
            steps.add(new Step.ScaleAway(pod));
            if (ordered) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Pod firstUnhealthy() {
        for (NavigableMap<Integer, Pod> pods : List.of(members, condemned)) {
            for (Pod pod : pods.values()) {
                if (!isHealthy(pod)) {
                    return pod;
                }
            }
        }
        return null;
    }

    /// Replaces pods of other revisions, the highest first.
    private void roll() {
        RollingUpdateStatefulSetStrategy rolling = set.spec().updateStrategy().rollingUpdate();
        int from = start + (rolling == null ? 0 : partition(rolling));
        int room = maxUnavailable(rolling);
        for (Pod pod : members.values()) {
            room -= isHealthy(pod) ? 0 : 1;
        }
        boolean oneAtATime = maxUnavailable(rolling) == 1;
        for (Pod pod : members.tailMap(from, true).descendingMap().values()) {
            if (!Member.revision(pod).equals(update.name()) && !pod.isDeleting()) {
                boolean costsNothing = !isHealthy(pod);
                if (oneAtATime || costsNothing || room > 0) {
                    steps.add(new Step.DeletePod(pod));
                    room -= costsNothing ? 0 : 1;
                }
                if (oneAtATime) {
                    return;
                }
            } else if (oneAtATime && !isHealthy(pod)) {
                return;
            }
        }
    }

    private int maxUnavailable(@Nullable RollingUpdateStatefulSetStrategy rolling) {
        IntOrString bound = rolling == null ? null : rolling.maxUnavailable();
        return bound == null ? 1 : Math.max(1, bound.scaled(end - start, false));
    }

    private static boolean isReady(Pod pod) {
        return pod.status().phase().equals("Running") && Pods.isReady(pod);
    }

    private boolean isHealthy(Pod pod) {
        return isReady(pod)
                && !pod.isDeleting()
                && Pods.isAvailable(pod, set.spec().minReadySeconds(), now);
    }

    static StatefulSetStatus status(
            StatefulSet set,
            ControllerRevision current,
            ControllerRevision update,
            List<Pod> pods,
            Instant now) {
        StatefulPlan view = new StatefulPlan(set, current, update, pods, now);
        List<Pod> all = new ArrayList<>(view.members.values());
        all.addAll(view.condemned.values());
        int ready = count(all, StatefulPlan::isReady);
        int available =
                count(
                        all,
                        pod ->
                                isReady(pod)
                                        && Pods.isAvailable(
                                                pod, set.spec().minReadySeconds(), now));
        int updated =
                count(all, pod -> !pod.isDeleting() && Member.revision(pod).equals(update.name()));
        int wanted = view.end - view.start;
        boolean isRolledOut =
                set.spec().updateStrategy().type().equals("RollingUpdate")
                        && updated == wanted
                        && ready == wanted
                        && all.size() == wanted;
        ControllerRevision reported = isRolledOut ? update : current;
        int ofCurrent =
                count(
                        all,
                        pod -> !pod.isDeleting() && Member.revision(pod).equals(reported.name()));
        StatefulSetStatus status =
                set.status()
                        .withObservedGeneration(set.metadata().generation())
                        .withReadyReplicas(ready)
                        .withCurrentReplicas(ofCurrent)
                        .withUpdatedReplicas(updated)
                        .withCurrentRevision(reported.name())
                        .withUpdateRevision(update.name());
        Integer collisions = set.status().collisionCount();
        return new StatefulSetStatus(
                status.withCollisionCount(collisions == null ? 0 : collisions)
                        .fields()
                        .with("replicas", (long) all.size())
                        .with("availableReplicas", (long) available));
    }

    private static int count(List<Pod> pods, Predicate<Pod> which) {
        return (int) pods.stream().filter(which).count();
    }
}
