package io.djong.store;

import io.djong.meta.Clock;
import io.djong.store.Store.Commit;
import io.djong.store.Store.Guard;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// Keys that end with a lease, unless it is kept alive in time.
///
/// Leases lie in the store itself, beside the keys that they hold, and change in the same transactions: so they survive
/// a restart, after which each begins anew. Whoever writes a key that may be leased has to write it through here.
///
/// For any thread. Nothing ends by itself: somebody calls [#endOverdue] now and then.
///
/// @spec https://etcd.io/docs/v3.6/learning/api/#lease-api Lease API
public final class Leases {

    /// No key that a client writes begins so.
    public static final String RESERVED = "\u0000";

    private static final String LEASE = RESERVED + "lease/";
    private static final String HOLDER = RESERVED + "holder/";

    private final Store store;
    private final Clock clock;

    /// Shared by who lets keys join a lease, alone for who ends one: so no key joins a lease that just ends.
    private final ReadWriteLock joining = new ReentrantReadWriteLock();

    private final ConcurrentMap<Long, Long> deadlines = new ConcurrentHashMap<>();

    /// @param granted its length
    public record Lease(long id, Duration granted, Duration left, List<String> keys) {}

    public Leases(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        for (Entry entry : store.read(0).range(KeyRange.prefix(LEASE), null, 0)) {
            deadlines.put(idOf(entry), clock.nanos() + duration(entry).toNanos());
        }
    }

    /// False if there is such a lease already.
    public boolean grant(long id, Duration length) {
        Commit outcome =
                store.commit(
                        Transaction.of(
                                new Guard.Absent(lease(id)),
                                new Write.Put(lease(id), number(length.toNanos()))));
        if (outcome instanceof Commit.Refused) {
            return false;
        }
        deadlines.put(id, clock.nanos() + length.toNanos());
        return true;
    }

    /// Lets the lease begin anew; null if there is none.
    public @Nullable Duration keepAlive(long id) {
        Entry entry = store.read(0).get(lease(id));
        if (entry == null) {
            return null;
        }
        Duration length = duration(entry);
        Long renewed = deadlines.computeIfPresent(id, (_, _) -> clock.nanos() + length.toNanos());
        return renewed == null ? null : length;
    }

    /// Null if there is no such lease.
    public @Nullable Lease find(long id) {
        Snapshot now = store.read(0);
        Entry entry = now.get(lease(id));
        Long deadline = deadlines.get(id);
        if (entry == null || deadline == null) {
            return null;
        }
        List<String> keys = holders(now, id).stream().map(Leases::heldKey).toList();
        Duration left = Duration.ofNanos(Math.max(0, deadline - clock.nanos()));
        return new Lease(id, duration(entry), left, keys);
    }

    public List<Long> all() {
        return store.read(0).range(KeyRange.prefix(LEASE), null, 0).stream()
                .map(Leases::idOf)
                .toList();
    }

    /// Whether any key is held in `snapshot`.
    public static boolean holdsAny(Snapshot snapshot) {
        return !snapshot.range(KeyRange.prefix(HOLDER), null, 1).isEmpty();
    }

    /// The lease that holds `key` in `snapshot`; 0 if none.
    public static long holding(Snapshot snapshot, String key) {
        Entry holder = snapshot.get(HOLDER + key);
        return holder == null ? 0 : number(holder);
    }

    /// Commits `transaction`; what it puts is held by lease `id` from then on, or with 0 by none.
    ///
    /// @throws StoreException if there is no such lease
    public Commit commit(Transaction transaction, long id) {
        joining.readLock().lock();
        try {
            return join(transaction, id);
        } finally {
            joining.readLock().unlock();
        }
    }

    private Commit join(Transaction transaction, long id) {
        while (true) {
            Snapshot now = store.read(0);
            Entry lease = id == 0 ? null : now.get(lease(id));
            if (id != 0 && lease == null) {
                throw new StoreException("etcdserver: requested lease not found");
            }
            List<Guard> guards = new ArrayList<>(transaction.guards());
            List<Write> writes = new ArrayList<>(transaction.writes());
            if (lease != null) {
                guards.add(new Guard.Unchanged(lease.key(), lease.modified()));
            }
            for (Write write : transaction.writes()) {
                String holder = HOLDER + write.key();
                Entry before = now.get(holder);
                guards.add(before == null ? new Guard.Absent(holder) : unchanged(before));
                if (lease != null && write instanceof Write.Put) {
                    writes.add(new Write.Put(holder, number(id)));
                } else if (before != null) {
                    writes.add(new Write.Delete(holder));
                }
            }
            Commit outcome = store.commit(new Transaction(guards, writes));
            boolean hasLostRace =
                    outcome instanceof Commit.Refused(var guard, _)
                            && guard.key().startsWith(RESERVED);
            if (!hasLostRace) {
                return outcome;
            }
        }
    }

    /// Ends a lease and deletes all that it holds, in one transaction; the revision of that. 0 if there is no such lease.
    public long revoke(long id) {
        joining.writeLock().lock();
        try {
            return end(id);
        } finally {
            joining.writeLock().unlock();
        }
    }

    private long end(long id) {
        while (true) {
            Snapshot now = store.read(0);
            Entry lease = now.get(lease(id));
            if (lease == null) {
                deadlines.remove(id);
                return 0;
            }
            List<Guard> guards = new ArrayList<>(List.of(unchanged(lease)));
            List<Write> writes = new ArrayList<>(List.of(new Write.Delete(lease.key())));
            for (Entry holder : holders(now, id)) {
                guards.add(unchanged(holder));
                writes.add(new Write.Delete(holder.key()));
                writes.add(new Write.Delete(heldKey(holder)));
            }
            if (store.commit(new Transaction(guards, writes))
                    instanceof Commit.Committed(var at, _)) {
                deadlines.remove(id);
                return at;
            }
        }
    }

    /// Revokes the leases whose time is over; how many.
    public int endOverdue() {
        int ended = 0;
        for (var each : deadlines.entrySet()) {
            if (each.getValue() - clock.nanos() <= 0) {
                revoke(each.getKey());
                ended++;
            }
        }
        return ended;
    }

    private static List<Entry> holders(Snapshot snapshot, long id) {
        return snapshot.range(KeyRange.prefix(HOLDER), null, 0).stream()
                .filter(holder -> number(holder) == id)
                .toList();
    }

    private static Guard unchanged(Entry entry) {
        return new Guard.Unchanged(entry.key(), entry.modified());
    }

    private static String heldKey(Entry holder) {
        return holder.key().substring(HOLDER.length());
    }

    private static String lease(long id) {
        return LEASE + "%016x".formatted(id);
    }

    private static long idOf(Entry lease) {
        return Long.parseUnsignedLong(lease.key(), LEASE.length(), lease.key().length(), 16);
    }

    private static Duration duration(Entry lease) {
        return Duration.ofNanos(number(lease));
    }

    private static long number(Entry entry) {
        return ByteBuffer.wrap(entry.value().bytes()).getLong();
    }

    private static Value number(long number) {
        return Value.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }
}
