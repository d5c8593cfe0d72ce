package io.djong.controllers.node;

import io.djong.api.Pods;
import io.djong.api.Tolerations;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Taint;
import io.djong.api.core.v1.Toleration;
import io.djong.client.Change;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.EventRecorder;
import io.djong.client.Index;
import io.djong.client.Informer;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Deletes pods that do not, or no longer, tolerate the `NoExecute` taints of their node. Keys are pods.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions Taint based Evictions
public final class TaintEvictionController implements Reconciler<ObjectKey> {

    public static final String NAME = "taint-eviction-controller";

    private static final int WORKERS = 8;

    private final Lister<Node> nodes;
    private final Lister<Pod> pods;
    private final Client client;
    private final EventRecorder recorder;
    private final Clock clock;

    private TaintEvictionController(
            Lister<Node> nodes,
            Lister<Pod> pods,
            Client client,
            EventRecorder recorder,
            Clock clock) {
        this.nodes = nodes;
        this.pods = pods;
        this.client = client;
        this.recorder = recorder;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        Informer<Pod> pods = parts.informers().of(Pod.KIND, Index.byNode());
        var reconciler =
                new TaintEvictionController(
                        parts.informers().of(Node.KIND),
                        pods,
                        builder.client(),
                        parts.recorder(NAME),
                        parts.clock());
        Watches watches =
                Watches.none()
                        .and(Node.KIND, change -> tainted(change, pods))
                        .and(Pod.KIND, TaintEvictionController::placed);
        return builder.build(reconciler, watches, WORKERS);
    }

    private static List<ObjectKey> tainted(Change<Node> change, Lister<Pod> pods) {
        if (change instanceof Change.Updated<Node>(Node before, Node now)
                && before.spec().taints().equals(now.spec().taints())) {
            return List.of();
        }
        return pods.byIndex(Lister.NODE, change.latest().name()).stream().map(Pod::key).toList();
    }

    private static List<ObjectKey> placed(Change<Pod> change) {
        if (change instanceof Change.Updated<Pod>(Pod before, Pod now)
                && before.spec().fields().equals(now.spec().fields())) {
            return List.of();
        }
        return change instanceof Change.Deleted<Pod> ? List.of() : List.of(change.latest().key());
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Pod pod = pods.find(key).orElse(null);
        if (pod == null || !Pods.isActive(pod) || !Pods.isScheduled(pod)) {
            return Outcome.settled();
        }
        Node node = nodes.find(ObjectKey.of(pod.spec().nodeName())).orElse(null);
        Instant end = node == null ? null : endOfToleration(pod, node.spec().taints());
        if (end == null) {
            return Outcome.settled();
        }
        Duration left = Duration.between(clock.now(), end);
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        recorder.normal(pod, "TaintManagerEviction", "Marking for deletion Pod " + pod.key());
        Pod disrupted =
                PodRemoval.disrupted(
                        pod,
                        "DeletionByTaintManager",
                        "Taint manager: deleting due to NoExecute taint",
                        clock.now());
        PodRemoval.remove(client, pod, disrupted, DeleteOptions.PLAIN);
        return Outcome.settled();
    }

    /// When the pod has to go, or null if it may stay for ever.
    static @Nullable Instant endOfToleration(Pod pod, List<Taint> taints) {
        Instant end = null;
        for (Taint taint : taints) {
            if (!taint.effect().equals("NoExecute")) {
                continue;
            }
            Toleration toleration = Tolerations.find(pod.spec().tolerations(), taint);
            Instant until = toleration == null ? Instant.MIN : end(pod, taint, toleration);
            if (until != null && (end == null || until.isBefore(end))) {
                end = until;
            }
        }
        return end;
    }

    private static @Nullable Instant end(Pod pod, Taint taint, Toleration toleration) {
        Long seconds = toleration.tolerationSeconds();
        if (seconds == null) {
            return null;
        }
        Instant tainted = taint.timeAdded();
        Instant created = pod.metadata().creationTimestamp();
        Instant from =
                tainted == null || (created != null && created.isAfter(tainted))
                        ? created
                        : tainted;
        return from == null ? Instant.MIN : from.plusSeconds(Math.max(0, seconds));
    }
}
