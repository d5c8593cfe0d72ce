package io.djong.controllers.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Secret;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.client.DeleteOptions;
import io.djong.client.ListOptions;
import io.djong.controllers.TestCluster;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {

    private final TestCluster cluster = new TestCluster().with(GarbageCollector::create);

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private ConfigMap owner(String name) {
        return cluster.client.create(
                ConfigMap.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName(name).withNamespace("a")));
    }

    private Secret owned(String name, ConfigMap... owners) {
        List<OwnerReference> references =
                java.util.Arrays.stream(owners).map(ConfigMap::asController).toList();
        return cluster.client.create(
                Secret.KIND
                        .empty()
                        .withMetadata(
                                ObjectMeta.EMPTY
                                        .withName(name)
                                        .withNamespace("a")
                                        .withOwnerReferences(references)));
    }

    private List<Secret> secrets() {
        return cluster.client.list(Secret.KIND, ListOptions.ALL).items();
    }

    private void delete(ConfigMap map, String propagation) throws InterruptedException {
        cluster.client.delete(
                ConfigMap.KIND, map.key(), new DeleteOptions(-1, propagation, "", ""));
        cluster.settle();
    }

    @Test
    void deletesWhatLostItsOwner() throws InterruptedException {
        ConfigMap owner = owner("owner");
        owned("owned", owner);
        owned("free");
        cluster.settle();

        delete(owner, "Background");

        assertThat(secrets()).singleElement().extracting(Secret::name).isEqualTo("free");
    }

    @Test
    void keepsWhatHasAnotherOwner() throws InterruptedException {
        ConfigMap one = owner("one");
        ConfigMap two = owner("two");
        owned("owned", one, two);
        cluster.settle();

        delete(one, "Background");

        assertThat(secrets().getFirst().metadata().ownerReferences())
                .singleElement()
                .extracting(OwnerReference::name)
                .isEqualTo("two");
    }

    @Test
    void deletesDependentsFirstInTheForeground() throws InterruptedException {
        ConfigMap owner = owner("owner");
        Secret owned = owned("owned", owner);
        cluster.client.update(
                owned.withMetadata(owned.metadata().withFinalizers(List.of("example.com/hold"))));
        cluster.settle();

        delete(owner, "Foreground");
        assertThat(cluster.client.find(ConfigMap.KIND, owner.key())).isPresent();
        Secret held = secrets().getFirst();
        assertThat(held.isDeleting()).isTrue();
        cluster.client.update(held.withMetadata(held.metadata().withFinalizers(List.of())));
        cluster.settle();

        assertThat(secrets()).isEmpty();
        assertThat(cluster.client.find(ConfigMap.KIND, owner.key())).isEmpty();
    }

    @Test
    void setsOrphansFree() throws InterruptedException {
        ConfigMap owner = owner("owner");
        owned("owned", owner);
        cluster.settle();

        delete(owner, "Orphan");

        assertThat(cluster.client.find(ConfigMap.KIND, owner.key())).isEmpty();
        assertThat(secrets())
                .singleElement()
                .matches(secret -> secret.metadata().ownerReferences().isEmpty());
    }

    @Test
    void deletesWhatNamesAnOwnerOfAnotherUid() throws InterruptedException {
        ConfigMap owner = owner("owner");
        cluster.client.delete(ConfigMap.KIND, owner.key(), DeleteOptions.PLAIN);
        owner("owner");

        owned("late", owner);
        cluster.settle();

        assertThat(secrets()).isEmpty();
    }
}
