package io.djong.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.store.Store.Write.Delete;
import io.djong.store.Store.Write.Put;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a watch tells, and when. A part of [StoreConformance].
abstract class WatchConformance extends ConformancePart {

    WatchConformance(StoreUnderTest test) {
        super(test);
    }

    private Event event(Watch watch) throws InterruptedException {
        Event event = watch.next(SOON);
        return requireNonNull(event);
    }

    @Test
    void tellsEveryChangeInOrder() throws InterruptedException {
        try (Watch watch = store().watch(KeyRange.prefix("/a/"), 0)) {
            put("/a/1", "1");
            put("/b/1", "1");
            put("/a/1", "2");
            commit(new Delete("/a/1"));

            Event created = event(watch);
            Event changed = event(watch);
            Event deleted = event(watch);

            assertThat(created.previous()).isNull();
            assertThat(created.revision()).isEqualTo(1);
            assertThat(changed.previous()).isEqualTo(created.entry());
            assertThat(changed.revision()).isEqualTo(3);
            assertThat(deleted)
                    .isEqualTo(new Event(Event.Type.DELETE, changed.entry(), changed.entry(), 4));
            assertThat(watch.take(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void replaysWhatCameBefore() throws InterruptedException {
        for (int i = 1; i <= 600; i++) {
            put(i % 2 == 0 ? "/a/" + i : "/b/" + i, "1");
        }

        try (Watch watch = store().watch(KeyRange.prefix("/a/"), 301)) {
            put("/a/601", "1");

            List<Event> events = watch.take(SOON);
            assertThat(events).hasSize(151);
            assertThat(events.getFirst().revision()).isEqualTo(302);
            assertThat(events.getLast().revision()).isEqualTo(601);
            assertThat(watch.progress()).isEqualTo(601);
        }
    }

    @Test
    void takesOneKeyAnyPrefixOrAll() throws InterruptedException {
        try (Watch key = store().watch(KeyRange.key("/a/1"), 0);
                Watch prefix = store().watch(KeyRange.prefix("/a/1"), 0);
                Watch all = store().watch(KeyRange.ALL, 0)) {
            put("/a/1", "1");
            put("/a/11", "1");
            put("b", "1");

            assertThat(key.take(SOON)).hasSize(1);
            assertThat(prefix.take(SOON)).hasSize(2);
            assertThat(all.take(SOON)).hasSize(3);
        }
    }

    @Test
    void tellsOneRevisionAtOnce() throws InterruptedException {
        try (Watch watch = store().watch(KeyRange.ALL, 0)) {
            commit(new Put("/a", value("1")), new Put("/b", value("1")));

            assertThat(watch.take(SOON)).extracting(Event::revision).containsExactly(1L, 1L);
        }
    }

    @Test
    void progressesWithoutEvents() throws InterruptedException {
        try (Watch watch = store().watch(KeyRange.prefix("/quiet/"), 0)) {
            assertThat(watch.progress()).isZero();
            put("/a", "1");

            assertThat(watch.take(Duration.ZERO)).isEmpty();

            assertThat(watch.progress()).isEqualTo(1);
        }
    }

    @Test
    void progressesOnlyToWhatWasTaken() throws InterruptedException {
        put("/a", "1");
        commit(new Put("/a", value("2")), new Put("/b", value("1")));
        put("/c", "1");

        try (Watch watch = store().watch(KeyRange.ALL, 0)) {
            List<Long> progress = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                event(watch);
                progress.add(watch.progress());
            }

            assertThat(progress).containsExactly(1L, 1L, 2L, 3L);
        }
    }

    @Test
    void waitsOnTheTimerThatWasHandedIn() throws Exception {
        try (Watch watch = store().watch(KeyRange.ALL, 0);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<@Nullable Event> waiting = executor.submit(() -> watch.next(AGE));
            clock.awaitTimers(1);

            clock.advance(AGE);

            assertThat(waiting.get()).isNull();
        }
    }

    @Test
    void canBeWokenWithoutAnEvent() throws Exception {
        try (Watch watch = store().watch(KeyRange.ALL, 0);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Event>> waiting = executor.submit(() -> watch.take(AGE));

            watch.wake();

            assertThat(waiting.get()).isEmpty();
        }
    }

    @Test
    void endsWhenClosedByAnother() throws Exception {
        Watch watch = store().watch(KeyRange.ALL, 0);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Event> waiting = executor.submit(() -> watch.next());

            watch.close();

            assertThatThrownBy(waiting::get).hasCauseInstanceOf(ClosedException.class);
            assertThat(store().stats().watchers()).isZero();
        }
    }

    @Test
    void endsWithTheStore() throws Exception {
        Watch watch = store().watch(KeyRange.ALL, 0);
        store().close();

        assertThatThrownBy(watch::next).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> store().watch(KeyRange.ALL, 0))
                .isInstanceOf(ClosedException.class);
    }

    @Test
    void stopsWaitingWhenInterrupted() throws Exception {
        try (Watch watch = store().watch(KeyRange.ALL, 0);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Event> waiting = executor.submit(() -> watch.next());

            waiting.cancel(true);
            put("/a", "1");
            executor.shutdown();

            assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cutsOffWhoLagsBehindHistory() throws InterruptedException {
        openStore(new Retention(AGE, 1_000, 64 << 20));

        try (Watch slow = store().watch(KeyRange.ALL, 0);
                Watch quiet = store().watch(KeyRange.prefix("/quiet/"), 0);
                Watch swift = store().watch(KeyRange.ALL, 0)) {
            for (int i = 0; i < 2_000; i++) {
                put("/a", "1");
                assertThat(swift.take(SOON)).hasSize(1);
            }

            assertThatThrownBy(slow::next).isInstanceOf(LaggedException.class);
            assertThat(quiet.take(Duration.ZERO)).isEmpty();
            assertThat(store().stats().watchersCutOff()).isEqualTo(1);
        }
    }

    @Test
    void missesNothingWhileManyWrite() throws Exception {
        int writers = 8;
        long puts = 100;
        List<Future<List<Event>>> watchers = new ArrayList<>();
        List<Watch> watches = new ArrayList<>();

        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writing = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                String key = "/p/ns" + w % 4 + "/" + w;
                writing.add(
                        executor.submit(() -> {
                            for (int i = 0; i < puts; i++) {
                                put(key, "" + i);
                            }
                        }));
                for (String prefix : List.of("/p/", "/p/ns" + w % 4 + "/", "")) {
                    long after = store().revision();
                    Watch watch = store().watch(KeyRange.prefix(prefix), after);
                    watches.add(watch);
                    watchers.add(executor.submit(() -> readTo(watch, writers * puts)));
                }
            }
            for (Future<?> one : writing) {
                one.get();
            }
            watches.forEach(Watch::wake);
            for (Future<List<Event>> one : watchers) {
                assertFollowsLog(one.get());
            }
        }
    }

    private List<Event> readTo(Watch watch, long revision) throws InterruptedException {
        List<Event> events = new ArrayList<>();
        try (watch) {
            while (watch.progress() < revision) {
                events.addAll(watch.take(AGE));
            }
        }
        return events;
    }

    /// Every version of every key follows the one before.
    private void assertFollowsLog(List<Event> events) {
        Map<String, Entry> last = new HashMap<>();
        long revision = 0;
        for (Event event : events) {
            assertThat(event.revision()).isGreaterThan(revision);
            revision = event.revision();
            Entry before = last.put(event.entry().key(), event.entry());
            if (before != null) {
                assertThat(event.previous()).isSameAs(before);
            }
        }
        last.values().forEach(entry -> assertThat(entry.version()).isEqualTo(100));
    }
}
