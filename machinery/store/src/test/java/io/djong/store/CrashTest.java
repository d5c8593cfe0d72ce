package io.djong.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Put;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real process while it writes, and looks for every write that it had acknowledged.
class CrashTest {

    private static final int ROUNDS = 3;
    private static final int WRITERS = 8;
    private static final DiskOptions OPTIONS =
            DiskOptions.defaults()
                    .withSegmentBytes(200_000)
                    .withRetention(new Retention(Retention.DEFAULT_AGE, 500, 1 << 20));

    @TempDir private Path directory;

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
    void losesNothingThatWasAcknowledged() throws IOException, InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Integer> acknowledged = writeUntilKilled(2_000 + 1_500 * round);

            try (Store store = open(directory)) {
                acknowledged.forEach((key, number) -> {
                    Entry entry = requireNonNull(store.read(0).get(key));
                    assertThat(Integer.parseInt(ConformancePart.text(entry)))
                            .as(key)
                            .isGreaterThanOrEqualTo(number);
                });
            }
        }
    }

    private Map<String, Integer> writeUntilKilled(int lines)
            throws IOException, InterruptedException {
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
                if (++count == lines / 2) {
                    assertThatThrownBy(() -> open(directory))
                            .isInstanceOf(StoreException.class)
                            .hasMessage(directory + " is in use by process " + writer.pid());
                }
                if (count == lines) {
                    // Unlike the process's own, the handle's kill leaves the rest of the output
                    // readable.
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(writer.waitFor()).isEqualTo(128 + 9);
        assertThat(acknowledged).hasSize(WRITERS);
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
            int first = start == null ? 1 : Integer.parseInt(ConformancePart.text(start)) + 1;
            for (int i = first; ; i++) {
                store.commit(
                        Transaction.of(new Put(key, ConformancePart.value(Integer.toString(i)))));
                out.println(key + " " + i + " .");
            }
        }
    }
}
