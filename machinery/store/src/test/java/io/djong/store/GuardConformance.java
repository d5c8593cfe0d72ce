package io.djong.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.djong.store.Store.Commit.Committed;
import io.djong.store.Store.Commit.Refused;
import io.djong.store.Store.Guard.Absent;
import io.djong.store.Store.Guard.Unchanged;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Delete;
import io.djong.store.Store.Write.Put;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// When a commit is refused. A part of [StoreConformance].
abstract class GuardConformance extends ConformancePart {

    GuardConformance(StoreUnderTest test) {
        super(test);
    }

    @Test
    void refuseToCreateWhatExists() {
        put("/a", "1");

        var outcome = store().commit(Transaction.of(new Absent("/a"), new Put("/a", value("2"))));

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

        var outcome = store().commit(Transaction.of(new Unchanged("/a", seen), new Delete("/a")));

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
                                            Transaction.of(new Absent("/a"), new Put("/a", mine)));
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
