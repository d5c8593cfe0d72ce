package io.djong.store;

import static io.djong.store.TestStores.content;
import static io.djong.store.TestStores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.Threads;
import java.io.IOException;
import java.lang.Thread.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the disk engine does while its disk misbehaves.
class DiskStoreFaultTest {

    @TempDir private Path parent;
    private Path directory = Path.of("");
    private final ManualClock clock = new ManualClock();
    private DiskOptions options = DiskOptions.defaults().withFsync(false);

    @BeforeEach
    void chooseDirectory() {
        directory = parent.resolve("store");
    }

    private DiskStore open() {
        return open(new RealDisk(directory, false));
    }

    private DiskStore open(Disk disk) {
        return new DiskStore(
                disk,
                options,
                Value.Factory.PLAIN,
                clock,
                clock,
                Threads.virtual(),
                RandomGenerator.of("L64X128MixRandom"));
    }

    @Test
    void goesOnWhenAFullDiskHasSpaceAgain() {
        TestDisk disk = new TestDisk(new RealDisk(directory, false));
        try (Store store = open(disk)) {
            put(store, "/a", "1");

            disk.fail(TestDisk.Operation.WRITE);
            assertThatThrownBy(() -> put(store, "/a", "lost"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("append to " + directory)
                    .hasMessageContaining("No space left on device");
            assertThat(content(store, 0)).isEqualTo(Map.of("/a", "1"));
            assertThat(store.revision()).isEqualTo(1);
            assertThat(store.trouble())
                    .contains("the last write was refused", "No space left on device");

            disk.fail(null);
            assertThat(put(store, "/b", "1")).isEqualTo(2);
            assertThat(store.trouble()).isEmpty();
        }
        try (Store store = open()) {
            assertThat(content(store, 0)).isEqualTo(Map.of("/a", "1", "/b", "1"));
        }
    }

    @Test
    void goesOnWhenANewLogFileCannotBeMade() {
        options = options.withSegmentBytes(100);
        TestDisk disk = new TestDisk(new RealDisk(directory, false));
        try (Store store = open(disk)) {
            put(store, "/a", "x".repeat(200));

            disk.fail(TestDisk.Operation.CREATE);
            assertThatThrownBy(() -> put(store, "/b", "lost"))
                    .hasMessageContaining("begin ")
                    .hasMessageContaining("No space left on device");

            disk.fail(null);
            assertThat(put(store, "/c", "1")).isEqualTo(2);
        }
        try (Store store = open()) {
            assertThat(content(store, 0).keySet()).containsExactly("/a", "/c");
        }
    }

    @Test
    void goesOnWithoutASnapshotThatCannotBeWritten() throws IOException {
        options =
                options.withSegmentBytes(1_000)
                        .withRetention(new Retention(Duration.ofHours(1), 10, 1 << 20));
        TestDisk disk = new TestDisk(new RealDisk(directory, false));
        try (Store store = open(disk)) {
            disk.failFor(".snap");
            for (int i = 0; i < 300; i++) {
                put(store, "/k/" + i % 7, "value " + i);
            }
            Awaitility.await().until(disk::hasFailed);
            disk.failFor(null);
            clock.advance(Duration.ofMinutes(1));
            Awaitility.await()
                    .until(() -> {
                        put(store, "/k/0", "again");
                        clock.advance(Duration.ofSeconds(1));
                        return store.stats().snapshots() > 0;
                    });
        }
        assertThat(disk.names()).noneMatch(name -> name.endsWith(".tmp"));
        try (Store store = open()) {
            assertThat(content(store, 0)).hasSize(7);
        }
    }

    @Test
    void takesNoMoreCommitsAfterAFailedFsync() {
        TestDisk disk = new TestDisk(new RealDisk(directory, false));
        try (Store store = open(disk)) {
            put(store, "/a", "1");

            disk.fail(TestDisk.Operation.FORCE);
            assertThatThrownBy(() -> put(store, "/a", "2"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("fsync " + directory)
                    .hasMessageContaining("Input/output error");
            disk.fail(null);

            assertThatThrownBy(() -> put(store, "/b", "1")).isInstanceOf(StoreException.class);
            assertThat(content(store, 0)).isEqualTo(Map.of("/a", "1"));
            assertThat(store.trouble()).startsWith("takes no more writes: fsync ");
        }
    }

    @Test
    void answersAndPublishesOnlyWhatIsDurable() throws Exception {
        TestDisk disk = new TestDisk(new RealDisk(directory, false));
        try (Store store = open(disk);
                Watch watch = store.watch(KeyRange.ALL, 0);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            disk.stall();
            Future<Long> first = executor.submit(() -> put(store, "/a", "1"));
            Awaitility.await().until(disk::isWaited);
            Future<Long> second = executor.submit(() -> put(store, "/a", "2"));

            assertThat(first.isDone()).isFalse();
            assertThat(store.revision()).isZero();
            assertThat(content(store, 0)).isEmpty();
            assertThat(watch.take(Duration.ZERO)).isEmpty();

            disk.resume();
            assertThat(first.get()).isEqualTo(1);
            assertThat(second.get()).isEqualTo(2);
            assertThat(watch.take(Duration.ZERO)).hasSize(2);
        }
    }

    @Test
    void readsAndWatchesGoOnWhileAnFsyncStalls() throws Exception {
        TestDisk disk = new TestDisk(new RealDisk(directory, false));
        try (Store store = open(disk);
                Watch watch = store.watch(KeyRange.ALL, 0);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            put(store, "/a", "1");
            disk.stall();
            Future<Long> stalled = executor.submit(() -> put(store, "/a", "2"));
            Awaitility.await().until(disk::isWaited);
            clock.advance(Duration.ofSeconds(10));

            assertThat(content(store, 0)).isEqualTo(Map.of("/a", "1"));
            assertThat(watch.take(Duration.ZERO)).hasSize(1);
            try (Watch late = store.watch(KeyRange.ALL, 0)) {
                assertThat(late.take(Duration.ZERO)).hasSize(1);
            }

            disk.resume();
            assertThat(stalled.get()).isEqualTo(2);
            assertThat(put(store, "/a", "3")).isEqualTo(3);
        }
    }

    @Test
    void sharesOneFsyncAmongAllWhoWait() throws Exception {
        TestDisk disk = new TestDisk(new RealDisk(directory, false));
        try (Store store = open(disk);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            disk.stall();
            Future<Long> first = executor.submit(() -> put(store, "/first", "1"));
            Awaitility.await().until(disk::isWaited);
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String key = "/k/" + i;
                waiting.add(Thread.ofVirtual().start(() -> put(store, key, "1")));
            }
            Awaitility.await()
                    .until(() -> waiting.stream().allMatch(t -> t.getState() == State.WAITING));

            disk.resume();
            first.get();
            for (Thread thread : waiting) {
                thread.join();
            }

            assertThat(store.revision()).isEqualTo(101);
            assertThat(store.stats().fsyncs()).isEqualTo(2);
        }
    }

    @Test
    void isNotDisturbedByAnInterruptedCaller() throws Exception {
        try (Store store = open(new RealDisk(directory, true))) {
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                Thread.currentThread().interrupt();
                                put(store, "/a", "1");
                                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                                put(store, "/b", "1");
                            });
            caller.join();

            put(store, "/c", "1");

            assertThat(content(store, 0).keySet()).containsExactly("/a", "/b", "/c");
        }
    }
}
