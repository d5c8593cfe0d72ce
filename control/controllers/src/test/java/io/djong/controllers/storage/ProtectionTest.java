package io.djong.controllers.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.PersistentVolumeClaimVolumeSource;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.Volume;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.DeleteOptions;
import io.djong.controllers.TestCluster;
import io.djong.meta.ObjectKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProtectionTest {

    private static final ObjectKey CLAIM = ObjectKey.of("a", "data");

    private final TestCluster cluster =
            new TestCluster().with(ClaimProtection::create).with(VolumeProtection::create);

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void holdsAClaimWhileAPodUsesIt() throws InterruptedException {
        cluster.client.create(
                PersistentVolumeClaim.KIND
                        .empty()
                        .withMetadata(
                                ObjectMeta.EMPTY
                                        .withName("data")
                                        .withNamespace("a")
                                        .withFinalizers(List.of("kubernetes.io/pvc-protection"))));
        Volume volume =
                Volume.EMPTY
                        .withName("v")
                        .withPersistentVolumeClaim(
                                PersistentVolumeClaimVolumeSource.EMPTY.withClaimName("data"));
        Pod pod =
                cluster.client.create(
                        Pod.KIND
                                .empty()
                                .withMetadata(ObjectMeta.EMPTY.withName("p").withNamespace("a"))
                                .withSpec(
                                        PodSpec.EMPTY
                                                .withVolumes(List.of(volume))
                                                .withContainers(
                                                        List.of(Container.EMPTY.withName("c")))));
        cluster.settle();

        cluster.client.delete(PersistentVolumeClaim.KIND, CLAIM, DeleteOptions.PLAIN);
        cluster.settle();
        assertThat(cluster.client.find(PersistentVolumeClaim.KIND, CLAIM)).isPresent();
        cluster.client.delete(Pod.KIND, pod.key(), DeleteOptions.PLAIN);
        cluster.settle();

        assertThat(cluster.client.find(PersistentVolumeClaim.KIND, CLAIM)).isEmpty();
    }
}
