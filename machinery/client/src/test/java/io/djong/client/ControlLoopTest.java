package io.djong.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Reconciler.Outcome;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ControlLoopTest {

    private static final ObjectKey KEY = ObjectKey.of("a", "owner");

    private final Clock clock = Clock.system();
    private final MemoryApi api = new MemoryApi(clock);
    private final WorkQueue<ObjectKey> queue = new WorkQueue<>();
    private final Retries<ObjectKey> retries = new Retries<>();
    private final Informers informers =
            new Informers(new Client(api), clock, Threads.virtual(), new SplittableRandom(1));
    private final Freshness<ObjectKey> freshness = new Freshness<>(informers, clock);

    private ControlLoop<ObjectKey> loop(Reconciler<ObjectKey> reconciler) {
        return new ControlLoop<>("test", reconciler, queue, retries, freshness, Timer.system());
    }

    @Test
    void aKeyWaitsOnceAndIsNeverRunTwiceAtATime() throws InterruptedException {
        List<Integer> waiting = new ArrayList<>();
        ControlLoop<ObjectKey> loop =
                loop(key -> {
                    queue.add(key);
                    queue.add(key);
                    waiting.add(queue.size());
                    return Outcome.settled();
                });
        queue.add(KEY);
        queue.add(KEY);

        loop.step();

        assertThat(waiting).containsExactly(0);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void failuresAreTriedAgain() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        ControlLoop<ObjectKey> loop =
                loop(_ -> {
                    if (calls.incrementAndGet() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    return Outcome.settled();
                });
        queue.add(KEY);

        loop.step();
        loop.step();
        assertThat(retries.count(KEY)).isEqualTo(2);
        loop.step();

        assertThat(retries.count(KEY)).isZero();
        assertThat(queue.isIdle()).isTrue();
    }

    @Test
    void neverReconcilesOnAViewOlderThanItsOwnWrites() throws InterruptedException {
        Informer<ConfigMap> informer = informers.of(ConfigMap.KIND);
        Client tracked = freshness.track(new Client(api));
        AtomicInteger made = new AtomicInteger();
        ControlLoop<ObjectKey> loop =
                loop(_ -> {
                    if (informer.all().size() < 2) {
                        String name = "made-" + made.incrementAndGet();
                        ObjectMeta meta = ObjectMeta.EMPTY.withNamespace("a").withName(name);
                        tracked.create(ConfigMap.KIND.empty().withMetadata(meta));
                    }
                    return Outcome.settled();
                });
        queue.add(KEY);
        loop.step();
        queue.add(KEY);
        loop.step();
        assertThat(made.get()).isEqualTo(1);

        informers.start();
        assertThat(informers.awaitSync(Duration.ofSeconds(10))).isTrue();
        for (int i = 0; i < 3; i++) {
            await().until(() -> queue.size() == 1 || made.get() == 2);
            loop.stepIfReady();
        }

        await().untilAsserted(() -> assertThat(informer.all()).hasSize(2));
        assertThat(made.get()).isEqualTo(2);
        informers.close();
    }

    @Test
    void aKeyHasOneNextTryHoweverOftenItIsWoken() throws InterruptedException {
        ManualTime time = new ManualTime();
        AtomicInteger calls = new AtomicInteger();
        ControlLoop<ObjectKey> loop =
                new ControlLoop<>(
                        "test",
                        _ -> {
                            calls.incrementAndGet();
                            return Outcome.again(Duration.ofSeconds(5));
                        },
                        queue,
                        retries,
                        freshness,
                        time);
        for (int i = 0; i < 3; i++) {
            queue.add(KEY);
            loop.step();
        }

        time.advance(Duration.ofSeconds(5));
        while (loop.stepIfReady()) {}

        assertThat(calls.get()).isEqualTo(4);
    }

    @Test
    void backOffDoublesUpToItsLimit() {
        assertThat(retries.next(KEY)).isEqualTo(Duration.ofMillis(5));
        assertThat(retries.next(KEY)).isEqualTo(Duration.ofMillis(10));
        for (int i = 0; i < 100; i++) {
            retries.next(KEY);
        }

        assertThat(retries.next(KEY)).isEqualTo(Duration.ofSeconds(1000));
    }
}
