package io.djong.store;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Put;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Prints what the engines do per second: `StoreBench [seconds per line] [directory]`.
///
/// Each client is a virtual thread that puts or gets one key of 10,000 after the other.
final class StoreBench {

    private static final List<String> KEYS =
            IntStream.range(0, 10_000)
                    .mapToObj(i -> "/registry/pods/namespace-%02d/pod-%05d".formatted(i % 50, i))
                    .toList();
    private static final int WATCHERS = 1_000;
    private static final Clock CLOCK = Clock.system();

    private final Duration length;
    private final Path directory;

    private StoreBench(Duration length, Path directory) {
        this.length = length;
        this.directory = directory;
    }

    private interface Operation {
        void run(Store store, String key, RandomGenerator random);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Duration length =
                Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 3);
        Path parent = arguments.length > 1 ? Path.of(arguments[1]) : Path.of("target");
        Files.createDirectories(parent);
        new StoreBench(length, Files.createTempDirectory(parent, "bench")).run();
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf(
                "%d processors, Java %s%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version());
        System.out.printf(
                Locale.ROOT, "one fsync of 300 bytes, p50   %12.0f us%n", fsyncNanos() / 1e3);
        try (Store memory = new MemoryStore(Retention.defaults(), CLOCK, Timer.system())) {
            measure("memory", memory);
        }
        try (Store disk = openDisk()) {
            measure("disk", disk);
        }
        long start = CLOCK.nanos();
        openDisk().close();
        System.out.printf(
                Locale.ROOT,
                "disk open again (%d MB)       %12.0f ms%n",
                size() >> 20,
                (CLOCK.nanos() - start) / 1e6);
    }

    private Store openDisk() {
        return new DiskStore(
                directory.resolve("store"),
                DiskOptions.defaults(),
                Value.Factory.PLAIN,
                CLOCK,
                Timer.system(),
                Threads.virtual(),
                RandomGenerator.of("L64X128MixRandom"));
    }

    private long size() throws IOException {
        long size = 0;
        try (var files = Files.list(directory.resolve("store"))) {
            for (Path file : files.toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }

    private double fsyncNanos() throws IOException {
        long[] nanos = new long[500];
        try (FileChannel file =
                FileChannel.open(
                        directory.resolve("fsync"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1 << 20), 0);
            file.force(true);
            for (int i = 0; i < nanos.length; i++) {
                long start = CLOCK.nanos();
                file.write(ByteBuffer.allocate(300), 300L * i);
                file.force(false);
                nanos[i] = CLOCK.nanos() - start;
            }
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }

    private void measure(String engine, Store store) throws InterruptedException {
        byte[] small = new byte[256];
        byte[] large = new byte[1024];
        Operation putSmall =
                (to, key, _) -> to.commit(Transaction.of(new Put(key, Value.of(small))));
        Operation putLarge =
                (to, key, _) -> to.commit(Transaction.of(new Put(key, Value.of(large))));
        Operation get = (from, key, _) -> from.read(0).get(key);
        Operation range =
                (from, _, _) -> from.read(0).range(KeyRange.prefix("/registry/pods/"), null, 1_000);

        measure(store, 64, putSmall);
        for (int clients : new int[] {1, 64, 256}) {
            print(engine + " put 256 B", clients, measure(store, clients, putSmall));
        }
        print(engine + " put 1 kB", 256, measure(store, 256, putLarge));
        measure(store, 64, get);
        for (int clients : new int[] {1, 64}) {
            print(engine + " get", clients, measure(store, clients, get));
        }
        print(engine + " range of 1000", 4, measure(store, 4, range));
        measureWatchers(engine, store, putSmall);
    }

    /// Puts while all those watch; each of them is told each put.
    private void measureWatchers(String engine, Store store, Operation put)
            throws InterruptedException {
        LongAdder events = new LongAdder();
        List<Watch> watches = new ArrayList<>();
        for (int i = 0; i < WATCHERS; i++) {
            Watch watch = store.watch(KeyRange.prefix("/registry/pods/"), store.revision());
            watches.add(watch);
            Thread.ofVirtual().start(() -> count(watch, events));
        }
        for (int clients : new int[] {1, 64}) {
            events.reset();
            print(engine + " put, 1000 watches", clients, measure(store, clients, put));
            System.out.printf(
                    Locale.ROOT,
                    "%-20s %,25.0f/s%n",
                    "  events to watches",
                    events.sum() / (double) length.toSeconds());
        }
        System.out.printf("  watches cut off            %18d%n", store.stats().watchersCutOff());
        watches.forEach(Watch::close);
    }

    private static void count(Watch watch, LongAdder events) {
        try {
            while (true) {
                events.add(watch.take(Duration.ofMinutes(1)).size());
            }
        } catch (LaggedException | ClosedException _) {
            return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private record Measured(double perSecond, double p50Micros, double p99Micros) {}

    private static void print(String what, int clients, Measured measured) {
        System.out.printf(
                Locale.ROOT,
                "%-20s %4d clients %,12.0f/s   p50 %8.1f us   p99 %8.1f us%n",
                what,
                clients,
                measured.perSecond(),
                measured.p50Micros(),
                measured.p99Micros());
    }

    private Measured measure(Store store, int clients, Operation operation)
            throws InterruptedException {
        long end = CLOCK.nanos() + length.toNanos();
        long[][] samples = new long[clients][];
        long[] counts = new long[clients];
        long start = CLOCK.nanos();
        Thread[] threads = new Thread[clients];
        for (int c = 0; c < clients; c++) {
            int client = c;
            threads[c] =
                    Thread.ofVirtual()
                            .start(() -> work(store, operation, client, end, samples, counts));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (CLOCK.nanos() - start) / 1e9;
        long[] all = Arrays.stream(samples).flatMapToLong(LongStream::of).sorted().toArray();
        return new Measured(
                LongStream.of(counts).sum() / seconds,
                all[all.length / 2] / 1e3,
                all[(int) (all.length * 0.99)] / 1e3);
    }

    /// Virtual threads take no turns by themselves: a client that never waits gives way now and then.
    @SuppressWarnings("ThreadPriorityCheck") // for fairness only
    private static void work(
            Store store,
            Operation operation,
            int client,
            long end,
            long[][] samples,
            long[] counts) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        long[] nanos = new long[1 << 14];
        int count = 0;
        int next = random.nextInt(KEYS.size());
        long now = CLOCK.nanos();
        while (now < end) {
            operation.run(store, KEYS.get(next++ % KEYS.size()), random);
            long then = now;
            now = CLOCK.nanos();
            nanos[count++ % nanos.length] = now - then;
            if (count % 1_000 == 0) {
                Thread.yield();
            }
        }
        counts[client] = count;
        samples[client] = Arrays.copyOf(nanos, Math.min(count, nanos.length));
    }
}
