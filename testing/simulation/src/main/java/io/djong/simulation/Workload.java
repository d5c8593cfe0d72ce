package io.djong.simulation;

import io.djong.store.ClosedException;
import io.djong.store.CompactedException;
import io.djong.store.Entry;
import io.djong.store.KeyRange;
import io.djong.store.Leases;
import io.djong.store.Snapshot;
import io.djong.store.Store;
import io.djong.store.Store.Guard;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write;
import io.djong.store.StoreException;
import io.djong.store.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// One client: does one thing after the other, each drawn by lot, until its store is at its end.
final class Workload {

    private static final int KEYS = 9;
    private static final int VALUE_BYTES_MAX = 300;
    private static final int TURNS_MAX = 4;
    private static final Duration STEP_MAX = Duration.ofMillis(400);
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final int client;
    private final World world;
    private final RandomGenerator random;
    private int written;

    /// What all clients of a run share.
    ///
    /// @param watched up to here everything is known from a watch, and may be compacted
    record World(
            Store store, Leases leases, LeaseLog leaseLog, SimulatedTime time, Watched watched) {}

    interface Watched {
        long upTo();
    }

    Workload(int client, World world, RandomGenerator random) {
        this.client = client;
        this.world = world;
        this.random = random;
    }

    void run(int operations) {
        try {
            for (int i = 0; i < operations; i++) {
                takeTurns();
                doSomething();
            }
        } catch (CompactedException | Crashed _) {
            // The next start goes on with another client.
            return;
        } catch (StoreException _) {
            return;
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // who has the next turn is drawn by lot
    private void takeTurns() {
        for (int i = random.nextInt(TURNS_MAX); i > 0; i--) {
            Thread.yield();
        }
    }

    private void doSomething() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> send(List.of(), List.of(put(key())));
            case 6 -> send(List.of(), List.of(new Write.Delete(key())));
            case 7, 8, 9 -> compareAndSet();
            case 10, 11 -> several();
            case 12, 13, 14 -> world.store().read(0).get(key());
            case 15 -> world.store().read(0).range(range(), null, random.nextInt(4));
            case 16 -> readThePast();
            case 17 -> compact();
            case 18 -> lease();
            default -> {
                world.time().pass(STEP_MAX.multipliedBy(random.nextInt(100)).dividedBy(100));
                world.leases().endOverdue();
            }
        }
    }

    private String key() {
        return "/k/" + random.nextInt(3) + "/" + random.nextInt(KEYS / 3);
    }

    private KeyRange range() {
        return random.nextBoolean()
                ? KeyRange.prefix("/k/")
                : KeyRange.prefix("/k/" + random.nextInt(3) + "/");
    }

    /// No two values are the same, so that each tells who wrote it.
    private Write.Put put(String key) {
        String text = client + "#" + ++written + " " + "x".repeat(random.nextInt(VALUE_BYTES_MAX));
        return new Write.Put(key, Value.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void send(List<Guard> guards, List<Write> writes) {
        attempt(() -> world.store().commit(new Transaction(guards, writes)));
    }

    /// A write that failed while the engine goes on is an everyday matter.
    private static void attempt(Runnable write) {
        try {
            write.run();
        } catch (ClosedException closed) {
            throw closed;
        } catch (StoreException failed) {
            if (String.valueOf(failed.getMessage()).startsWith("store stopped")) {
                throw failed;
            }
        }
    }

    private void compareAndSet() {
        String key = key();
        Entry entry = world.store().read(0).get(key);
        takeTurns();
        Guard guard =
                entry == null ? new Guard.Absent(key) : new Guard.Unchanged(key, entry.modified());
        send(List.of(guard), List.of(random.nextInt(4) == 0 ? new Write.Delete(key) : put(key)));
    }

    private void several() {
        Map<String, Write> writes = new LinkedHashMap<>();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            String key = key();
            writes.put(key, random.nextInt(4) == 0 ? new Write.Delete(key) : put(key));
        }
        send(List.of(), new ArrayList<>(writes.values()));
    }

    private void readThePast() {
        long oldest = world.store().compacted();
        long newest = world.store().revision();
        if (newest > oldest) {
            try {
                Snapshot past = world.store().read(oldest + random.nextLong(newest - oldest) + 1);
                takeTurns();
                past.range(range(), null, 0);
            } catch (CompactedException _) {
                // Noted by the recorder, and judged by the checker.
                return;
            }
        }
    }

    private void compact() {
        long known = world.watched().upTo();
        long newest = Math.min(known, world.store().revision());
        if (newest > 1) {
            attempt(() -> world.store().compact(newest - random.nextLong(Math.min(10, newest))));
        }
    }

    private void lease() {
        long id = random.nextLong(1L << 40) + 1;
        attempt(() -> {
            if (world.leases().grant(id, LEASE)) {
                String key = "/leased/" + client + "/" + ++written;
                world.leases().commit(Transaction.of(put(key)), id);
                world.leaseLog().holds(key, world.time().now(), LEASE);
            }
        });
    }
}
