package io.djong.controllers.daemonset;

import io.djong.api.Pods;
import io.djong.api.apps.v1.DaemonSet;
import io.djong.api.apps.v1.DaemonSetStatus;
import io.djong.api.apps.v1.RollingUpdateDaemonSet;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.controllers.support.RevisionHistory;
import io.djong.meta.IntOrString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All rules of a DaemonSet: a function of what was observed. Confined to one call of [#of].
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/ DaemonSet
final class DaemonPlan {

    /// Bounds the pods made or removed in one pass, as upstream.
    static final int BURST = 250;

    private static final Comparator<Pod> OLDEST_FIRST =
            Comparator.<Pod, Instant>comparing(
                            pod -> {
                                Instant created = pod.metadata().creationTimestamp();
                                return created == null ? Instant.MAX : created;
                            })
                    .thenComparing(Pod::name);

    sealed interface Step {
        record CreatePod(String node) implements Step {}

        record DeletePod(Pod pod) implements Step {}

        /// A pod that ended by itself.
        record ReplacePod(Pod pod, String node) implements Step {}
    }

    private final DaemonSet set;
    private final String hash;
    private final Instant now;
    private final List<Node> nodes;
    private final Map<String, List<Pod>> byNode = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();

    private DaemonPlan(DaemonSet set, String hash, List<Node> nodes, List<Pod> pods, Instant now) {
        this.set = set;
        this.hash = hash;
        this.nodes = nodes;
        this.now = now;
        for (Pod pod : pods.stream().sorted(OLDEST_FIRST).toList()) {
            byNode.computeIfAbsent(Daemons.nodeOf(pod), _ -> new ArrayList<>()).add(pod);
        }
    }

    static List<Step> of(
            DaemonSet set, String hash, List<Node> nodes, List<Pod> pods, Instant now) {
        DaemonPlan plan = new DaemonPlan(set, hash, nodes, pods, now);
        plan.place();
        if (plan.steps.isEmpty() && !set.spec().updateStrategy().type().equals("OnDelete")) {
            plan.update();
        }
        return plan.steps.stream().limit(BURST).toList();
    }

    private List<Pod> on(Node node) {
        return byNode.getOrDefault(node.name(), List.of());
    }

    private void place() {
        for (Node node : nodes) {
            Daemons.Place place = Daemons.place(set, node);
            List<Pod> here = on(node);
            if (place.shouldRun() && here.isEmpty()) {
                steps.add(new Step.CreatePod(node.name()));
            } else if (place.mayStay()) {
                tidy(node, here);
            } else {
                here.stream()
                        .filter(pod -> !pod.isDeleting())
                        .forEach(pod -> steps.add(new Step.DeletePod(pod)));
            }
        }
        // Pods that wait for a node which is gone would wait for ever.
        byNode.forEach((name, pods) -> {
            if (nodes.stream().noneMatch(node -> node.name().equals(name))) {
                pods.stream()
                        .filter(pod -> !Pods.isScheduled(pod) && !pod.isDeleting())
                        .forEach(pod -> steps.add(new Step.DeletePod(pod)));
            }
        });
    }

    private void tidy(Node node, List<Pod> here) {
        List<Pod> running = new ArrayList<>();
        for (Pod pod : here) {
            if (pod.isDeleting()) {
                continue;
            }
            if (Pods.isTerminal(pod)) {
                steps.add(new Step.ReplacePod(pod, node.name()));
            } else {
                running.add(pod);
            }
        }
        if (maxSurge() == 0) {
            running.stream().skip(1).forEach(pod -> steps.add(new Step.DeletePod(pod)));
            return;
        }
        Pod keptNew = null;
        Pod keptOld = null;
        for (Pod pod : running) {
            boolean surplus = isUpdated(pod) ? keptNew != null : keptOld != null;
            if (surplus) {
                steps.add(new Step.DeletePod(pod));
            } else if (isUpdated(pod)) {
                keptNew = pod;
            } else {
                keptOld = pod;
            }
        }
    }

    private boolean isUpdated(Pod pod) {
        return hash.equals(pod.labels().get(RevisionHistory.HASH_LABEL));
    }

    private boolean isAvailable(Pod pod) {
        return Pods.isAvailable(pod, set.spec().minReadySeconds(), now);
    }

    private int maxSurge() {
        RollingUpdateDaemonSet rolling = set.spec().updateStrategy().rollingUpdate();
        IntOrString surge = rolling == null ? null : rolling.maxSurge();
        return surge == null ? 0 : surge.scaled(desired(), true);
    }

    private int maxUnavailable() {
        RollingUpdateDaemonSet rolling = set.spec().updateStrategy().rollingUpdate();
        IntOrString unavailable = rolling == null ? null : rolling.maxUnavailable();
        int count = (unavailable == null ? IntOrString.of(1) : unavailable).scaled(desired(), true);
        return maxSurge() == 0 ? Math.max(count, 1) : count;
    }

    private int desired() {
        return (int) nodes.stream().filter(node -> Daemons.place(set, node).shouldRun()).count();
    }

    private @Nullable Pod find(List<Pod> pods, boolean updated) {
        for (Pod pod : pods) {
            if (!pod.isDeleting() && isUpdated(pod) == updated) {
                return pod;
            }
        }
        return null;
    }

    private void update() {
        if (maxSurge() == 0) {
            replaceInPlace();
        } else {
            replaceWithSurge();
        }
    }

    /// The old pod goes first.
    private void replaceInPlace() {
        int unavailable = 0;
        List<Pod> ready = new ArrayList<>();
        for (List<Pod> pods : byNode.values()) {
            Pod updated = find(pods, true);
            Pod old = find(pods, false);
            if (updated == null && old != null) {
                if (isAvailable(old)) {
                    ready.add(old);
                } else {
                    // It serves nobody, so replacing it costs nothing.
                    steps.add(new Step.DeletePod(old));
                    unavailable++;
                }
            } else if (updated == null || old != null || !isAvailable(updated)) {
                unavailable++;
            }
        }
        ready.stream()
                .limit(Math.max(0, maxUnavailable() - unavailable))
                .forEach(pod -> steps.add(new Step.DeletePod(pod)));
    }

    /// The new pod comes first.
    private void replaceWithSurge() {
        int surging = 0;
        List<String> ready = new ArrayList<>();
        for (Map.Entry<String, List<Pod>> entry : byNode.entrySet()) {
            Pod updated = find(entry.getValue(), true);
            Pod old = find(entry.getValue(), false);
            if (old == null) {
                continue;
            }
            if (updated == null) {
                if (isAvailable(old)) {
                    ready.add(entry.getKey());
                } else {
                    steps.add(new Step.CreatePod(entry.getKey()));
                    surging++;
                }
            } else {
                surging++;
                if (isAvailable(updated) || !Pods.isReady(old)) {
                    steps.add(new Step.DeletePod(old));
                }
            }
        }
        ready.stream()
                .limit(Math.max(0, maxSurge() - surging))
                .forEach(node -> steps.add(new Step.CreatePod(node)));
    }

    static DaemonSetStatus status(
            DaemonSet set, String hash, List<Node> nodes, List<Pod> pods, Instant now) {
        DaemonPlan view = new DaemonPlan(set, hash, nodes, pods, now);
        int desired = 0;
        int current = 0;
        int misplaced = 0;
        int ready = 0;
        int available = 0;
        int updated = 0;
        for (Node node : nodes) {
            List<Pod> here = view.on(node);
            if (Daemons.place(set, node).shouldRun()) {
                desired++;
                if (!here.isEmpty()) {
                    current++;
                    Pod first = here.getFirst();
                    ready += Pods.isReady(first) ? 1 : 0;
                    available += Pods.isReady(first) && view.isAvailable(first) ? 1 : 0;
                    updated += view.isUpdated(first) ? 1 : 0;
                }
            } else if (!here.isEmpty()) {
                misplaced++;
            }
        }
        return new DaemonSetStatus(
                set.status()
                        .withObservedGeneration(set.metadata().generation())
                        .withUpdatedNumberScheduled(updated)
                        .withNumberAvailable(available)
                        .withNumberUnavailable(desired - available)
                        .fields()
                        .with("currentNumberScheduled", (long) current)
                        .with("numberMisscheduled", (long) misplaced)
                        .with("desiredNumberScheduled", (long) desired)
                        .with("numberReady", (long) ready));
    }
}
