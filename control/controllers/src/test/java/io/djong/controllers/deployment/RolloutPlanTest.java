package io.djong.controllers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.apps.v1.Deployment;
import io.djong.api.apps.v1.DeploymentSpec;
import io.djong.api.apps.v1.DeploymentStrategy;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.apps.v1.ReplicaSetSpec;
import io.djong.api.apps.v1.ReplicaSetStatus;
import io.djong.api.apps.v1.RollingUpdateDeployment;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.meta.IntOrString;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutPlanTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static PodTemplateSpec template(String image) {
        return PodTemplateSpec.EMPTY
                .withMetadata(ObjectMeta.EMPTY.withLabels(Map.of("app", "web")))
                .withSpec(
                        PodSpec.EMPTY.withContainers(
                                List.of(Container.EMPTY.withName("c").withImage(image))));
    }

    private static Deployment deployment(int replicas, String surge, String unavailable) {
        RollingUpdateDeployment rolling =
                RollingUpdateDeployment.EMPTY
                        .withMaxSurge(bound(surge))
                        .withMaxUnavailable(bound(unavailable));
        return Deployment.KIND
                .empty()
                .withMetadata(
                        ObjectMeta.EMPTY
                                .withName("web")
                                .withNamespace("a")
                                .withUid("d")
                                .withAnnotations(Map.of(RevisionAnnotations.REVISION, "2")))
                .withSpec(
                        DeploymentSpec.EMPTY
                                .withReplicas(replicas)
                                .withSelector(
                                        LabelSelector.EMPTY.withMatchLabels(Map.of("app", "web")))
                                .withStrategy(
                                        DeploymentStrategy.EMPTY
                                                .withType("RollingUpdate")
                                                .withRollingUpdate(rolling))
                                .withTemplate(template("new")));
    }

    private static IntOrString bound(String text) {
        return text.endsWith("%") ? IntOrString.of(text) : IntOrString.of(Integer.parseInt(text));
    }

    private static ReplicaSet set(String image, int replicas, int available, int desired, int max) {
        Map<String, String> annotations =
                Map.of(
                        RevisionAnnotations.REVISION, image.equals("new") ? "2" : "1",
                        RevisionAnnotations.DESIRED, Integer.toString(desired),
                        RevisionAnnotations.MAX, Integer.toString(max));
        return ReplicaSet.KIND
                .empty()
                .withMetadata(
                        ObjectMeta.EMPTY
                                .withName(image)
                                .withUid(image)
                                .withCreationTimestamp(
                                        NOW.minusSeconds(image.equals("new") ? 10 : 100))
                                .withAnnotations(annotations))
                .withSpec(ReplicaSetSpec.EMPTY.withReplicas(replicas).withTemplate(template(image)))
                .withStatus(
                        ReplicaSetStatus.EMPTY
                                .withReplicas(replicas)
                                .withAvailableReplicas(available));
    }

    private static String scaled(Deployment deployment, ReplicaSet... sets) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (Step step : RolloutPlan.of(deployment, List.of(sets), List.of(), NOW)) {
            if (step instanceof Step.Scale(ReplicaSet set, int _)) {
                sizes.put(set.name(), Rollout.replicas(set));
            }
        }
        return sizes.toString();
    }

    /// The current set grows within the surge before old ones shrink within the unavailability.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // wanted | surge | unavailable | old size, available | new size, available | what
                // is scaled
                "10 | 25% | 25% | 10 | 10 | 0 | 0 | {new=3}",
                "10 | 25% | 25% | 10 | 10 | 3 | 0 | {old=8}",
                "10 | 25% | 25% |  8 |  8 | 3 | 0 | {new=5}",
                "10 | 25% | 25% |  8 |  8 | 5 | 0 | {}",
                "10 | 25% | 25% |  8 |  8 | 5 | 2 | {old=6}",
                "10 | 0   | 1   | 10 | 10 | 0 | 0 | {old=9}",
                "10 | 1   | 0   | 10 | 10 | 1 | 0 | {}",
                "10 | 1   | 0   | 10 | 10 | 1 | 1 | {old=9}",
                "10 | 0   | 0   | 10 | 10 | 0 | 0 | {old=9}",
                "10 | 25% | 25% | 10 |  5 | 3 | 0 | {old=8}",
                " 1 | 25% | 25% |  1 |  1 | 1 | 1 | {old=0}",
                " 4 | 25% | 25% |  4 |  0 | 1 | 0 | {old=3}",
            })
    void rollsWithinItsBounds(
            int wanted,
            String surge,
            String unavailable,
            int oldSize,
            int oldAvailable,
            int newSize,
            int newAvailable,
            String scaled) {
        Deployment deployment = deployment(wanted, surge, unavailable);
        Rollout bounds = Rollout.of(deployment, List.of());
        int max = wanted + bounds.maxSurge();

        assertThat(
                        scaled(
                                deployment,
                                set("old", oldSize, oldAvailable, wanted, max),
                                set("new", newSize, newAvailable, wanted, max)))
                .isEqualTo(scaled);
    }

    /// In the middle of a rollout a new size is spread over the sets by their shares.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // before | after | surge | old size | new size | what is scaled
                "10 | 15 | 3 | 8 | 5 | {new=7, old=11}",
                "10 |  5 | 3 | 8 | 5 | {new=3, old=5}",
                "10 |  0 | 3 | 8 | 5 | {new=0, old=0}",
            })
    void scalesInProportion(
            int before, int after, int surge, int oldSize, int newSize, String scaled) {
        Deployment deployment = deployment(after, Integer.toString(surge), "2");

        assertThat(
                        scaled(
                                deployment,
                                set("old", oldSize, oldSize, before, before + surge),
                                set("new", newSize, 0, before, before + surge)))
                .isEqualTo(scaled);
    }
}
