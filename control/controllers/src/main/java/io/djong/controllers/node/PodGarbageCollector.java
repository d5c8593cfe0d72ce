package io.djong.controllers.node;

import io.djong.api.Pods;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.controllers.support.Parts;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Removes pods that nobody else removes: of nodes that are gone, never placed but deleted, and too many that ended.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection Garbage collection of Pods
public final class PodGarbageCollector implements Reconciler<ObjectKey> {

    public static final String NAME = "pod-garbage-collector-controller";

    /// As upstream.
    private static final Duration PERIOD = Duration.ofSeconds(20);

    /// A node may be seen later than its pods.
    private static final Duration QUARANTINE = Duration.ofSeconds(40);

    private static final ObjectKey ALL = ObjectKey.of("all");

    private final Lister<Pod> pods;
    private final Lister<Node> nodes;
    private final Client client;
    private final Clock clock;
    private final int threshold;
    private final Map<String, Instant> missingSince = new HashMap<>();

    private PodGarbageCollector(
            Lister<Pod> pods, Lister<Node> nodes, Client client, Clock clock, int threshold) {
        this.pods = pods;
        this.nodes = nodes;
        this.client = client;
        this.clock = clock;
        this.threshold = threshold;
    }

    /// @param threshold beyond this many ended pods the oldest are removed; 0 for never
    public static Controller<ObjectKey> create(Parts parts, int threshold) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new PodGarbageCollector(
                        parts.informers().of(Pod.KIND),
                        parts.informers().of(Node.KIND),
                        builder.client(),
                        parts.clock(),
                        threshold);
        return builder.build(reconciler, (_, queue) -> queue.add(ALL), 1);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        List<Pod> all = pods.all();
        Instant now = clock.now();
        surplus(all, threshold).forEach(pod -> remove(pod, PodRemovalReason.ENDED, now));
        Set<String> lost = lostNodes(all, now);
        for (Pod pod : all) {
            if (lost.contains(pod.spec().nodeName())) {
                remove(pod, PodRemovalReason.ORPHANED, now);
            } else if (pod.isDeleting() && !Pods.isScheduled(pod)) {
                remove(pod, PodRemovalReason.NEVER_PLACED, now);
            }
        }
        return Outcome.again(PERIOD);
    }

    private enum PodRemovalReason {
        ENDED,
        ORPHANED,
        NEVER_PLACED
    }

    /// The oldest of the ended pods beyond the threshold.
    static List<Pod> surplus(List<Pod> all, int threshold) {
        List<Pod> ended = new ArrayList<>(all.stream().filter(Pods::isTerminal).toList());
        if (threshold == 0 || ended.size() <= threshold) {
            return List.of();
        }
        ended.sort(
                Comparator.comparing((Pod pod) -> {
                    Instant created = pod.metadata().creationTimestamp();
                    return created == null ? Instant.MIN : created;
                }));
        return ended.subList(0, ended.size() - threshold);
    }

    private Set<String> lostNodes(List<Pod> all, Instant now) {
        Set<String> missing =
                all.stream()
                        .map(pod -> pod.spec().nodeName())
                        .filter(name -> !name.isEmpty() && nodes.find(ObjectKey.of(name)).isEmpty())
                        .collect(Collectors.toSet());
        missingSince.keySet().retainAll(missing);
        missing.forEach(name -> missingSince.putIfAbsent(name, now));
        return missing.stream()
                .filter(name -> !missingSince.getOrDefault(name, now).plus(QUARANTINE).isAfter(now))
                .filter(name -> client.find(Node.KIND, ObjectKey.of(name)).isEmpty())
                .collect(Collectors.toSet());
    }

    private void remove(Pod pod, PodRemovalReason reason, Instant now) {
        Pod told =
                reason == PodRemovalReason.ORPHANED
                        ? PodRemoval.disrupted(
                                pod, "DeletionByPodGC", "PodGC: node no longer exists", now)
                        : pod;
        if (!Pods.isTerminal(told)) {
            told = told.withStatus(told.status().withPhase("Failed"));
        }
        PodRemoval.remove(client, pod, told, DeleteOptions.NOW);
    }
}
