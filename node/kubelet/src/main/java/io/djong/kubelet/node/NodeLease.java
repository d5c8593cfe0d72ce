package io.djong.kubelet.node;

import io.djong.api.coordination.v1.Lease;
import io.djong.api.core.v1.Node;
import io.djong.client.Client;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Says again and again that the node lives.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats Node heartbeats
final class NodeLease implements Runnable {

    private static final Log LOG = Log.of(NodeLease.class);

    private static final String NAMESPACE = "kube-node-lease";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final KubeletConfig config;
    private final Client client;
    private final Supplier<Optional<Node>> node;
    private final Clock clock;

    NodeLease(KubeletConfig config, Client client, Supplier<Optional<Node>> node, Clock clock) {
        this.config = config;
        this.client = client;
        this.node = node;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            while (true) {
                Duration pause = config.periods().lease();
                Optional<Node> known = node.get();
                try {
                    if (known.isEmpty()) {
                        pause = RETRY;
                    } else {
                        renew(known.get());
                    }
                } catch (RuntimeException failure) {
                    LOG.warn("Lease not renewed", failure, "node", config.node().name());
                    pause = RETRY;
                }
                clock.sleep(pause);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew(Node owner) {
        Optional<Lease> known =
                client.find(Lease.KIND, ObjectKey.of(NAMESPACE, config.node().name()));
        Fields spec =
                Fields.of("holderIdentity", config.node().name())
                        .with("leaseDurationSeconds", config.periods().leaseDuration().toSeconds())
                        .with("renewTime", Times.micros(clock.now()));
        if (known.isPresent()) {
            client.update(known.get().withFields(known.get().fields().with("spec", spec)));
            return;
        }
        Fields reference =
                Fields.of("apiVersion", "v1")
                        .with("kind", "Node")
                        .with("name", owner.name())
                        .with("uid", owner.uid());
        Fields metadata =
                Fields.of("name", config.node().name())
                        .with("namespace", NAMESPACE)
                        .with("ownerReferences", List.of(reference));
        client.create(
                new Lease(
                        Fields.of("apiVersion", "coordination.k8s.io/v1")
                                .with("kind", "Lease")
                                .with("metadata", metadata)
                                .with("spec", spec)));
    }
}
