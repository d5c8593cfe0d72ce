package io.djong.controllers.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.apps.v1.Deployment;
import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.ResourceQuota;
import io.djong.api.core.v1.ResourceQuotaSpec;
import io.djong.api.core.v1.ResourceRequirements;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.DeleteOptions;
import io.djong.controllers.TestCluster;
import io.djong.meta.ObjectKey;
import io.djong.meta.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourceQuotaControllerTest {

    private final TestCluster cluster = new TestCluster().with(ResourceQuotaController::create);

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static ObjectMeta meta(String name) {
        return ObjectMeta.EMPTY.withName(name).withNamespace("a");
    }

    private Map<String, Quantity> used() {
        return cluster.client.get(ResourceQuota.KIND, ObjectKey.of("a", "q")).status().used();
    }

    @Test
    void countsWhatIsThereAndWhatGoes() throws InterruptedException {
        cluster.client.create(ConfigMap.KIND.empty().withMetadata(meta("c")));
        cluster.client.create(Deployment.KIND.empty().withMetadata(meta("d")));
        Container container =
                Container.EMPTY
                        .withName("c")
                        .withResources(
                                ResourceRequirements.EMPTY.withRequests(
                                        Map.of("cpu", Quantity.parse("250m"))));
        cluster.client.create(
                Pod.KIND
                        .empty()
                        .withMetadata(meta("p"))
                        .withSpec(PodSpec.EMPTY.withContainers(List.of(container))));
        Map<String, Quantity> hard =
                Map.of(
                        "pods", Quantity.of(5),
                        "requests.cpu", Quantity.of(1),
                        "configmaps", Quantity.of(5),
                        "count/deployments.apps", Quantity.of(5),
                        "services", Quantity.of(5));

        cluster.client.create(
                ResourceQuota.KIND
                        .empty()
                        .withMetadata(meta("q"))
                        .withSpec(ResourceQuotaSpec.EMPTY.withHard(hard)));
        cluster.settle();
        cluster.advance(Duration.ofSeconds(2));
        assertThat(used())
                .containsEntry("pods", Quantity.of(1))
                .containsEntry("requests.cpu", Quantity.parse("250m"))
                .containsEntry("configmaps", Quantity.of(1))
                .containsEntry("count/deployments.apps", Quantity.of(1))
                .containsEntry("services", Quantity.ZERO);
        cluster.client.delete(Pod.KIND, ObjectKey.of("a", "p"), DeleteOptions.NOW);
        cluster.settle();

        assertThat(used())
                .containsEntry("pods", Quantity.ZERO)
                .containsEntry("requests.cpu", Quantity.ZERO);
    }
}
