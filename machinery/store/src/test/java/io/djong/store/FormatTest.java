package io.djong.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.Threads;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Delete;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opens what earlier releases have written: each format that was ever released has its fixture here, for good.
class FormatTest {

    private static final int PUTS = 400;
    private static final int KEYS = 23;
    private static final DiskOptions OPTIONS =
            DiskOptions.defaults()
                    .withFsync(false)
                    .withSegmentBytes(4_000)
                    .withRetention(new Retention(Duration.ofDays(36_500), 60, 1 << 20));

    @TempDir private Path directory;

    private static DiskStore open(Path directory) {
        ManualClock clock = new ManualClock();
        return new DiskStore(
                directory,
                OPTIONS,
                Value.Factory.PLAIN,
                clock,
                clock,
                Threads.virtual(),
                RandomGeneratorFactory.of("L64X128MixRandom").create(1));
    }

    @Test
    void opensFormat1() throws IOException, InterruptedException {
        unpack("/format-1.zip");

        try (Store store = open(directory);
                Watch watch = store.watch(KeyRange.ALL, store.revision() - 1)) {
            assertThat(store.revision()).isEqualTo(PUTS + 1);
            assertThat(store.compacted()).isGreaterThan(100);
            assertThat(TestStores.content(store, 0)).isEqualTo(expected());
            assertThat(watch.take(Duration.ZERO))
                    .extracting(Event::type)
                    .containsExactly(Event.Type.DELETE);
            assertThat(TestStores.put(store, "/k/0", "goes on")).isEqualTo(PUTS + 2);
        }
    }

    private void unpack(String resource) throws IOException {
        InputStream packed = Objects.requireNonNull(FormatTest.class.getResourceAsStream(resource));
        try (ZipInputStream zip = new ZipInputStream(packed)) {
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                Files.write(directory.resolve(entry.getName()), zip.readAllBytes());
            }
        }
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < PUTS; i++) {
            expected.put("/k/" + i % KEYS, "grüße " + i);
        }
        expected.remove("/k/7");
        return expected;
    }

    /// Writes the fixture of this format: `FormatTest <directory> <zip>`.
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            try (Store store = open(directory)) {
                for (int i = 0; i < PUTS; i++) {
                    TestStores.put(store, "/k/" + i % KEYS, "grüße " + i);
                }
                Awaitility.await().until(() -> store.stats().snapshots() > 0);
                store.commit(Transaction.of(new Delete("/k/7")));
            }
            try (ZipOutputStream zip =
                            new ZipOutputStream(Files.newOutputStream(Path.of(arguments[1])));
                    var files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
                    Files.copy(file, zip);
                }
            }
        }
    }
}
