package io.djong.controllers.node;

import io.djong.api.Pods;
import io.djong.api.coordination.v1.Lease;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeCondition;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.api.core.v1.Taint;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.EventRecorder;
import io.djong.client.Index;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Marks nodes that are no longer heard of, and taints nodes by their conditions. Keys are nodes.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/nodes/#node-controller Node controller
public final class NodeLifecycleController implements Reconciler<ObjectKey> {

    public static final String NAME = "node-lifecycle-controller";

    /// The component that upstream names in its Events.
    private static final String COMPONENT = "node-controller";

    private static final int WORKERS = 8;
    private static final String LEASES = "kube-node-lease";
    private static final List<String> WATCHED =
            List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

    private final Lister<Node> nodes;
    private final Lister<Lease> leases;
    private final Lister<Pod> pods;
    private final Client client;
    private final EventRecorder recorder;
    private final Clock clock;
    private final NodeConfig config;
    private final Heartbeats heartbeats;
    private final EvictionRate evictionRate;

    private NodeLifecycleController(
            Lister<Node> nodes,
            Lister<Lease> leases,
            Lister<Pod> pods,
            Client client,
            EventRecorder recorder,
            Clock clock,
            NodeConfig config) {
        this.nodes = nodes;
        this.leases = leases;
        this.pods = pods;
        this.client = client;
        this.recorder = recorder;
        this.clock = clock;
        this.config = config;
        this.heartbeats = new Heartbeats(config, clock);
        this.evictionRate = new EvictionRate(config, clock);
    }

    public static Controller<ObjectKey> create(Parts parts, NodeConfig config) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new NodeLifecycleController(
                        parts.informers().of(Node.KIND),
                        parts.informers().of(Lease.KIND),
                        parts.informers().of(Pod.KIND, Index.byNode()),
                        builder.client(),
                        parts.recorder(COMPONENT),
                        parts.clock(),
                        config);
        return builder.build(reconciler, Watches.of(Node.KIND), WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Node node = nodes.find(key).orElse(null);
        if (node == null) {
            heartbeats.forget(key.name());
            return Outcome.settled();
        }
        Duration patience = heartbeats.patience(node, leaseOf(node));
        Node judged = patience.isPositive() ? node : lost(node, clock.now());
        if (!judged.equals(node)) {
            judged = client.updateStatus(judged);
            boolean wasReady = NodeTaints.health(node) == NodeTaints.Health.READY;
            if (wasReady) {
                recorder.normal(
                        node,
                        "NodeNotReady",
                        "Node " + node.name() + " status is now: NodeNotReady");
            }
        }
        taint(judged);
        if (NodeTaints.health(judged) == NodeTaints.Health.UNREACHABLE) {
            markPods(judged);
        }
        boolean soon = patience.isPositive() && patience.compareTo(config.nodeMonitorPeriod()) < 0;
        return Outcome.again(soon ? patience : config.nodeMonitorPeriod());
    }

    /// The node with all conditions unknown; worded as in Kubernetes 1.36.
    static Node lost(Node node, Instant now) {
        List<NodeCondition> conditions = new ArrayList<>(node.status().conditions());
        for (String type : WATCHED) {
            NodeCondition known = null;
            for (NodeCondition condition : conditions) {
                known = condition.type().equals(type) ? condition : known;
            }
            if (known == null) {
                conditions.add(
                        unknown(type, "NodeStatusNeverUpdated", "Kubelet never posted node status.")
                                .withLastHeartbeatTime(node.metadata().creationTimestamp())
                                .withLastTransitionTime(now));
            } else if (!known.status().equals("Unknown")) {
                conditions.set(
                        conditions.indexOf(known),
                        unknown(type, "NodeStatusUnknown", "Kubelet stopped posting node status.")
                                .withLastHeartbeatTime(known.lastHeartbeatTime())
                                .withLastTransitionTime(now));
            }
        }
        return node.withStatus(node.status().withConditions(conditions));
    }

    private static NodeCondition unknown(String type, String reason, String message) {
        return NodeCondition.EMPTY
                .withType(type)
                .withStatus("Unknown")
                .withReason(reason)
                .withMessage(message);
    }

    private void taint(Node node) {
        List<Taint> wanted = NodeTaints.wanted(node, mayEvict(node), clock.now());
        if (!wanted.equals(node.spec().taints())) {
            client.update(node.withSpec(node.spec().withTaints(wanted)));
        }
    }

    private boolean mayEvict(Node node) {
        if (NodeTaints.health(node) == NodeTaints.Health.READY) {
            return false;
        }
        List<Node> all = new ArrayList<>(nodes.all());
        all.replaceAll(known -> known.name().equals(node.name()) ? node : asHeard(known));
        if (EvictionRate.isCutOff(all)) {
            return false;
        }
        String zone = EvictionRate.zone(node);
        return NodeTaints.evicts(node)
                || evictionRate.take(
                        zone,
                        all.stream()
                                .filter(other -> EvictionRate.zone(other).equals(zone))
                                .toList());
    }

    private Node asHeard(Node node) {
        return heartbeats.isSilent(node, leaseOf(node)) ? lost(node, clock.now()) : node;
    }

    private @Nullable Lease leaseOf(Node node) {
        return leases.find(ObjectKey.of(LEASES, node.name())).orElse(null);
    }

    /// The kubelet cannot say it, so this does: nobody should send traffic to these pods.
    private void markPods(Node node) {
        for (Pod pod : pods.byIndex(Lister.NODE, node.name())) {
            PodCondition ready = Pods.condition(pod, "Ready");
            if (ready != null && ready.status().equals("True")) {
                List<PodCondition> conditions = new ArrayList<>(pod.status().conditions());
                conditions.set(
                        conditions.indexOf(ready),
                        ready.withStatus("False").withLastTransitionTime(clock.now()));
                try {
                    client.updateStatus(pod.withStatus(pod.status().withConditions(conditions)));
                    recorder.warning(pod, "NodeNotReady", "Node is not ready");
                } catch (ApiException refused) {
                    if (!refused.is(Reason.NOT_FOUND)) {
                        throw refused;
                    }
                }
            }
        }
    }
}
