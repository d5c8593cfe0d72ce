package io.djong.store;

import static io.djong.store.TestStores.content;
import static io.djong.store.TestStores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.Threads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    private static final RandomGenerator RANDOM = RandomGenerator.of("L64X128MixRandom");

    @TempDir private Path parent;
    private final ManualClock clock = new ManualClock();

    private DiskStore open(String name) {
        return new DiskStore(
                parent.resolve(name),
                DiskOptions.defaults().withFsync(false).withSegmentBytes(20_000),
                Value.Factory.PLAIN,
                clock,
                clock,
                Threads.virtual(),
                RANDOM);
    }

    private StoredFiles files(String name) {
        return StoredFiles.read(
                parent.resolve(name), Value.Factory.PLAIN, clock, clock, Threads.virtual());
    }

    private Path backup(String store, Map<String, byte[]> attachments) {
        Path file = parent.resolve("backup");
        long _ = Backup.of(files(store), attachments).write(file, RANDOM);
        return file;
    }

    @Test
    void bringsBackEverythingAsItWas() {
        Map<String, String> expected;
        try (Store store = open("first")) {
            for (int i = 0; i < 2_000; i++) {
                put(store, "/k/" + i % 900, "grüße " + i);
            }
            expected = content(store, 0);
            backup("first", Map.of("pki/ca.crt", "pem".getBytes(StandardCharsets.US_ASCII)));
            put(store, "/later", "1");
        }

        Backup backup = Backup.read(parent.resolve("backup"), Threads.virtual());
        backup.restoreInto(parent.resolve("second"), RANDOM);

        assertThat(backup.attachments()).containsOnlyKeys("pki/ca.crt");
        try (Store store = open("second")) {
            assertThat(content(store, 0)).isEqualTo(expected);
            assertThat(store.revision()).isEqualTo(2_000);
            assertThat(store.compacted()).isEqualTo(2_000);
            assertThat(put(store, "/k/0", "goes on")).isEqualTo(2_001);
        }
    }

    @Test
    void isConsistentWhileOthersWrite() throws InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        try (Store store = open("first")) {
            store.commit(pair(0));
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 1; !isOver.get(); i++) {
                                    store.commit(pair(i));
                                    if (i % 500 == 0) {
                                        store.compact(store.revision());
                                    }
                                }
                            });
            try {
                for (int i = 0; i < 50; i++) {
                    Map<String, String> seen = texts(files("first").snapshot());
                    assertThat(seen.get("/left")).isEqualTo(seen.get("/right"));
                }
            } finally {
                isOver.set(true);
                writer.join();
            }
        }
    }

    private static Store.Transaction pair(int number) {
        Value value = ConformancePart.value("number " + number);
        return Store.Transaction.of(
                new Store.Write.Put("/left", value), new Store.Write.Put("/right", value));
    }

    private static Map<String, String> texts(Snapshot snapshot) {
        Map<String, String> texts = new TreeMap<>();
        snapshot.range(KeyRange.ALL, null, 0)
                .forEach(entry -> texts.put(entry.key(), ConformancePart.text(entry)));
        return texts;
    }

    @Test
    void refusesADamagedFileAndAnOccupiedDirectory() throws IOException {
        try (Store store = open("first")) {
            put(store, "/a", "1");
        }
        Path file = backup("first", Map.of());
        byte[] sound = Files.readAllBytes(file);

        assertThatThrownBy(() -> backup("first", Map.of())).hasMessage(file + " exists already");
        Backup backup = Backup.read(file, Threads.virtual());
        assertThatThrownBy(() -> backup.restoreInto(parent.resolve("first"), RANDOM))
                .hasMessageStartingWith(parent.resolve("first") + " is not empty: there is ");
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThatThrownBy(() -> Backup.read(file, Threads.virtual()))
                    .as("byte " + at)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file.toString());
        }
        Files.write(file, Arrays.copyOf(sound, sound.length - 1));
        assertThatThrownBy(() -> Backup.read(file, Threads.virtual()))
                .hasMessageContaining("is corrupt at offset ");
    }

    @Test
    void compactsAStoreThatNobodyHasOpen() {
        try (Store store = open("first")) {
            for (int i = 0; i < 500; i++) {
                put(store, "/k/" + i % 7, "value " + i);
            }
            assertThatThrownBy(this::compact).hasMessageContaining("is in use by process");
        }

        assertThat(compact()).isEqualTo(500);

        assertThat(files("first").files()).hasSize(1);
        try (Store store = open("first")) {
            assertThat(store.compacted()).isEqualTo(500);
            assertThat(content(store, 0)).hasSize(7);
            assertThat(put(store, "/k/0", "goes on")).isEqualTo(501);
        }
    }

    private long compact() {
        return OfflineCompaction.run(
                parent.resolve("first"), clock, clock, Threads.virtual(), RANDOM);
    }

    @Test
    void tellsTheHistoryOfAKey() {
        try (Store store = open("first")) {
            put(store, "/a", "1");
            put(store, "/b", "1");
            put(store, "/a", "2");
        }

        assertThat(files("first").history("/a"))
                .extracting(change -> change.event().revision())
                .containsExactly(1L, 3L);
        assertThat(files("first").history("/a"))
                .allMatch(change -> clock.now().equals(change.at()));
    }
}
