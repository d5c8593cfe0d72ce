package io.djong.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.store.Store.Write.Delete;
import org.junit.jupiter.api.Test;

/// How history ends. A part of [StoreConformance].
abstract class CompactionConformance extends ConformancePart {

    CompactionConformance(StoreUnderTest test) {
        super(test);
    }

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
        assertThat(keys(store().read(5).range(KeyRange.ALL, null, 0))).containsExactly("/a", "/c");
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
        assertThatThrownBy(() -> store().compact(3)).isInstanceOf(FutureRevisionException.class);
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

        eventually(() -> assertThat(store().compacted()).isEqualTo(2));
        assertThat(text(store().read(2).get("/a"))).isEqualTo("2");
    }

    @Test
    void boundsTheNumberOfVersions() {
        openStore(new Retention(AGE, 1_000, 64 << 20));

        for (int i = 0; i < 1_500; i++) {
            put("/a", "" + i);
        }

        eventually(() -> assertThat(store().stats().historyVersions()).isLessThanOrEqualTo(1_000));
        assertThat(store().compacted()).isGreaterThanOrEqualTo(500).isLessThan(600);
    }

    @Test
    void boundsTheBytesOfVersions() {
        openStore(new Retention(AGE, 1_000, 1 << 20));
        String large = "x".repeat(100_000);
        for (int i = 0; i < 30; i++) {
            put("/a", large);
        }

        eventually(() -> assertThat(store().stats().historyBytes()).isLessThanOrEqualTo(1 << 20));
        assertThat(store().compacted()).isGreaterThan(15);
    }
}
