package io.djong.junit;

import io.djong.api.coordination.v1.Lease;
import io.djong.api.coordination.v1.LeaseSpec;
import io.djong.api.core.v1.ContainerState;
import io.djong.api.core.v1.ContainerStateRunning;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeCondition;
import io.djong.api.core.v1.NodeStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.api.core.v1.PodStatus;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Change;
import io.djong.client.Client;
import io.djong.client.DeleteOptions;
import io.djong.client.Informers;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Quantity;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A node that has no containers: it says of every pod that it runs, and lets go of it when it is deleted.
public final class SimulatedNode {

    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final int LEASE_SECONDS = 40;

    private final String name;
    private final Client client;
    private final Clock clock;
    private final BlockingQueue<Pod> inbox = new LinkedBlockingQueue<>();
    private volatile boolean alive = true;

    SimulatedNode(String name, Client client, Clock clock) {
        this.name = name;
        this.client = client;
        this.clock = clock;
    }

    void start(Informers informers, Threads threads) {
        client.create(node());
        client.updateStatus(client.get(Node.KIND, ObjectKey.of(name)).withStatus(status()));
        informers.of(Pod.KIND).listen(this::hear);
        threads.start("node-" + name, this::tendPods);
        threads.start("lease-" + name, this::renewLease);
    }

    /// Ends the node's life signs: it renews no lease and tends no pod any more.
    public void die() {
        alive = false;
    }

    private void hear(Change<Pod> change) {
        if (!(change instanceof Change.Deleted<Pod>)
                && change.latest().spec().nodeName().equals(name)) {
            inbox.add(change.latest());
        }
    }

    private Node node() {
        return Node.KIND
                .empty()
                .withMetadata(
                        ObjectMeta.EMPTY
                                .withName(name)
                                .withLabels(
                                        Map.of(
                                                "kubernetes.io/hostname",
                                                name,
                                                "kubernetes.io/os",
                                                "linux")));
    }

    private NodeStatus status() {
        Map<String, Quantity> room =
                Map.of(
                        "cpu",
                        Quantity.of(8),
                        "memory",
                        Quantity.parse("16Gi"),
                        "pods",
                        Quantity.of(110));
        NodeCondition ready =
                NodeCondition.EMPTY
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("KubeletReady")
                        .withMessage("kubelet is posting ready status")
                        .withLastHeartbeatTime(clock.now())
                        .withLastTransitionTime(clock.now());
        return NodeStatus.EMPTY
                .withCapacity(room)
                .withAllocatable(room)
                .withConditions(List.of(ready));
    }

    private void tendPods() {
        try {
            while (true) {
                Pod pod = inbox.take();
                if (alive) {
                    tend(pod);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void tend(Pod pod) {
        try {
            if (pod.isDeleting()) {
                client.delete(Pod.KIND, pod.key(), DeleteOptions.NOW.only(pod.uid()));
            } else if (pod.status().phase().equals("Pending")) {
                client.updateStatus(pod.withStatus(running(pod)));
            }
        } catch (ApiException refused) {
            // Another state of the pod is on its way to us.
            if (!refused.is(Reason.CONFLICT) && !refused.is(Reason.NOT_FOUND)) {
                throw refused;
            }
        }
    }

    private PodStatus running(Pod pod) {
        Instant now = clock.now();
        List<ContainerStatus> containers =
                pod.spec().containers().stream()
                        .map(container ->
                                ContainerStatus.EMPTY
                                        .withName(container.name())
                                        .withImage(container.image())
                                        .withReady(true)
                                        .withStarted(true)
                                        .withState(
                                                ContainerState.EMPTY.withRunning(
                                                        ContainerStateRunning.EMPTY.withStartedAt(
                                                                now))))
                        .toList();
        return pod.status()
                .withPhase("Running")
                .withPodIP("10.0.0." + (1 + Math.floorMod(pod.uid().hashCode(), 250)))
                .withStartTime(now)
                .withContainerStatuses(containers)
                .withConditions(
                        List.of(
                                condition("PodScheduled", now),
                                condition("Initialized", now),
                                condition("ContainersReady", now),
                                condition("Ready", now)));
    }

    private static PodCondition condition(String type, Instant now) {
        return PodCondition.EMPTY.withType(type).withStatus("True").withLastTransitionTime(now);
    }

    private void renewLease() {
        try {
            while (alive) {
                renew();
                clock.sleep(RENEWAL);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        ObjectKey key = ObjectKey.of("kube-node-lease", name);
        @Nullable Lease known = client.find(Lease.KIND, key).orElse(null);
        LeaseSpec spec =
                LeaseSpec.EMPTY
                        .withHolderIdentity(name)
                        .withLeaseDurationSeconds(LEASE_SECONDS)
                        .withRenewTime(clock.now());
        if (known == null) {
            client.create(
                    Lease.KIND
                            .empty()
                            .withMetadata(
                                    ObjectMeta.EMPTY
                                            .withNamespace("kube-node-lease")
                                            .withName(name))
                            .withSpec(spec));
        } else {
            client.update(known.withSpec(spec));
        }
    }
}
