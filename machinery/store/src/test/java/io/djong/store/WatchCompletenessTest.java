package io.djong.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.Clock;
import io.djong.meta.Timer;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write;
import io.djong.store.Store.Write.Delete;
import io.djong.store.Store.Write.Put;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Each event once and in order, whatever the watches do meanwhile: time out, are woken, close and resume.
class WatchCompletenessTest {

    private static final int WRITERS = 4;
    private static final int WRITES = 5_000;
    private static final int WATCHERS = 300;
    private static final int SLEEPERS = 3_000;
    private static final List<String> PREFIXES =
            List.of("", "/r/", "/r/pods/", "/r/pods/ns1/", "/r/pods/ns", "/r/none/");

    private final Store store =
            new MemoryStore(
                    new Retention(Duration.ofHours(1), 1_000_000, 1 << 30),
                    Clock.system(),
                    Timer.system());

    @AfterEach
    void close() {
        store.close();
    }

    private record Seen(KeyRange range, long after, List<Event> events) {}

    @Test
    void tellsEachWatchEachOfItsEventsOnce() throws Exception {
        List<Future<Seen>> watchers = new ArrayList<>();
        AtomicBoolean written = new AtomicBoolean();

        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
                writers.add(executor.submit(() -> write(random)));
            }
            for (int w = 0; w < WATCHERS; w++) {
                KeyRange range =
                        w % 7 == 6
                                ? KeyRange.key("/r/pods/ns1/p" + w % 5)
                                : KeyRange.prefix(PREFIXES.get(w % 7));
                RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
                watchers.add(executor.submit(() -> watch(range, random, written)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            written.set(true);
        }

        List<Event> all = all();
        assertThat(all).extracting(Event::revision).isSorted();
        for (Future<Seen> watcher : watchers) {
            assertSawAll(watcher, all);
        }
    }

    private static void assertSawAll(Future<Seen> watcher, List<Event> all)
            throws InterruptedException, ExecutionException {
        Seen seen = watcher.get();
        List<Event> expected =
                all.stream()
                        .filter(event -> event.revision() > seen.after())
                        .filter(event -> seen.range().contains(event.entry().key()))
                        .toList();
        assertThat(seen.events()).as(seen.range().toString()).isEqualTo(expected);
    }

    private void write(RandomGenerator random) {
        for (int i = 0; i < WRITES; i++) {
            String key =
                    "/r/%s/ns%d/p%d"
                            .formatted(
                                    random.nextBoolean() ? "pods" : "nodes",
                                    random.nextInt(3),
                                    random.nextInt(5));
            Write write =
                    random.nextInt(4) == 0
                            ? new Delete(key)
                            : new Put(key, ConformancePart.value("" + i));
            store.commit(Transaction.of(write, new Put("/w/" + i % 3, Value.of(new byte[1]))));
        }
    }

    private Seen watch(KeyRange range, RandomGenerator random, AtomicBoolean written)
            throws InterruptedException {
        long after = random.nextLong(store.revision() + 1);
        Seen seen = new Seen(range, after, new ArrayList<>());
        boolean isLast = false;
        while (!isLast) {
            isLast = written.get();
            long target = store.revision();
            try (Watch watch = store.watch(range, after)) {
                int takes = random.nextInt(20);
                while (isLast ? watch.progress() < target : takes-- > 0) {
                    take(watch, random, seen.events());
                }
                after = watch.progress();
                dropAfter(after, seen.events());
            }
        }
        return seen;
    }

    /// A revision of which only a part was taken comes again, as a whole.
    private static void dropAfter(long revision, List<Event> events) {
        while (!events.isEmpty() && events.getLast().revision() > revision) {
            events.removeLast();
        }
    }

    private void take(Watch watch, RandomGenerator random, List<Event> into)
            throws InterruptedException {
        if (random.nextInt(3) == 0) {
            watch.wake();
        }
        Duration timeout = Duration.ofNanos(random.nextLong(2_000_000));
        if (random.nextInt(10) == 0) {
            Event event = watch.next(timeout);
            if (event != null) {
                into.add(event);
            }
        } else {
            into.addAll(watch.take(timeout));
        }
        if (!into.isEmpty()) {
            assertThat(into.getLast().revision()).isLessThanOrEqualTo(store.revision());
        }
    }

    private List<Event> all() throws InterruptedException {
        List<Event> all = new ArrayList<>();
        try (Watch watch = store.watch(KeyRange.ALL, 0)) {
            while (watch.progress() < store.revision()) {
                all.addAll(watch.take(Duration.ZERO));
            }
        }
        return all;
    }

    @Test
    void wakesThousandsThatWaitForTheSame() throws Exception {
        List<Future<Event>> waiting = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Watch> watches = new ArrayList<>();
            for (int i = 0; i < SLEEPERS; i++) {
                Watch watch = store.watch(KeyRange.prefix("/r/pods/"), 0);
                watches.add(watch);
                waiting.add(executor.submit(() -> watch.next()));
            }

            store.commit(Transaction.of(new Put("/r/pods/ns1/p1", Value.of(new byte[1]))));

            for (Future<Event> one : waiting) {
                assertThat(one.get().revision()).isEqualTo(1);
            }
            watches.forEach(Watch::close);
        }
        assertThat(store.stats().watchers()).isZero();
    }
}
