package io.djong.controllers.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.Nodes;
import io.djong.api.coordination.v1.Lease;
import io.djong.api.coordination.v1.LeaseSpec;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeCondition;
import io.djong.api.core.v1.NodeStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.Taint;
import io.djong.api.core.v1.Toleration;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.DeleteOptions;
import io.djong.client.ListOptions;
import io.djong.controllers.TestCluster;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeControllersTest {

    private final TestCluster cluster =
            new TestCluster()
                    .with(parts -> NodeLifecycleController.create(parts, NodeConfig.defaults()))
                    .with(parts -> NodeIpamController.create(parts, "10.244.0.0/16", 24))
                    .with(TaintEvictionController::create)
                    .with(parts -> PodGarbageCollector.create(parts, 2));

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
        node("n1");
        node("n2");
        cluster.settle();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void node(String name) {
        NodeCondition ready =
                NodeCondition.EMPTY
                        .withType("Ready")
                        .withStatus("True")
                        .withLastHeartbeatTime(cluster.time.now());
        cluster.client.create(
                Node.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName(name))
                        .withStatus(NodeStatus.EMPTY.withConditions(List.of(ready))));
    }

    /// Only the first node goes on renewing its lease.
    private void pass(Duration time) throws InterruptedException {
        for (int i = 0; i < time.toSeconds() / 10; i++) {
            Lease lease =
                    Lease.KIND
                            .empty()
                            .withMetadata(
                                    ObjectMeta.EMPTY
                                            .withName("n1")
                                            .withNamespace("kube-node-lease"))
                            .withSpec(LeaseSpec.EMPTY.withRenewTime(cluster.time.now()));
            if (cluster.client.find(Lease.KIND, lease.key()).isPresent()) {
                cluster.client.update(lease);
            } else {
                cluster.client.create(lease);
            }
            cluster.settle();
            cluster.advance(Duration.ofSeconds(10));
        }
    }

    private void pod(String name, String node, List<Toleration> tolerations)
            throws InterruptedException {
        cluster.client.create(
                Pod.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName(name).withNamespace("a"))
                        .withSpec(
                                PodSpec.EMPTY
                                        .withNodeName(node)
                                        .withTolerations(tolerations)
                                        .withContainers(List.of(Container.EMPTY.withName("c")))));
        cluster.settle();
    }

    private Node get(String name) {
        return cluster.client.get(Node.KIND, ObjectKey.of(name));
    }

    private List<String> pods() {
        return cluster.client.list(Pod.KIND, ListOptions.ALL).items().stream()
                .map(Pod::name)
                .toList();
    }

    private static Toleration forSeconds(long seconds) {
        return Toleration.EMPTY
                .withKey(NodeTaints.UNREACHABLE)
                .withOperator("Exists")
                .withEffect("NoExecute")
                .withTolerationSeconds(seconds);
    }

    @Test
    void losesANodeThatIsSilentAndMovesItsPods() throws InterruptedException {
        pod("stays", "n1", List.of());
        pod("goes", "n2", List.of(forSeconds(300)));

        pass(Duration.ofSeconds(70));
        assertThat(Nodes.isReady(get("n1"))).isTrue();
        assertThat(Nodes.condition(get("n2"), "Ready"))
                .matches(condition ->
                        condition.message().equals("Kubelet stopped posting node status."));
        assertThat(get("n2").spec().taints())
                .extracting(Taint::effect)
                .containsExactlyInAnyOrder("NoSchedule", "NoExecute");
        assertThat(pods()).containsExactly("goes", "stays");
        pass(Duration.ofSeconds(310));

        assertThat(pods()).containsExactly("stays");
        assertThat(cluster.events("TaintManagerEviction"))
                .containsExactly("Marking for deletion Pod a/goes");
    }

    @Test
    void takesTaintsBackWhenTheNodeIsThereAgain() throws InterruptedException {
        pass(Duration.ofSeconds(70));
        Node lost = get("n2");

        NodeCondition ready =
                NodeCondition.EMPTY
                        .withType("Ready")
                        .withStatus("True")
                        .withLastHeartbeatTime(cluster.time.now());
        cluster.client.updateStatus(lost.withStatus(lost.status().withConditions(List.of(ready))));
        cluster.settle();

        assertThat(get("n2").spec().taints()).isEmpty();
    }

    @Test
    void evictsNobodyWhenAllNodesAreLost() throws InterruptedException {
        pod("stays", "n2", List.of());

        cluster.advance(Duration.ofMinutes(10));

        assertThat(get("n1").spec().taints())
                .extracting(Taint::effect)
                .containsExactly("NoSchedule");
        assertThat(pods()).containsExactly("stays");
    }

    @Test
    void givesEachNodeItsPrefix() {
        assertThat(List.of(get("n1").spec().podCIDR(), get("n2").spec().podCIDR()))
                .containsExactly("10.244.0.0/24", "10.244.1.0/24");
        assertThat(NodePrefixes.parse("10.0.0.0/23", 24).firstFree(Set.of("10.0.0.0/24")))
                .isEqualTo("10.0.1.0/24");
    }

    @Test
    void removesPodsOfNodesThatAreGone() throws InterruptedException {
        pod("orphan", "n2", List.of());

        cluster.client.delete(Node.KIND, ObjectKey.of("n2"), DeleteOptions.PLAIN);
        pass(Duration.ofSeconds(80));

        assertThat(pods()).isEmpty();
    }

    @Test
    void removesTheOldestEndedPods() throws InterruptedException {
        cluster.end = _ -> "Succeeded";
        for (String name : List.of("one", "two", "three")) {
            pod(name, "n1", List.of());
            cluster.advance(Duration.ofSeconds(1));
        }

        cluster.advance(Duration.ofSeconds(30));

        assertThat(pods()).containsExactlyInAnyOrder("two", "three");
    }
}
