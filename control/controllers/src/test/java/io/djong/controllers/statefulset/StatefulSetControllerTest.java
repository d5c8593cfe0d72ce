package io.djong.controllers.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.apps.v1.RollingUpdateStatefulSetStrategy;
import io.djong.api.apps.v1.StatefulSet;
import io.djong.api.apps.v1.StatefulSetSpec;
import io.djong.api.apps.v1.StatefulSetUpdateStrategy;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.ListOptions;
import io.djong.controllers.TestCluster;
import io.djong.meta.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatefulSetControllerTest {

    private static final Map<String, String> LABELS = Map.of("app", "db");

    private final TestCluster cluster = new TestCluster().with(StatefulSetController::create);

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
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

    private static StatefulSetUpdateStrategy rolling(int partition) {
        return StatefulSetUpdateStrategy.EMPTY
                .withType("RollingUpdate")
                .withRollingUpdate(RollingUpdateStatefulSetStrategy.EMPTY.withPartition(partition));
    }

    private void create(int replicas) throws InterruptedException {
        cluster.client.create(
                StatefulSet.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName("db").withNamespace("a"))
                        .withSpec(
                                StatefulSetSpec.EMPTY
                                        .withReplicas(replicas)
                                        .withServiceName("db")
                                        .withUpdateStrategy(rolling(0))
                                        .withSelector(LabelSelector.EMPTY.withMatchLabels(LABELS))
                                        .withTemplate(template("v1"))
                                        .withVolumeClaimTemplates(
                                                List.of(
                                                        PersistentVolumeClaim.EMPTY.withMetadata(
                                                                ObjectMeta.EMPTY.withName(
                                                                        "data"))))));
        cluster.settle();
    }

    private StatefulSet db() {
        return cluster.client.get(StatefulSet.KIND, ObjectKey.of("a", "db"));
    }

    private void change(UnaryOperator<StatefulSetSpec> change) throws InterruptedException {
        StatefulSet now = db();
        cluster.client.update(now.withSpec(change.apply(now.spec())));
        cluster.settle();
    }

    private List<String> images() {
        return cluster.client.list(Pod.KIND, ListOptions.ALL).items().stream()
                .map(pod -> pod.name() + " " + pod.spec().containers().getFirst().image())
                .toList();
    }

    @Test
    void makesPodsInOrderWithTheirClaims() throws InterruptedException {
        create(3);

        assertThat(images()).containsExactly("db-0 v1", "db-1 v1", "db-2 v1");
        assertThat(cluster.events("SuccessfulCreate"))
                .containsExactly(
                        "create Claim data-db-0 Pod db-0 in StatefulSet db success",
                        "create Pod db-0 in StatefulSet db successful",
                        "create Claim data-db-1 Pod db-1 in StatefulSet db success",
                        "create Pod db-1 in StatefulSet db successful",
                        "create Claim data-db-2 Pod db-2 in StatefulSet db success",
                        "create Pod db-2 in StatefulSet db successful");
        Pod pod = cluster.client.get(Pod.KIND, ObjectKey.of("a", "db-1"));
        assertThat(pod.spec().hostname()).isEqualTo("db-1");
        assertThat(pod.spec().subdomain()).isEqualTo("db");
        assertThat(pod.labels()).containsEntry("statefulset.kubernetes.io/pod-name", "db-1");
        assertThat(db().status().currentRevision())
                .isEqualTo(db().status().updateRevision())
                .startsWith("db-");
        assertThat(db().status().availableReplicas()).isEqualTo(3);
    }

    @Test
    void waitsForEachPodToBeReady() throws InterruptedException {
        cluster.healthy = pod -> !pod.name().equals("db-1");

        create(3);

        assertThat(images()).containsExactly("db-0 v1", "db-1 v1");
    }

    @Test
    void shrinksFromTheHighestAndKeepsClaims() throws InterruptedException {
        create(3);

        change(spec -> spec.withReplicas(1));

        assertThat(images()).containsExactly("db-0 v1");
        assertThat(cluster.client.list(PersistentVolumeClaim.KIND, ListOptions.ALL).items())
                .hasSize(3);
    }

    @Test
    void rollsToANewTemplate() throws InterruptedException {
        create(2);

        change(spec -> spec.withTemplate(template("v2")));

        assertThat(images()).containsExactly("db-0 v2", "db-1 v2");
        assertThat(db().status().currentRevision()).isEqualTo(db().status().updateRevision());
        assertThat(db().status().currentReplicas()).isEqualTo(2);
    }

    @Test
    void leavesPodsBelowThePartition() throws InterruptedException {
        create(3);

        change(spec -> spec.withUpdateStrategy(rolling(2)).withTemplate(template("v2")));

        assertThat(images()).containsExactly("db-0 v1", "db-1 v1", "db-2 v2");
        assertThat(db().status().updatedReplicas()).isEqualTo(1);
    }
}
