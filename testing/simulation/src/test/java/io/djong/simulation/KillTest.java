package io.djong.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.store.DiskOptions;
import io.djong.store.DiskStore;
import io.djong.store.Entry;
import io.djong.store.Retention;
import io.djong.store.Store;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Put;
import io.djong.store.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real process with `kill -9` at random times while it writes, two hundred times, and looks for every write that
/// it had acknowledged.
class KillTest {

    private static final int ROUNDS = 200;

    /// Stores that are killed side by side.
    private static final int LANES = 4;

    private static final int WRITERS = 8;
    private static final int LINES_MAX = 600;
    private static final int KILLED = 128 + 9;

    private static final DiskOptions OPTIONS =
            DiskOptions.defaults()
                    .withSegmentBytes(20_000)
                    .withRetention(new Retention(Retention.DEFAULT_AGE, 200, 1 << 20));

    @TempDir private Path parent;

    private static DiskStore open(Path directory) {
        return new DiskStore(
                directory,
                OPTIONS,
                Value.Factory.PLAIN,
                Clock.system(),
                Timer.system(),
                Threads.virtual(),
                RandomGenerator.of("L64X128MixRandom"));
    }

    @Test
    void losesNothingThatWasAcknowledged() throws ExecutionException, InterruptedException {
        List<Future<?>> lanes = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(LANES)) {
            for (int lane = 0; lane < LANES; lane++) {
                Path directory = parent.resolve("store" + lane);
                RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(lane);
                lanes.add(
                        executor.submit(() -> {
                            for (int round = 0; round < ROUNDS / LANES; round++) {
                                killOnce(directory, 1 + random.nextInt(LINES_MAX));
                            }
                            return null;
                        }));
            }
            for (Future<?> lane : lanes) {
                lane.get();
            }
        }
    }

    private static void killOnce(Path directory, int lines)
            throws IOException, InterruptedException {
        Map<String, Integer> acknowledged = writeUntilKilled(directory, lines);

        try (Store store = open(directory)) {
            acknowledged.forEach((key, number) -> {
                Entry entry = requireNonNull(store.read(0).get(key), key);
                assertThat(number(entry)).as(key).isBetween(number, number + 1);
            });
        }
    }

    private static int number(Entry entry) {
        return Integer.parseInt(new String(entry.value().bytes(), StandardCharsets.US_ASCII));
    }

    private static Map<String, Integer> writeUntilKilled(Path directory, int lines)
            throws IOException, InterruptedException {
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Map<String, Integer> acknowledged = new HashMap<>();
        try (BufferedReader output = writer.inputReader(StandardCharsets.US_ASCII)) {
            int count = 0;
            String line;
            while ((line = output.readLine()) != null) {
                // The last line may be torn, as the process is.
                if (line.endsWith(".")) {
                    String[] words = line.split(" ");
                    acknowledged.merge(words[0], Integer.parseInt(words[1]), Math::max);
                }
                if (++count == lines) {
                    // Unlike the process's own, the handle's kill leaves the rest of the output
                    // readable.
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(writer.waitFor()).isEqualTo(KILLED);
        return acknowledged;
    }

    /// The process that is killed: counts up under a few keys, and tells what was acknowledged.
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws InterruptedException {
            DiskStore store = open(Path.of(arguments[0]));
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
            List<Thread> writers =
                    IntStream.range(0, WRITERS)
                            .mapToObj(i ->
                                    Thread.ofVirtual().start(() -> write(store, "/k/" + i, out)))
                            .toList();
            for (Thread writer : writers) {
                writer.join();
            }
        }

        private static void write(Store store, String key, PrintStream out) {
            Entry start = store.read(0).get(key);
            for (int i = start == null ? 1 : number(start) + 1; ; i++) {
                byte[] value = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
                store.commit(Transaction.of(new Put(key, Value.of(value))));
                out.println(key + " " + i + " .");
            }
        }
    }
}
