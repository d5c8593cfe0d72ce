package io.djong.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.store.Store.Commit.Committed;
import io.djong.store.Store.Guard.Absent;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Delete;
import io.djong.store.Store.Write.Put;
import org.junit.jupiter.api.Test;

/// What a commit does. A part of [StoreConformance].
abstract class CommitConformance extends ConformancePart {

    CommitConformance(StoreUnderTest test) {
        super(test);
    }

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

    @Test
    void areCounted() {
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
