package io.djong.controllers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.apps.v1.Deployment;
import io.djong.api.apps.v1.DeploymentCondition;
import io.djong.api.apps.v1.DeploymentSpec;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.ListOptions;
import io.djong.controllers.TestCluster;
import io.djong.controllers.replicaset.ReplicaSetController;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentControllerTest {

    private static final ObjectKey WEB = ObjectKey.of("default", "web");
    private static final Map<String, String> LABELS = Map.of("app", "web");

    private final TestCluster cluster =
            new TestCluster().with(DeploymentController::create).with(ReplicaSetController::create);

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static Deployment deployment(int replicas) {
        return Deployment.KIND
                .empty()
                .withMetadata(ObjectMeta.EMPTY.withName("web").withNamespace("default"))
                .withSpec(
                        DeploymentSpec.EMPTY
                                .withReplicas(replicas)
                                .withProgressDeadlineSeconds(600)
                                .withRevisionHistoryLimit(10)
                                .withSelector(LabelSelector.EMPTY.withMatchLabels(LABELS))
                                .withTemplate(template("v1")));
    }

    private static PodTemplateSpec template(String image) {
        return PodTemplateSpec.EMPTY
                .withMetadata(ObjectMeta.EMPTY.withLabels(LABELS))
                .withSpec(
                        PodSpec.EMPTY.withContainers(
                                List.of(Container.EMPTY.withName("c").withImage(image))));
    }

    private Deployment web() {
        return cluster.client.get(Deployment.KIND, WEB);
    }

    private void change(UnaryOperator<DeploymentSpec> change) throws InterruptedException {
        Deployment now = web();
        cluster.client.update(now.withSpec(change.apply(now.spec())));
        cluster.settle();
    }

    private List<Pod> pods() {
        return cluster.client.list(Pod.KIND, ListOptions.ALL).items();
    }

    private List<ReplicaSet> sets() {
        return cluster.client.list(ReplicaSet.KIND, ListOptions.ALL).items();
    }

    private String condition(String type) {
        for (DeploymentCondition condition : web().status().conditions()) {
            if (condition.type().equals(type)) {
                return condition.status() + " " + condition.reason();
            }
        }
        return "";
    }

    @Test
    void runsItsPodsAndReportsThem() throws InterruptedException {
        cluster.client.create(deployment(3));

        cluster.settle();

        assertThat(pods()).hasSize(3);
        ReplicaSet set = sets().getFirst();
        assertThat(set.name())
                .startsWith("web-")
                .isEqualTo("web-" + set.labels().get("pod-template-hash"));
        assertThat(web().status().availableReplicas()).isEqualTo(3);
        assertThat(web().status().unavailableReplicas()).isZero();
        assertThat(web().annotations()).containsEntry("deployment.kubernetes.io/revision", "1");
        assertThat(condition("Available")).isEqualTo("True MinimumReplicasAvailable");
        assertThat(condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
        assertThat(cluster.events("ScalingReplicaSet"))
                .containsExactly("Scaled up replica set " + set.name() + " from 0 to 3");
    }

    @Test
    void rollsToANewTemplateAndBack() throws InterruptedException {
        cluster.client.create(deployment(4));
        cluster.settle();

        change(spec -> spec.withTemplate(template("v2")));
        assertThat(pods())
                .hasSize(4)
                .allMatch(pod -> pod.spec().containers().getFirst().image().equals("v2"));
        assertThat(sets()).hasSize(2);
        change(spec -> spec.withTemplate(template("v1")));

        assertThat(pods())
                .hasSize(4)
                .allMatch(pod -> pod.spec().containers().getFirst().image().equals("v1"));
        ReplicaSet current =
                sets().stream().filter(set -> Rollout.replicas(set) == 4).findFirst().orElseThrow();
        assertThat(current.annotations())
                .containsEntry("deployment.kubernetes.io/revision", "3")
                .containsEntry("deployment.kubernetes.io/revision-history", "1");
        assertThat(web().annotations()).containsEntry("deployment.kubernetes.io/revision", "3");
    }

    @Test
    void keepsOldPodsWhenNewOnesDoNotBecomeReady() throws InterruptedException {
        cluster.client.create(deployment(4));
        cluster.settle();
        cluster.healthy = pod -> !pod.spec().containers().getFirst().image().equals("broken");

        change(spec -> spec.withTemplate(template("broken")));

        assertThat(pods())
                .filteredOn(pod -> pod.spec().containers().getFirst().image().equals("v1"))
                .hasSize(3);
        assertThat(pods()).hasSize(5);
        assertThat(condition("Progressing")).isEqualTo("True ReplicaSetUpdated");
        cluster.advance(Duration.ofSeconds(602));
        assertThat(condition("Progressing")).isEqualTo("False ProgressDeadlineExceeded");
    }

    @Test
    void scalesAtOnce() throws InterruptedException {
        cluster.client.create(deployment(2));
        cluster.settle();

        change(spec -> spec.withReplicas(5));
        assertThat(pods()).hasSize(5);
        change(spec -> spec.withReplicas(0));

        assertThat(pods()).isEmpty();
        assertThat(web().status().replicas()).isZero();
        assertThat(condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
    }

    @Test
    void recreateStopsAllOldPodsFirst() throws InterruptedException {
        Deployment deployment = deployment(2);
        cluster.client.create(
                deployment.withSpec(
                        deployment
                                .spec()
                                .withStrategy(deployment.spec().strategy().withType("Recreate"))));
        cluster.settle();
        cluster.hasKubelet = false;

        change(spec -> spec.withTemplate(template("v2")));
        assertThat(pods()).hasSize(2).allMatch(Pod::isDeleting);
        cluster.hasKubelet = true;
        cluster.settle();

        assertThat(pods())
                .hasSize(2)
                .allMatch(pod -> pod.spec().containers().getFirst().image().equals("v2"));
    }

    @Test
    void doesNotRollWhilePaused() throws InterruptedException {
        cluster.client.create(deployment(2));
        cluster.settle();

        change(spec -> spec.withPaused(true));
        change(spec -> spec.withTemplate(template("v2")));
        assertThat(condition("Progressing")).isEqualTo("Unknown DeploymentPaused");
        assertThat(pods()).allMatch(pod -> pod.spec().containers().getFirst().image().equals("v1"));
        change(spec -> spec.withPaused(false));

        assertThat(pods())
                .hasSize(2)
                .allMatch(pod -> pod.spec().containers().getFirst().image().equals("v2"));
    }

    @Test
    void forgetsSetsBeyondTheHistoryLimit() throws InterruptedException {
        cluster.client.create(
                deployment(1).withSpec(deployment(1).spec().withRevisionHistoryLimit(1)));
        cluster.settle();

        for (String image : List.of("v2", "v3", "v4")) {
            change(spec -> spec.withTemplate(template(image)));
        }

        assertThat(sets()).hasSize(2);
    }
}
