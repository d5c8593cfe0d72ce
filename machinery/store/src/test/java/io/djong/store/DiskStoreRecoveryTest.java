package io.djong.store;

import static io.djong.store.TestStores.content;
import static io.djong.store.TestStores.put;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.Threads;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Delete;
import io.djong.store.Store.Write.Put;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the disk engine makes of the files it finds.
class DiskStoreRecoveryTest {

    private static final Retention KEEPS_MUCH =
            new Retention(Duration.ofMinutes(5), 100_000, 64 << 20);

    @TempDir private Path parent;
    private Path directory = Path.of("");
    private final ManualClock clock = new ManualClock();
    private DiskOptions options = DiskOptions.defaults().withRetention(KEEPS_MUCH).withFsync(false);

    @BeforeEach
    void chooseDirectory() {
        directory = parent.resolve("store");
    }

    private DiskStore open() {
        return open(directory);
    }

    private DiskStore open(Path where) {
        return new DiskStore(
                where,
                options,
                Value.Factory.PLAIN,
                clock,
                clock,
                Threads.virtual(),
                RandomGenerator.of("L64X128MixRandom"));
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private Path onlyLog() throws IOException {
        return files(".wal").getFirst();
    }

    @Test
    void bringsBackAllKeptRevisions() throws InterruptedException {
        try (Store store = open()) {
            put(store, "/a", "1");
            put(store, "/b", "1");
            put(store, "/a", "2");
            store.commit(
                    Transaction.of(
                            new Delete("/b"), new Put("/c", ConformancePart.value("grüße"))));
        }

        try (Store store = open();
                Watch watch = store.watch(KeyRange.ALL, 2)) {
            Entry entry = requireNonNull(store.read(0).get("/a"));

            assertThat(store.revision()).isEqualTo(4);
            assertThat(content(store, 2)).isEqualTo(Map.of("/a", "1", "/b", "1"));
            assertThat(content(store, 4)).isEqualTo(Map.of("/a", "2", "/c", "grüße"));
            assertThat(entry.created()).isEqualTo(1);
            assertThat(entry.modified()).isEqualTo(3);
            assertThat(entry.version()).isEqualTo(2);
            assertThat(watch.take(Duration.ZERO))
                    .extracting(Event::revision)
                    .containsExactly(3L, 4L, 4L);
            assertThat(put(store, "/d", "1")).isEqualTo(5);
        }
    }

    @Test
    void cutsATornWriteAtWhateverByte() throws IOException {
        long before;
        long after;
        try (Store store = open()) {
            put(store, "/a", "1");
            before = store.stats().loggedBytes() + FileHeader.BYTES;
            put(store, "/b", "the last record");
            after = store.stats().loggedBytes() + FileHeader.BYTES;
        }
        byte[] whole = Files.readAllBytes(onlyLog());

        for (long end = before; end < after; end++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, (int) end, torn.length, (byte) 0);
            Files.write(onlyLog(), torn);
            assertRecoversTheFirstOnly();

            Files.write(onlyLog(), Arrays.copyOf(whole, (int) end));
            assertRecoversTheFirstOnly();
        }
    }

    private void assertRecoversTheFirstOnly() {
        try (Store store = open()) {
            assertThat(store.revision()).isEqualTo(1);
            assertThat(content(store, 0)).isEqualTo(Map.of("/a", "1"));
            assertThat(put(store, "/c", "1")).isEqualTo(2);
        }
    }

    @Test
    void cutsADamagedTail() throws IOException {
        long last;
        try (Store store = open()) {
            put(store, "/a", "1");
            last = store.stats().loggedBytes() + FileHeader.BYTES;
            put(store, "/b", "1");
        }
        flipBit(onlyLog(), last + FrameWriter.HEADER_BYTES + 3);

        try (Store store = open()) {
            assertThat(content(store, 0)).isEqualTo(Map.of("/a", "1"));
        }
    }

    @Test
    void refusesADamagedMiddleAndTouchesNothing() throws IOException {
        long second;
        long third;
        try (Store store = open()) {
            put(store, "/a", "1");
            second = store.stats().loggedBytes() + FileHeader.BYTES;
            put(store, "/b", "1");
            third = store.stats().loggedBytes() + FileHeader.BYTES;
            put(store, "/c", "1");
        }
        byte[] sound = Files.readAllBytes(onlyLog());

        for (long at = second; at < third; at++) {
            Files.write(onlyLog(), sound);
            flipBit(onlyLog(), at);
            byte[] damaged = Files.readAllBytes(onlyLog());

            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreException.class)
                    .hasMessage(
                            "%s is corrupt at offset %d, after revision 1, and the log goes on behind it",
                            onlyLog(), second);
            assertThat(Files.readAllBytes(onlyLog())).isEqualTo(damaged);
        }
    }

    private static void flipBit(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int before = bytes.read();
            bytes.seek(at);
            bytes.write(before ^ 4);
        }
    }

    @Test
    void refusesAFileOfAnotherFormatOrProduct() throws IOException {
        try (Store store = open()) {
            put(store, "/a", "1");
        }
        byte[] sound = Files.readAllBytes(onlyLog());

        byte[] newer = sound.clone();
        newer[11] = 2;
        Files.write(onlyLog(), newer);
        assertThatThrownBy(this::open)
                .hasMessageContaining(
                        "has format 2, this version reads format 1: use the newer djong");

        byte[] foreign = sound.clone();
        foreign[0] = 'X';
        Files.write(onlyLog(), foreign);
        assertThatThrownBy(this::open).hasMessageContaining("is not a write-ahead log of djong's");

        byte[] damaged = sound.clone();
        damaged[20] ^= 1;
        Files.write(onlyLog(), damaged);
        assertThatThrownBy(this::open).hasMessageContaining("is corrupt at offset 0");
    }

    @Test
    void refusesADirectoryThatIsNotAStore() throws IOException {
        Files.createDirectories(directory.resolve("member"));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessage(directory + " holds something else than a store: member");
        assertThat(directory.resolve("lock")).doesNotExist();

        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreException.class)
                .hasMessage("open " + file + ": exists, but is not a directory");
    }

    @Test
    void letsNobodyElseReadItsFiles() throws IOException {
        open().close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyLog())))
                .isEqualTo("rw-------");
    }

    @Test
    void belongsToOneProcessAtATime() {
        Store first = open();

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessage(directory + " is in use by process " + ProcessHandle.current().pid());

        first.close();
        open().close();
    }

    @Test
    void replacesOldLogFilesByASnapshot() throws IOException {
        Map<String, String> expected = fillUntilSnapshot();
        assertThat(files(".snap")).hasSize(1);
        assertThat(onlyLog().getFileName().toString()).isNotEqualTo(FileNames.LOG.of(1));

        try (Store store = open()) {
            assertThat(content(store, 0)).isEqualTo(expected);
            assertThat(requireNonNull(store.read(0).get("/k/1")).version()).isGreaterThan(20);
            assertThat(store.compacted()).isGreaterThan(1_000);
            assertThat(put(store, "/next", "1")).isEqualTo(3_003);
        }
    }

    private Map<String, String> fillUntilSnapshot() {
        options =
                options.withSegmentBytes(20_000)
                        .withRetention(new Retention(Duration.ofMinutes(5), 200, 64 << 20));
        Map<String, String> expected = new TreeMap<>();
        try (Store store = open()) {
            for (int i = 0; i < 3_000; i++) {
                String key = "/k/" + i % 97;
                put(store, key, "value " + i);
                expected.put(key, "value " + i);
            }
            Awaitility.await().until(() -> store.stats().snapshots() > 0);
            put(store, "/last", "1");
            store.commit(Transaction.of(new Delete("/k/0")));
        }
        expected.put("/last", "1");
        expected.remove("/k/0");
        return expected;
    }

    @Test
    void noticesAMissingOrDamagedFile() throws IOException {
        fillUntilSnapshot();
        Path snapshot = files(".snap").getFirst();

        flipBit(snapshot, Files.size(snapshot) / 2);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(snapshot + " is corrupt at offset ");

        Files.delete(snapshot);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the log lacks revisions 1 to ");
    }

    @Test
    void ignoresWhatWasNeverFinished() throws IOException {
        open().close();
        Files.write(directory.resolve(FileNames.SNAPSHOT.unfinished(7)), new byte[] {1});
        Files.write(directory.resolve(FileNames.LOG.unfinished(7)), new byte[] {1});

        open().close();

        assertThat(files(".tmp")).isEmpty();
    }
}
