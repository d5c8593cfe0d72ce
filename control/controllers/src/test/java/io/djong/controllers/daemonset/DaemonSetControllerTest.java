package io.djong.controllers.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.apps.v1.DaemonSet;
import io.djong.api.apps.v1.DaemonSetSpec;
import io.djong.api.apps.v1.DaemonSetUpdateStrategy;
import io.djong.api.apps.v1.RollingUpdateDaemonSet;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeSpec;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.core.v1.Taint;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.ListOptions;
import io.djong.controllers.TestCluster;
import io.djong.meta.IntOrString;
import io.djong.meta.ObjectKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DaemonSetControllerTest {

    private static final Map<String, String> LABELS = Map.of("app", "agent");

    private final TestCluster cluster = new TestCluster().with(DaemonSetController::create);

    @BeforeEach
    void start() throws InterruptedException {
        cluster.pinned = Daemons::nodeOf;
        cluster.start();
        for (String name : List.of("n1", "n2", "n3")) {
            cluster.client.create(
                    Node.KIND
                            .empty()
                            .withMetadata(
                                    ObjectMeta.EMPTY
                                            .withName(name)
                                            .withLabels(Map.of("name", name))));
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static PodTemplateSpec template(String image) {
        return PodTemplateSpec.EMPTY
                .withMetadata(ObjectMeta.EMPTY.withLabels(LABELS))
                .withSpec(
                        PodSpec.EMPTY.withContainers(
                                List.of(Container.EMPTY.withName("c").withImage(image))));
    }

    private void create(PodTemplateSpec template) throws InterruptedException {
        cluster.client.create(
                DaemonSet.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName("agent").withNamespace("a"))
                        .withSpec(
                                DaemonSetSpec.EMPTY
                                        .withSelector(LabelSelector.EMPTY.withMatchLabels(LABELS))
                                        .withUpdateStrategy(
                                                DaemonSetUpdateStrategy.EMPTY
                                                        .withType("RollingUpdate")
                                                        .withRollingUpdate(
                                                                RollingUpdateDaemonSet.EMPTY
                                                                        .withMaxUnavailable(
                                                                                IntOrString.of(1))))
                                        .withTemplate(template)));
        cluster.settle();
    }

    private DaemonSet agent() {
        return cluster.client.get(DaemonSet.KIND, ObjectKey.of("a", "agent"));
    }

    private List<Pod> pods() {
        return cluster.client.list(Pod.KIND, ListOptions.ALL).items();
    }

    private List<String> nodes() {
        return pods().stream().map(Daemons::nodeOf).sorted().toList();
    }

    @Test
    void runsOnePodOnEachNode() throws InterruptedException {
        create(template("v1"));

        assertThat(nodes()).containsExactly("n1", "n2", "n3");
        assertThat(agent().status().desiredNumberScheduled()).isEqualTo(3);
        assertThat(agent().status().numberAvailable()).isEqualTo(3);
        assertThat(agent().status().updatedNumberScheduled()).isEqualTo(3);
    }

    @Test
    void followsNodesAndTheirLabelsAndTaints() throws InterruptedException {
        create(
                template("v1")
                        .withSpec(template("v1").spec().withNodeSelector(Map.of("name", "n1"))));
        assertThat(nodes()).containsExactly("n1");

        Node n1 = cluster.client.get(Node.KIND, ObjectKey.of("n1"));
        cluster.client.update(n1.withMetadata(n1.metadata().withLabels(Map.of("name", "other"))));
        cluster.settle();

        assertThat(nodes()).isEmpty();
    }

    @Test
    void staysOffTaintedNodes() throws InterruptedException {
        Node n2 = cluster.client.get(Node.KIND, ObjectKey.of("n2"));
        cluster.client.update(
                n2.withSpec(
                        NodeSpec.EMPTY.withTaints(
                                List.of(
                                        Taint.EMPTY
                                                .withKey("dedicated")
                                                .withValue("x")
                                                .withEffect("NoSchedule")))));

        create(template("v1"));

        assertThat(nodes()).containsExactly("n1", "n3");
    }

    @Test
    void replacesPodsOneByOne() throws InterruptedException {
        create(template("v1"));
        cluster.healthy = pod -> !pod.spec().containers().getFirst().image().equals("broken");

        DaemonSet now = agent();
        cluster.client.update(now.withSpec(now.spec().withTemplate(template("broken"))));
        cluster.settle();
        assertThat(pods())
                .filteredOn(pod -> pod.spec().containers().getFirst().image().equals("broken"))
                .hasSize(1);
        now = agent();
        cluster.client.update(now.withSpec(now.spec().withTemplate(template("v2"))));
        cluster.settle();

        assertThat(pods())
                .hasSize(3)
                .allMatch(pod -> pod.spec().containers().getFirst().image().equals("v2"));
    }
}
