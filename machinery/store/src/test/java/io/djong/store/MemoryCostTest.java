package io.djong.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryCostTest {

    private static final int OBJECTS = 100_000;
    private static final int VALUE_BYTES = 1_500;

    /// What a live object may cost beside the bytes of its key and value.
    private static final int EXTRA_BYTES_MAX = 200;

    private static final int CHANGES_MAX = 1_000;

    @Test
    void aLiveObjectCostsItsBytesAndLittleMore() {
        ManualClock clock = new ManualClock();
        Retention retention = new Retention(Duration.ofHours(1), CHANGES_MAX, 1 << 20);
        long before = used();

        Store store = new MemoryStore(retention, clock, clock);
        for (int i = 0; i < OBJECTS; i++) {
            String key = "/registry/pods/namespace-%02d/pod-%06d".formatted(i % 50, i);
            store.commit(
                    Store.Transaction.of(
                            new Store.Write.Put(key, Value.of(new byte[VALUE_BYTES]))));
        }
        long after = used();

        long extra = (after - before - store.stats().valueBytes()) / OBJECTS;
        store.close();
        assertThat(extra).as("bytes beside key and value").isLessThan(EXTRA_BYTES_MAX);
    }

    @SuppressWarnings("SystemGc") // what is left afterwards is what is held
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
