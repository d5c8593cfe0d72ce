package io.djong.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.store.Store.Commit.Committed;
import io.djong.store.Store.Commit.Refused;
import io.djong.store.Store.Guard.Absent;
import io.djong.store.Store.Guard.Unchanged;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write;
import io.djong.store.Store.Write.Delete;
import io.djong.store.Store.Write.Put;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every engine promises. An engine's test extends this and opens the store.
public abstract class StoreConformance {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration AGE = Duration.ofMinutes(5);
    private static final Retention RETENTION = new Retention(AGE, 100_000, 64 << 20);

    protected final ManualClock clock = new ManualClock();
    private @Nullable Store opened;

    /// Opens an empty store, each time another. It is closed after the test.
    protected abstract Store open(Retention retention);

    @BeforeEach
    void openStore() {
        opened = open(RETENTION);
    }

    @AfterEach
    void closeStore() {
        store().close();
    }

    private void openStore(Retention retention) {
        store().close();
        opened = open(retention);
    }

    private Store store() {
        return requireNonNull(opened);
    }

    static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(@Nullable Entry entry) {
        return entry == null
                ? "(absent)"
                : new String(entry.value().bytes(), StandardCharsets.UTF_8);
    }

    private long commit(Write... writes) {
        return ((Committed) store().commit(Transaction.of(writes))).at();
    }

    private long put(String key, String text) {
        return commit(new Put(key, value(text)));
    }

    private static List<String> keys(List<Entry> entries) {
        return entries.stream().map(Entry::key).toList();
    }

    @Nested
    class Commits {

        @Test
        void beginEmptyAtRevisionZero() {
            assertThat(store().revision()).isZero();
            assertThat(store().compacted()).isZero();
            assertThat(store().read(0).range(KeyRange.ALL, null, 0)).isEmpty();
        }

        @Test
        void numberChangesFromOne() {
            assertThat(put("/a", "1")).isEqualTo(1);
            assertThat(put("/b", "1")).isEqualTo(2);
            assertThat(store().revision()).isEqualTo(2);
        }

        @Test
        void keepTrackOfAnEntrysLife() {
            put("/a", "1");
            put("/b", "1");
            put("/a", "2");

            Entry entry = requireNonNull(store().read(0).get("/a"));

            assertThat(entry.created()).isEqualTo(1);
            assertThat(entry.modified()).isEqualTo(3);
            assertThat(entry.version()).isEqualTo(2);
        }

        @Test
        void beginANewLifeAfterADelete() {
            put("/a", "1");
            commit(new Delete("/a"));
            put("/a", "2");

            Entry entry = requireNonNull(store().read(0).get("/a"));

            assertThat(entry.created()).isEqualTo(3);
            assertThat(entry.version()).isEqualTo(1);
        }

        @Test
        void returnTheInstanceThatWasPut() {
            Value value = value("1");
            Committed committed = (Committed) store().commit(Transaction.of(new Put("/a", value)));

            Entry read = requireNonNull(store().read(0).get("/a"));

            assertThat(read.value()).isSameAs(value);
            assertThat(committed.written()).containsExactly(read);
        }

        @Test
        void shareOneRevisionAmongAllWrites() {
            put("/old", "1");

            Committed committed =
                    (Committed)
                            store().commit(
                                            Transaction.of(
                                                    new Put("/a", value("1")),
                                                    new Delete("/old"),
                                                    new Delete("/absent")));

            assertThat(committed.at()).isEqualTo(2);
            assertThat(committed.written()).hasSize(3);
            assertThat(text(committed.written().get(0))).isEqualTo("1");
            assertThat(committed.written().get(1)).isNotNull();
            assertThat(committed.written().get(2)).isNull();
            assertThat(store().revision()).isEqualTo(2);
            assertThat(keys(store().read(0).range(KeyRange.ALL, null, 0))).containsExactly("/a");
        }

        @Test
        void makeNoRevisionWhenNothingChanges() {
            put("/a", "1");

            assertThat(commit(new Delete("/absent"))).isEqualTo(1);
            assertThat(commit()).isEqualTo(1);
            assertThat(store().revision()).isEqualTo(1);
        }

        @Test
        void refuseToWriteAKeyTwice() {
            assertThatThrownBy(() -> Transaction.of(new Put("/a", value("1")), new Delete("/a")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("/a");
        }

        @Test
        void endWithTheStore() {
            store().close();

            assertThatThrownBy(() -> put("/a", "1")).isInstanceOf(ClosedException.class);
        }
    }

    @Nested
    class Guards {

        @Test
        void refuseToCreateWhatExists() {
            put("/a", "1");

            var outcome =
                    store().commit(Transaction.of(new Absent("/a"), new Put("/a", value("2"))));

            assertThat(outcome).isEqualTo(new Refused(new Absent("/a"), store().read(0).get("/a")));
            assertThat(text(store().read(0).get("/a"))).isEqualTo("1");
            assertThat(store().revision()).isEqualTo(1);
        }

        @Test
        void refuseToChangeWhatChanged() {
            long seen = put("/a", "1");
            put("/a", "2");

            var outcome =
                    store().commit(
                                    Transaction.of(
                                            new Unchanged("/a", seen), new Put("/a", value("3"))));

            assertThat(outcome).isInstanceOf(Refused.class);
            assertThat(text(((Refused) outcome).current())).isEqualTo("2");
        }

        @Test
        void refuseToChangeWhatIsGone() {
            long seen = put("/a", "1");
            commit(new Delete("/a"));

            var outcome =
                    store().commit(Transaction.of(new Unchanged("/a", seen), new Delete("/a")));

            assertThat(outcome).isEqualTo(new Refused(new Unchanged("/a", seen), null));
        }

        @Test
        void letThroughWhatTheyExpect() {
            long seen = put("/a", "1");

            var outcome =
                    store().commit(
                                    new Transaction(
                                            List.of(new Unchanged("/a", seen), new Absent("/b")),
                                            List.of(new Put("/b", value("1")))));

            assertThat(outcome).isInstanceOf(Committed.class);
        }

        @Test
        void areLinearizableAmongManyWriters() throws Exception {
            int writers = 32;
            int increments = 50;
            put("/counter", "0");

            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < writers; i++) {
                    all.add(
                            executor.submit(() -> {
                                for (int n = 0; n < increments; n++) {
                                    increment("/counter");
                                }
                            }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }

            assertThat(text(store().read(0).get("/counter")))
                    .isEqualTo(String.valueOf(writers * increments));
            assertThat(store().revision()).isEqualTo(1 + writers * increments);
        }

        private void increment(String key) {
            while (true) {
                Entry current = requireNonNull(store().read(0).get(key));
                Value next = value(String.valueOf(Integer.parseInt(text(current)) + 1));
                var outcome =
                        store().commit(
                                        Transaction.of(
                                                new Unchanged(key, current.modified()),
                                                new Put(key, next)));
                if (outcome instanceof Committed) {
                    return;
                }
            }
        }

        @Test
        void letOneOfManyCreatorsWin() throws Exception {
            int creators = 64;
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Store.Commit>> all = new ArrayList<>();

            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < creators; i++) {
                    Value mine = value("creator " + i);
                    all.add(
                            executor.submit(() -> {
                                start.await();
                                return store().commit(
                                                Transaction.of(
                                                        new Absent("/a"), new Put("/a", mine)));
                            }));
                }
                start.countDown();
            }

            Entry winner = store().read(0).get("/a");
            int won = 0;
            for (Future<Store.Commit> one : all) {
                switch (one.get()) {
                    case Committed(var at, var written) -> {
                        won++;
                        assertThat(at).isEqualTo(1);
                        assertThat(written).containsExactly(winner);
                    }
                    case Refused(_, var current) -> assertThat(current).isEqualTo(winner);
                }
            }
            assertThat(won).isEqualTo(1);
        }
    }

    @Nested
    class Reads {

        @Test
        void rangeInOrderOfKeys() {
            for (String key : List.of("/p/c", "/p/a", "/q/a", "/p/b", "/o/z")) {
                put(key, key);
            }
            Snapshot now = store().read(0);

            assertThat(keys(now.range(KeyRange.prefix("/p/"), null, 0)))
                    .containsExactly("/p/a", "/p/b", "/p/c");
            assertThat(keys(now.range(KeyRange.prefix("/p/"), "/p/a", 0)))
                    .containsExactly("/p/b", "/p/c");
            assertThat(keys(now.range(KeyRange.prefix("/p/"), "/p/aa", 1))).containsExactly("/p/b");
            assertThat(keys(now.range(KeyRange.prefix("/p/"), "/a", 2)))
                    .containsExactly("/p/a", "/p/b");
            assertThat(keys(now.range(KeyRange.key("/p/b"), null, 0))).containsExactly("/p/b");
            assertThat(keys(now.range(KeyRange.key("/p/b"), "/p/b", 0))).isEmpty();
            assertThat(now.count(KeyRange.prefix("/p/"))).isEqualTo(3);
            assertThat(now.count(KeyRange.prefix("/p/"), "/p/a")).isEqualTo(2);
            assertThat(now.count(KeyRange.ALL)).isEqualTo(5);
        }

        @Test
        void scanUntilToldToStop() {
            put("/a", "1");
            put("/b", "1");
            List<String> seen = new ArrayList<>();

            store().read(0)
                    .scan(
                            KeyRange.ALL,
                            null,
                            entry -> {
                                seen.add(entry.key());
                                return false;
                            });

            assertThat(seen).containsExactly("/a");
        }

        @Test
        void stayAsTheyWereWhenTaken() {
            put("/a", "1");
            Snapshot before = store().read(0);
            put("/a", "2");
            put("/b", "1");

            assertThat(before.revision()).isEqualTo(1);
            assertThat(text(before.get("/a"))).isEqualTo("1");
            assertThat(before.get("/b")).isNull();
            assertThat(keys(before.range(KeyRange.ALL, null, 0))).containsExactly("/a");
        }

        @Test
        void showEveryKeptRevision() {
            put("/a", "1");
            put("/a", "2");
            put("/b", "1");
            commit(new Delete("/a"));

            assertThat(store().read(1).range(KeyRange.ALL, null, 0))
                    .extracting(StoreConformance::text)
                    .containsExactly("1");
            assertThat(store().read(2).range(KeyRange.ALL, null, 0))
                    .extracting(StoreConformance::text)
                    .containsExactly("2");
            assertThat(keys(store().read(3).range(KeyRange.ALL, null, 0)))
                    .containsExactly("/a", "/b");
            assertThat(keys(store().read(4).range(KeyRange.ALL, null, 0))).containsExactly("/b");
        }

        @Test
        void refuseTheFuture() {
            put("/a", "1");

            assertThatThrownBy(() -> store().read(2))
                    .isInstanceOf(FutureRevisionException.class)
                    .hasMessage("revision 2 is in the future, the newest is 1");
        }

        @Test
        void agreeWithAModelAtEveryRevision() {
            List<Map<String, String>> model = new ArrayList<>();
            Map<String, String> now = new HashMap<>();
            model.add(Map.of());
            for (int i = 0; i < 900; i++) {
                String key = "/k/" + i * 7919 % 211;
                if (i % 3 == 2 && now.containsKey(key)) {
                    commit(new Delete(key));
                    now.remove(key);
                } else {
                    put(key, "v" + i);
                    now.put(key, "v" + i);
                }
                model.add(Map.copyOf(now));
            }

            for (int revision = 1; revision <= store().revision(); revision += 13) {
                Map<String, String> read = new HashMap<>();
                store().read(revision)
                        .range(KeyRange.ALL, null, 0)
                        .forEach(entry -> read.put(entry.key(), text(entry)));
                assertThat(read).isEqualTo(model.get(revision));
            }
        }
    }

    @Nested
    class Compaction {

        @Test
        void keepsWhatIsLive() {
            put("/a", "1");
            put("/a", "2");
            put("/b", "1");
            commit(new Delete("/b"));
            put("/c", "1");

            store().compact(4);

            assertThat(store().compacted()).isEqualTo(4);
            assertThat(text(store().read(4).get("/a"))).isEqualTo("2");
            assertThat(keys(store().read(4).range(KeyRange.ALL, null, 0))).containsExactly("/a");
            assertThat(keys(store().read(5).range(KeyRange.ALL, null, 0)))
                    .containsExactly("/a", "/c");
        }

        @Test
        void refusesOlderRevisions() {
            put("/a", "1");
            put("/a", "2");
            Snapshot taken = store().read(1);

            store().compact(2);

            assertThatThrownBy(() -> store().read(1))
                    .isInstanceOf(CompactedException.class)
                    .hasMessage("revision 1 was compacted, the oldest is 2");
            assertThatThrownBy(() -> store().watch(KeyRange.ALL, 1))
                    .isInstanceOf(CompactedException.class);
            assertThatThrownBy(() -> taken.get("/a")).isInstanceOf(CompactedException.class);
            assertThatThrownBy(() -> taken.range(KeyRange.ALL, null, 0))
                    .isInstanceOf(CompactedException.class);
        }

        @Test
        void refusesTheFutureAndIgnoresThePast() {
            put("/a", "1");
            put("/a", "2");
            store().compact(2);

            store().compact(1);

            assertThat(store().compacted()).isEqualTo(2);
            assertThatThrownBy(() -> store().compact(3))
                    .isInstanceOf(FutureRevisionException.class);
        }

        @Test
        void bringsDeletedKeysBackToLife() {
            put("/a", "1");
            commit(new Delete("/a"));
            store().compact(2);

            put("/a", "2");

            assertThat(store().read(2).get("/a")).isNull();
            assertThat(text(store().read(3).get("/a"))).isEqualTo("2");
        }

        @Test
        void followsTheAgeOfChanges() {
            put("/a", "1");
            put("/a", "2");
            clock.advance(AGE.dividedBy(2));
            put("/a", "3");
            clock.advance(AGE.dividedBy(2).plusSeconds(30));

            put("/a", "4");

            assertThat(store().compacted()).isEqualTo(2);
            assertThat(text(store().read(2).get("/a"))).isEqualTo("2");
        }

        @Test
        void boundsTheNumberOfVersions() {
            openStore(new Retention(AGE, 1_000, 64 << 20));

            for (int i = 0; i < 1_500; i++) {
                put("/a", "" + i);
            }

            assertThat(store().stats().historyVersions()).isLessThanOrEqualTo(1_000);
            assertThat(store().compacted()).isGreaterThanOrEqualTo(500).isLessThan(600);
        }

        @Test
        void boundsTheBytesOfVersions() {
            openStore(new Retention(AGE, 1_000, 1 << 20));
            String large = "x".repeat(100_000);
            for (int i = 0; i < 30; i++) {
                put("/a", large);
            }

            assertThat(store().stats().historyBytes()).isLessThanOrEqualTo(1 << 20);
            assertThat(store().compacted()).isGreaterThan(15);
        }
    }

    @Nested
    class Watching {

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
                        .isEqualTo(
                                new Event(Event.Type.DELETE, changed.entry(), changed.entry(), 4));
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

    @Test
    void countsWhatItDoesAndHolds() {
        put("/a", "12");
        put("/b", "123");
        put("/a", "1234");
        commit(new Delete("/b"));
        store().commit(Transaction.of(new Absent("/a"), new Delete("/a")));

        StoreStats stats = store().stats();

        assertThat(stats.commits()).isEqualTo(4);
        assertThat(stats.refused()).isEqualTo(1);
        assertThat(stats.keys()).isEqualTo(1);
        assertThat(stats.valueBytes()).isEqualTo(2 + 4);
        assertThat(stats.historyVersions()).isEqualTo(4);
        assertThat(stats.historyBytes()).isEqualTo(2 + 3);
    }
}
