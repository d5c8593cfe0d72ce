package io.djong.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.apps.v1.Deployment;
import io.djong.api.apps.v1.DeploymentSpec;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Event;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeCondition;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.core.v1.ResourceRequirements;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.DeleteOptions;
import io.djong.client.ListOptions;
import io.djong.meta.ObjectKey;
import io.djong.meta.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DjongTest {

    private final Djong cluster = Djong.start();

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void runsADeployment() {
        cluster.addNode("a");

        cluster.client().create(deployment("web", 3));
        cluster.settle();

        assertThat(pods())
                .hasSize(3)
                .allSatisfy(pod -> assertThat(pod.status().phase()).isEqualTo("Running"));
        assertThat(
                        cluster.client()
                                .get(Deployment.KIND, ObjectKey.of("default", "web"))
                                .status()
                                .availableReplicas())
                .isEqualTo(3);
    }

    @Test
    void replacesAPodThatIsDeleted() {
        cluster.addNode("a");
        cluster.client().create(deployment("web", 2));
        cluster.settle();
        Pod victim = pods().getFirst();

        cluster.client().delete(Pod.KIND, victim.key(), DeleteOptions.PLAIN);
        cluster.settle();

        assertThat(pods()).hasSize(2).noneMatch(pod -> pod.uid().equals(victim.uid()));
    }

    @Test
    void saysWhyAPodFitsNowhere() {
        cluster.addNode("a");

        cluster.client().create(pod("big", "64"));
        cluster.settle();

        assertThat(scheduled("big"))
                .isEqualTo(
                        "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: "
                                + "1 No preemption victims found for incoming pod.");
    }

    @Test
    void triesAgainWhenANodeComes() {
        cluster.client().create(pod("early", "1"));
        cluster.settle();

        cluster.addNode("late");
        cluster.advance(Duration.ofSeconds(11));

        assertThat(
                        cluster.client()
                                .get(Pod.KIND, ObjectKey.of("default", "early"))
                                .spec()
                                .nodeName())
                .isEqualTo("late");
    }

    @Test
    void givesUpANodeWhoseLeaseExpires() {
        SimulatedNode node = cluster.addNode("a");
        cluster.advance(Duration.ofMinutes(1));
        assertThat(ready("a")).isEqualTo("True");

        node.die();
        cluster.advance(Duration.ofMinutes(2));

        assertThat(ready("a")).isEqualTo("Unknown");
    }

    @Test
    void movesPodsAwayFromADeadNode() {
        SimulatedNode dying = cluster.addNode("a");
        cluster.client().create(deployment("web", 1));
        cluster.settle();
        cluster.addNode("b");

        dying.die();
        cluster.advance(Duration.ofMinutes(8));

        assertThat(pods())
                .anyMatch(pod ->
                        pod.spec().nodeName().equals("b")
                                && pod.status().phase().equals("Running"));
    }

    @Test
    void recordsEvents() {
        cluster.addNode("a");
        cluster.client().create(deployment("web", 1));
        cluster.settle();

        List<Event> events =
                cluster.client().list(Event.KIND, ListOptions.inNamespace("default")).items();

        assertThat(events).anyMatch(event -> event.reason().equals("ScalingReplicaSet"));
        assertThat(events)
                .anyMatch(event ->
                        event.message().matches("Successfully assigned default/web-\\S+ to a"));
    }

    private List<Pod> pods() {
        return cluster.client().list(Pod.KIND, ListOptions.inNamespace("default")).items();
    }

    private String scheduled(String name) {
        for (PodCondition condition :
                cluster.client()
                        .get(Pod.KIND, ObjectKey.of("default", name))
                        .status()
                        .conditions()) {
            if (condition.type().equals("PodScheduled")) {
                return condition.message();
            }
        }
        return "";
    }

    private String ready(String name) {
        for (NodeCondition condition :
                cluster.client().get(Node.KIND, ObjectKey.of(name)).status().conditions()) {
            if (condition.type().equals("Ready")) {
                return condition.status();
            }
        }
        return "";
    }

    private static Deployment deployment(String name, int replicas) {
        Map<String, String> labels = Map.of("app", name);
        return Deployment.KIND
                .empty()
                .withMetadata(ObjectMeta.EMPTY.withNamespace("default").withName(name))
                .withSpec(
                        DeploymentSpec.EMPTY
                                .withReplicas(replicas)
                                .withSelector(LabelSelector.EMPTY.withMatchLabels(labels))
                                .withTemplate(
                                        PodTemplateSpec.EMPTY
                                                .withMetadata(ObjectMeta.EMPTY.withLabels(labels))
                                                .withSpec(podSpec("100m"))));
    }

    private static Pod pod(String name, String cpu) {
        return Pod.KIND
                .empty()
                .withMetadata(ObjectMeta.EMPTY.withNamespace("default").withName(name))
                .withSpec(podSpec(cpu));
    }

    private static PodSpec podSpec(String cpu) {
        return PodSpec.EMPTY.withContainers(
                List.of(
                        Container.EMPTY
                                .withName("main")
                                .withImage("example.org/app:1")
                                .withResources(
                                        ResourceRequirements.EMPTY.withRequests(
                                                Map.of("cpu", Quantity.parse(cpu))))));
    }
}
