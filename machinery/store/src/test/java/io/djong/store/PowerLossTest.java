package io.djong.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.Threads;
import io.djong.store.Store.Commit.Committed;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Delete;
import io.djong.store.Store.Write.Put;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Takes the power away again and again, after any operation on the disk, and looks for what was acknowledged.
class PowerLossTest {

    private static final int LOSSES = 60;
    private static final int WRITERS = 4;
    private static final int KEYS_OF_EACH = 3;

    private static final DiskOptions OPTIONS =
            DiskOptions.defaults()
                    .withSegmentBytes(2_000)
                    .withRetention(new Retention(Duration.ofHours(1), 20, 1 << 20));

    /// What a key may hold: what was acknowledged last, or what nobody got an answer about.
    private record Known(@Nullable String acknowledged, @Nullable String attempted) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private long acknowledgedRevision;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void losesNothingThatWasAcknowledged(long seed) throws InterruptedException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        SimulatedDisk disk = new SimulatedDisk(random.nextLong(400));

        for (int loss = 0; loss < LOSSES; loss++) {
            try (Store store = open(disk, random)) {
                checkAgainstKnown(store);
                writeUntilPowerIsOff(store);
            } catch (StoreException notOpened) {
                assertThat(notOpened).hasMessageContaining("the power is off");
            }
            disk = disk.afterPowerLoss(random, random.nextLong(400));
        }

        assertThat(acknowledgedRevision).isGreaterThan(LOSSES);
    }

    private Store open(Disk disk, RandomGenerator random) {
        return new DiskStore(
                disk,
                OPTIONS,
                Value.Factory.PLAIN,
                new ManualClock(),
                new ManualClock(),
                Threads.virtual(),
                random);
    }

    private void checkAgainstKnown(Store store) {
        assertThat(store.revision()).isGreaterThanOrEqualTo(acknowledgedRevision);
        Snapshot now = store.read(0);
        Map<String, Known> settled = new HashMap<>();
        known.forEach((key, before) -> {
            Entry entry = now.get(key);
            String found = entry == null ? null : ConformancePart.text(entry);
            assertThat(found).as(key).isIn(before.acknowledged(), before.attempted());
            settled.put(key, new Known(found, found));
        });
        known.putAll(settled);
        assertThat(now.count(KeyRange.ALL))
                .isEqualTo(known.values().stream().filter(k -> k.acknowledged() != null).count());
    }

    private void writeUntilPowerIsOff(Store store) throws InterruptedException {
        List<Thread> writers =
                IntStream.range(0, WRITERS)
                        .mapToObj(w -> Thread.ofVirtual().start(() -> write(store, w)))
                        .toList();
        for (Thread writer : writers) {
            writer.join();
        }
        acknowledgedRevision = store.revision();
    }

    private void write(Store store, int writer) {
        for (int i = 0; ; i++) {
            String key = "/writer" + writer + "/" + i % KEYS_OF_EACH;
            int number = numbers.merge(key, 1, Integer::sum);
            String next = number % 5 == 0 ? null : "value " + number;
            Known before = known.getOrDefault(key, new Known(null, null));
            known.put(key, new Known(before.acknowledged(), next));
            try {
                var outcome =
                        store.commit(
                                Transaction.of(
                                        next == null
                                                ? new Delete(key)
                                                : new Put(key, ConformancePart.value(next))));
                assertThat(outcome).isInstanceOf(Committed.class);
            } catch (StoreException _) {
                return;
            }
            known.put(key, new Known(next, next));
        }
    }
}
