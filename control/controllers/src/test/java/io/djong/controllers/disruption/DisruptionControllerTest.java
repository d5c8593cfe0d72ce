package io.djong.controllers.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.core.v1.ReplicationController;
import io.djong.api.core.v1.ReplicationControllerSpec;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.api.policy.v1.PodDisruptionBudget;
import io.djong.api.policy.v1.PodDisruptionBudgetSpec;
import io.djong.client.ListOptions;
import io.djong.controllers.TestCluster;
import io.djong.controllers.replicaset.ReplicationControllers;
import io.djong.meta.IntOrString;
import io.djong.meta.ObjectKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisruptionControllerTest {

    private static final Map<String, String> LABELS = Map.of("app", "web");

    private final TestCluster cluster =
            new TestCluster()
                    .with(DisruptionController::create)
                    .with(ReplicationControllers::create);

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
        cluster.client.create(
                ReplicationController.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName("web").withNamespace("a"))
                        .withSpec(
                                ReplicationControllerSpec.EMPTY
                                        .withReplicas(4)
                                        .withSelector(LABELS)
                                        .withTemplate(
                                                PodTemplateSpec.EMPTY
                                                        .withMetadata(
                                                                ObjectMeta.EMPTY.withLabels(LABELS))
                                                        .withSpec(
                                                                PodSpec.EMPTY.withContainers(
                                                                        List.of(
                                                                                Container.EMPTY
                                                                                        .withName(
                                                                                                "c")))))));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private PodDisruptionBudget budget(PodDisruptionBudgetSpec spec) throws InterruptedException {
        cluster.client.create(
                PodDisruptionBudget.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName("b").withNamespace("a"))
                        .withSpec(spec.withSelector(LabelSelector.EMPTY.withMatchLabels(LABELS))));
        cluster.settle();
        return cluster.client.get(PodDisruptionBudget.KIND, ObjectKey.of("a", "b"));
    }

    @Test
    void countsWhatTheControllersOfPodsAskFor() throws InterruptedException {
        PodDisruptionBudget budget =
                budget(PodDisruptionBudgetSpec.EMPTY.withMaxUnavailable(IntOrString.of("25%")));

        assertThat(cluster.client.list(Pod.KIND, ListOptions.ALL).items()).hasSize(4);
        assertThat(budget.status().expectedPods()).isEqualTo(4);
        assertThat(budget.status().desiredHealthy()).isEqualTo(3);
        assertThat(budget.status().disruptionsAllowed()).isEqualTo(1);
        assertThat(budget.status().conditions().getFirst().reason()).isEqualTo("SufficientPods");
    }

    @Test
    void allowsNothingBelowTheMinimum() throws InterruptedException {
        PodDisruptionBudget budget =
                budget(PodDisruptionBudgetSpec.EMPTY.withMinAvailable(IntOrString.of(4)));

        assertThat(budget.status().currentHealthy()).isEqualTo(4);
        assertThat(budget.status().disruptionsAllowed()).isZero();
        assertThat(budget.status().conditions().getFirst().reason()).isEqualTo("InsufficientPods");
    }
}
