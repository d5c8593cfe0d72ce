package io.djong.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Threads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InformerTest {

    private final MemoryApi api = new MemoryApi(Clock.system());
    private final Client client = new Client(api);
    private final Informers informers =
            new Informers(client, Clock.system(), Threads.virtual(), new SplittableRandom(1));

    @AfterEach
    void stop() {
        informers.close();
    }

    private static ConfigMap configMap(String name, String value) {
        return ConfigMap.KIND
                .empty()
                .withMetadata(ObjectMeta.EMPTY.withName(name).withNamespace("a"))
                .withData(Map.of("key", value));
    }

    private static Pod pod(String name, String node) {
        return Pod.KIND
                .empty()
                .withMetadata(ObjectMeta.EMPTY.withName(name).withNamespace("a"))
                .withSpec(PodSpec.EMPTY.withNodeName(node));
    }

    private void start() throws InterruptedException {
        informers.start();
        assertThat(informers.awaitSync(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void knowsWhatWasThereAndWhatComesLater() throws InterruptedException {
        client.create(configMap("one", "1"));
        Informer<ConfigMap> informer = informers.of(ConfigMap.KIND);

        start();
        ConfigMap two = client.create(configMap("two", "2"));
        client.update(two.withData(Map.of("key", "3")));
        client.delete(ConfigMap.KIND, ObjectKey.of("a", "one"), DeleteOptions.PLAIN);

        await().untilAsserted(() -> assertThat(informer.revision()).isEqualTo(api.revision()));
        assertThat(informer.all())
                .singleElement()
                .extracting(cm -> cm.data().get("key"))
                .isEqualTo("3");
        assertThat(informer.inNamespace("a")).hasSize(1);
        assertThat(informer.inNamespace("b")).isEmpty();
    }

    @Test
    void listsAgainWhenHistoryIsGone() throws InterruptedException {
        Informer<ConfigMap> informer = informers.of(ConfigMap.KIND);
        List<String> seen = new CopyOnWriteArrayList<>();
        informer.listen(change ->
                seen.add(change.getClass().getSimpleName() + " " + change.latest().name()));
        client.create(configMap("one", "1"));
        start();

        synchronized (api) {
            api.endWatches();
            client.delete(ConfigMap.KIND, ObjectKey.of("a", "one"), DeleteOptions.PLAIN);
            client.create(configMap("two", "2"));
            api.compact();
        }

        await().untilAsserted(() ->
                assertThat(seen).containsExactly("Added one", "Added two", "Deleted one"));
    }

    @Test
    void findsByIndexesAsObjectsMove() throws InterruptedException {
        Informer<Pod> pods = informers.of(Pod.KIND, Index.byNode());
        start();

        Pod pod = client.create(pod("p", ""));
        await().untilAsserted(() -> assertThat(pods.byIndex(Lister.NODE, "")).hasSize(1));
        client.update(pod.withSpec(PodSpec.EMPTY.withNodeName("n1")));

        await().untilAsserted(() -> assertThat(pods.byIndex(Lister.NODE, "n1")).hasSize(1));
        assertThat(pods.byIndex(Lister.NODE, "")).isEmpty();
    }

    @Test
    void tellsLateListenersWhatIsThere() throws InterruptedException {
        client.create(configMap("one", "1"));
        Informer<ConfigMap> informer = informers.of(ConfigMap.KIND);
        start();
        List<Change<ConfigMap>> seen = new CopyOnWriteArrayList<>();

        informer.listen(seen::add);

        assertThat(seen).singleElement().isInstanceOf(Change.Added.class);
    }
}
