package io.djong.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.store.Store.Write.Delete;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a snapshot shows. A part of [StoreConformance].
abstract class ReadConformance extends ConformancePart {

    ReadConformance(StoreUnderTest test) {
        super(test);
    }

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
                .extracting(ConformancePart::text)
                .containsExactly("1");
        assertThat(store().read(2).range(KeyRange.ALL, null, 0))
                .extracting(ConformancePart::text)
                .containsExactly("2");
        assertThat(keys(store().read(3).range(KeyRange.ALL, null, 0))).containsExactly("/a", "/b");
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
