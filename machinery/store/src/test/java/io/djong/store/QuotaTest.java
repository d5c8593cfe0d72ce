package io.djong.store;

import static io.djong.store.TestStores.content;
import static io.djong.store.TestStores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.Threads;
import io.djong.store.Store.Guard.Absent;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Delete;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaTest {

    @TempDir private Path parent;
    private final ManualClock clock = new ManualClock();

    private DiskStore open() {
        return new DiskStore(
                parent.resolve("store"),
                DiskOptions.defaults().withFsync(false).withQuotaBytes(10_000),
                Value.Factory.PLAIN,
                clock,
                clock,
                Threads.virtual(),
                RandomGenerator.of("L64X128MixRandom"));
    }

    private static void fill(Store store) {
        for (int i = 0; i < 9; i++) {
            put(store, "/k/" + i, "x".repeat(1_000));
        }
        assertThat(store.isFull()).isFalse();
        assertThatThrownBy(() -> put(store, "/k/9", "x".repeat(1_000)))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessage("etcdserver: mvcc: database space exceeded");
        assertThat(store.isFull()).isTrue();
    }

    @Test
    void refusesEveryPutOnceTheQuotaIsReached() {
        try (Store store = open()) {
            fill(store);

            assertThatThrownBy(() -> put(store, "/small", "1"))
                    .isInstanceOf(QuotaExceededException.class);
            assertThat(store.revision()).isEqualTo(9);
            assertThat(content(store, 0)).hasSize(9);
        }
        try (Store store = open()) {
            assertThatThrownBy(() -> put(store, "/k/9", "x".repeat(1_000)))
                    .isInstanceOf(QuotaExceededException.class);
        }
    }

    @Test
    void hasRoomAgainAfterDeletesAndCompaction() {
        try (Store store = open()) {
            fill(store);

            store.commit(Transaction.of(new Delete("/k/0")));
            store.commit(new Transaction(List.of(new Absent("/k/0")), List.of(new Delete("/k/1"))));
            assertThatThrownBy(() -> put(store, "/small", "1"))
                    .isInstanceOf(QuotaExceededException.class);

            store.compact(store.revision());
            assertThat(store.isFull()).isFalse();
            put(store, "/small", "1");
            assertThat(content(store, 0)).hasSize(8);
        }
    }
}
