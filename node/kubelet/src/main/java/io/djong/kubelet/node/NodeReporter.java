package io.djong.kubelet.node;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeCondition;
import io.djong.api.core.v1.NodeSpec;
import io.djong.api.core.v1.NodeStatus;
import io.djong.api.core.v1.Taint;
import io.djong.client.Client;
import io.djong.client.Patch;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.kubelet.events.Events;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.runtime.Cri;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Registers the node and keeps its status true.
///
/// Shape: one thread computes and writes; the node as last seen is a volatile snapshot.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/nodes/ Nodes
public final class NodeReporter implements AutoCloseable {

    private static final Log LOG = Log.of(NodeReporter.class);

    private static final Duration RETRY = Duration.ofMillis(200);

    /// Until the node is ready it is looked at often, so that it is seen to be ready at once.
    private static final Duration UNREADY_PERIOD = Duration.ofMillis(250);

    private final KubeletConfig config;
    private final Client client;
    private final NodeStatuses statuses;
    private final Events events;
    private final Clock clock;
    private final IntSupplier port;
    private final List<Thread> threads = new ArrayList<>();
    private volatile @Nullable Node node;
    private @Nullable Instant writtenAt;

    /// @param port at which the kubelet is reached
    /// @param pressures the conditions that hold now, such as `MemoryPressure`
    public NodeReporter(
            KubeletConfig config,
            NodeFacts facts,
            Client client,
            Cri cri,
            Events events,
            Supplier<Set<String>> pressures,
            IntSupplier port,
            Clock clock) {
        this.config = config;
        this.client = client;
        this.statuses = new NodeStatuses(config, facts, cri, pressures);
        this.events = events;
        this.clock = clock;
        this.port = port;
    }

    /// The node as the API last had it; empty before it is registered.
    public Optional<Node> node() {
        return Optional.ofNullable(node);
    }

    public void start(Threads source) {
        threads.add(source.start("node-status", this::run));
        threads.add(source.start("node-lease", new NodeLease(config, client, this::node, clock)));
    }

    private void run() {
        try {
            register();
            while (true) {
                boolean isReady = node().map(NodeReporter::isReady).orElse(false);
                clock.sleep(isReady ? config.periods().statusUpdate() : UNREADY_PERIOD);
                try {
                    update();
                } catch (RuntimeException failure) {
                    LOG.warn("Node status not written", failure, "node", config.node().name());
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void register() throws InterruptedException {
        while (true) {
            try {
                Node registered = createOrFind();
                node = registered;
                events.ofNode(registered, "Normal", "Starting", "Starting kubelet.");
                update();
                return;
            } catch (RuntimeException failure) {
                LOG.warn(
                        "Node not registered",
                        failure,
                        "node",
                        config.node().name(),
                        "retryIn",
                        RETRY);
                clock.sleep(RETRY);
            }
        }
    }

    private Node createOrFind() {
        Node wanted = initial();
        try {
            return client.create(wanted);
        } catch (ApiException refused) {
            if (!refused.is(Reason.ALREADY_EXISTS)) {
                throw refused;
            }
        }
        Node known = client.get(Node.KIND, ObjectKey.of(config.node().name()));
        Fields missing = Fields.EMPTY;
        for (Map.Entry<String, String> label : wanted.labels().entrySet()) {
            if (!label.getValue().equals(known.labels().get(label.getKey()))) {
                missing = missing.with(label.getKey(), label.getValue());
            }
        }
        return missing.isEmpty()
                ? known
                : client.patch(
                        Node.KIND,
                        known.key(),
                        new Patch.Strategic(Fields.of("metadata", Fields.of("labels", missing))));
    }

    private Node initial() {
        KubeletConfig.Node settings = config.node();
        Fields.Builder labels = Fields.builder();
        Map<String, String> all = new TreeMap<>(settings.labels());
        all.put("beta.kubernetes.io/arch", NodeFacts.architecture());
        all.put("beta.kubernetes.io/os", "linux");
        all.put("kubernetes.io/arch", NodeFacts.architecture());
        all.put("kubernetes.io/hostname", settings.hostname());
        all.put("kubernetes.io/os", "linux");
        all.forEach(labels::add);
        Fields metadata =
                Fields.of("name", settings.name())
                        .with("labels", labels.build())
                        .with(
                                "annotations",
                                Fields.of(
                                        "volumes.kubernetes.io/controller-managed-attach-detach",
                                        "true"));
        Node bare =
                new Node(
                        Fields.of("apiVersion", "v1")
                                .with("kind", "Node")
                                .with("metadata", metadata)
                                .with("spec", spec(settings).fields()));
        return bare.withStatus(statuses.of(bare, port.getAsInt(), clock.now()));
    }

    private static NodeSpec spec(KubeletConfig.Node settings) {
        NodeSpec spec =
                NodeSpec.EMPTY.withTaints(
                        settings.taints().stream()
                                .map(taint ->
                                        Taint.EMPTY
                                                .withKey(taint.key())
                                                .withValue(taint.value())
                                                .withEffect(taint.effect()))
                                .toList());
        return settings.podCidr().isEmpty()
                ? spec
                : spec.withPodCIDR(settings.podCidr()).withPodCIDRs(List.of(settings.podCidr()));
    }

    /// Writes the status when it changed, or when it has not been written for long.
    private void update() {
        Node known = client.get(Node.KIND, ObjectKey.of(config.node().name()));
        Instant now = clock.now();
        NodeStatus status = statuses.of(known, port.getAsInt(), now);
        boolean changed = !withoutHeartbeats(status).equals(withoutHeartbeats(known.status()));
        Instant last = writtenAt;
        boolean isDue = last == null || !now.isBefore(last.plus(config.periods().statusReport()));
        if (changed || isDue) {
            Node written =
                    client.patch(
                            Node.KIND,
                            known.key(),
                            "status",
                            new Patch.Strategic(Fields.of("status", status.fields())));
            writtenAt = now;
            tellReadiness(known, written);
            node = written;
        } else {
            node = known;
        }
    }

    private void tellReadiness(Node before, Node now) {
        boolean wasReady = writtenAt != null && isReady(before);
        if (isReady(now) != wasReady) {
            String reason = isReady(now) ? "NodeReady" : "NodeNotReady";
            events.ofNode(
                    now,
                    "Normal",
                    reason,
                    "Node %s status is now: %s".formatted(now.name(), reason));
        }
    }

    static boolean isReady(Node node) {
        for (NodeCondition condition : node.status().conditions()) {
            if (condition.type().equals("Ready")) {
                return condition.status().equals("True");
            }
        }
        return false;
    }

    private static NodeStatus withoutHeartbeats(NodeStatus status) {
        return status.withConditions(
                status.conditions().stream().map(one -> one.withLastHeartbeatTime(null)).toList());
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
