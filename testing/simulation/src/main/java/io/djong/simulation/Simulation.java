package io.djong.simulation;

import io.djong.meta.Threads;
import io.djong.store.CompactedException;
import io.djong.store.DiskOptions;
import io.djong.store.DiskStore;
import io.djong.store.Leases;
import io.djong.store.Retention;
import io.djong.store.Store;
import io.djong.store.StoreException;
import io.djong.store.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// One run: a store that is started several times, under a workload, on a disk with faults; then the verdict.
///
/// Confined to the virtual thread that runs it, but for the clients it starts.
final class Simulation {

    private static final int CLIENTS = 8;
    private static final int WATCHERS = 3;
    private static final int STARTS_MAX = 5;
    private static final int OPERATIONS_MAX = 40;
    private static final int FAULTS_MAX = 4;

    /// Long enough for every lease to end.
    private static final Duration LONG = Duration.ofMinutes(2);

    /// Small files, so that new ones are begun and snapshots written all the time.
    private static final DiskOptions OPTIONS =
            DiskOptions.defaults().withSegmentBytes(4_000).withRetention(Retention.forEver());

    private final long seed;
    private final Sabotage sabotage;
    private final RandomGenerator random;
    private final History history = new History();
    private final LeaseLog leaseLog = new LeaseLog();
    private final List<String> story = new ArrayList<>();
    private final Set<String> struck = new TreeSet<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final Watcher tap;
    private final Threads threads = Threads.virtual();
    private final SimulatedTime time = new SimulatedTime(threads);

    /// @param struck the places where something went wrong
    /// @param story the starts of the store, and what ended them
    /// @param fingerprint equal for equal runs
    record Verdict(
            long seed,
            List<String> violations,
            List<String> story,
            Set<String> struck,
            int calls,
            int fingerprint) {}

    private Simulation(long seed, Sabotage sabotage) {
        this.seed = seed;
        this.sabotage = sabotage;
        this.random = generator(seed);
        this.tap = Watcher.tap(history, generator(random.nextLong()));
        for (int i = 0; i < WATCHERS; i++) {
            watchers.add(Watcher.of(history, generator(random.nextLong())));
        }
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static Verdict run(long seed, Sabotage sabotage) throws InterruptedException {
        AtomicReference<@Nullable Verdict> verdict = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        // A virtual thread, too: then all of the run's threads take turns on the one carrier.
        Thread body =
                Thread.ofVirtual()
                        .uncaughtExceptionHandler((_, thrown) -> failure.set(thrown))
                        .start(() -> verdict.set(new Simulation(seed, sabotage).run()));
        body.join();
        Verdict given = verdict.get();
        if (given == null) {
            throw new IllegalStateException(
                    "the simulation of seed " + seed + " failed", failure.get());
        }
        return given;
    }

    private Verdict run() {
        FaultDisk disk = new FaultDisk(generator(random.nextLong()), faults());
        int starts = 2 + random.nextInt(STARTS_MAX - 1);
        for (int start = 1; start < starts; start++) {
            boolean opened = live(disk, false);
            story.add(
                    "start %d: %s"
                            .formatted(
                                    start,
                                    disk.hasEnded()
                                            ? "ended " + disk.endedAt()
                                            : opened ? "closed" : "not opened"));
            struck.addAll(disk.struck());
            disk = disk.restarted(faults());
            history.nextIncarnation();
        }
        FaultDisk last = disk.restarted(List.of());
        history.nextIncarnation();
        if (!live(last, true)) {
            history.violated("the store cannot be opened any more");
        }
        List<String> violations = new ArrayList<>(history.violations());
        violations.addAll(judge());
        if (violations.isEmpty()) {
            violations.addAll(new BitFlips(last.image(), generator(random.nextLong())).check());
        }
        return new Verdict(
                seed, violations, story, struck, history.calls().size(), history.fingerprint());
    }

    private List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        for (int i = random.nextInt(FAULTS_MAX); i >= 0; i--) {
            faults.add(Fault.random(random));
        }
        return faults;
    }

    private List<String> judge() {
        Order order = new Order(tap.reading().events);
        List<String> violations = new ArrayList<>(new StoreChecker(order, history.calls()).check());
        WatchChecker watches = new WatchChecker(order);
        history.readings().forEach(reading -> violations.addAll(watches.check(reading)));
        return violations;
    }

    static DiskStore open(io.djong.store.Disk disk, SimulatedTime time, RandomGenerator random) {
        return new DiskStore(
                disk, OPTIONS, Value.Factory.PLAIN, time, time, Threads.virtual(), random);
    }

    /// One start of the store, until its end. False if it did not come up.
    private boolean live(FaultDisk disk, boolean isLast) {
        RandomGenerator salts = generator(random.nextLong());
        Store store;
        try {
            store = sabotage.store(open(sabotage.disk(disk), time, salts));
        } catch (RuntimeException failure) {
            if (!disk.hasStruck()) {
                history.violated("the store does not open: " + failure);
            }
            return false;
        }
        List<Thread> watching = new ArrayList<>();
        try (Recorder recorder = new Recorder(store, history)) {
            watching.add(threads.start("tap", () -> tap.run(recorder)));
            for (Watcher watcher : watchers) {
                watching.add(threads.start("watcher", () -> watcher.run(recorder)));
            }
            work(recorder);
            if (isLast) {
                endLeases(recorder);
                long newest = recorder.revision();
                tap.endAt(newest);
                watchers.forEach(watcher -> watcher.endAt(newest));
                time.pass(LONG);
                join(watching);
            }
        }
        join(watching);
        return true;
    }

    private void work(Recorder recorder) {
        Leases leases;
        try {
            leases = new Leases(sabotage.beneathLeases(recorder), time);
        } catch (StoreException | Crashed _) {
            return;
        }
        List<Thread> clients = new ArrayList<>();
        int operations = 5 + random.nextInt(OPERATIONS_MAX);
        var world = new Workload.World(recorder, leases, leaseLog, time, tap);
        for (int i = 0; i < CLIENTS; i++) {
            int number = 100 * history.incarnation() + i;
            Workload client = new Workload(number, world, generator(random.nextLong()));
            clients.add(threads.start("client", () -> client.run(operations)));
        }
        join(clients);
    }

    /// After a restart leases begin anew: so this comes twice as late as it must.
    private void endLeases(Recorder recorder) {
        try {
            Leases leases = new Leases(sabotage.beneathLeases(recorder), time);
            time.pass(LONG);
            leases.endOverdue();
            var state = recorder.read(0);
            leaseLog.violations(key -> state.get(key) != null).forEach(history::violated);
        } catch (CompactedException compacted) {
            history.violated("the newest revision was compacted: " + compacted.getMessage());
        }
    }

    private static void join(List<Thread> threads) {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException stop) {
                throw new IllegalStateException("a simulation is not interrupted", stop);
            }
        }
    }
}
