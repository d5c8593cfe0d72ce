package io.djong.store;

import io.djong.meta.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// All kept versions of all keys, in memory. Every engine changes its state only by [#stage] and [#publish],
/// be it for a commit or for a record of the log.
///
/// The methods of the writer's side are for one thread at a time; the engine sees to that. Readers use an immutable
/// [State]. A small lock orders publishing against the opening and closing of watches.
final class MultiVersionIndex {

    /// History is dropped in portions of a sixteenth of what may be kept.
    private static final long PORTIONS = 16;

    private final Retention retention;
    private final Timer timer;

    private volatile State state = new State(new KeyTree<>(), 0);
    private volatile long floor;

    private final ReentrantLock publishing = new ReentrantLock();
    private final Condition unpinned = publishing.newCondition();
    private final Timeline timeline = new Timeline();
    private final Hubs hubs = new Hubs();
    private boolean isClosed;
    private long commits;
    private long keys;
    private long valueBytes;
    private long watchesCutOff;

    /// History from here on must stay; no limit if nobody pinned it.
    private long pinned = Long.MAX_VALUE;

    private KeyTree.Edit<Versions> edit = state.keys().edit();
    private final List<Staged> staged = new ArrayList<>();
    private long stagedRevision;
    private final LongAdder refused = new LongAdder();
    private long nextAgeCheck;

    private record Staged(Event event, Versions versions, Version version) {}

    MultiVersionIndex(Retention retention, Timer timer) {
        this.retention = retention;
        this.timer = timer;
    }

    State state() {
        return state;
    }

    long floor() {
        return floor;
    }

    // The readers' side.

    Snapshot read(long at) {
        State now = state;
        long revision = at == 0 ? now.revision() : at;
        checkReadable(revision, now);
        return new IndexSnapshot(this, now.keys(), revision);
    }

    void checkReadable(long revision, State now) {
        if (revision > now.revision()) {
            throw new FutureRevisionException(revision, now.revision());
        }
        long oldest = floor;
        if (revision < oldest) {
            throw new CompactedException(revision, oldest);
        }
    }

    Watch watch(KeyRange range, long after) {
        HubWatch watch;
        Timeline.Replay past = null;
        publishing.lock();
        try {
            if (isClosed) {
                throw new ClosedException("store");
            }
            checkReadable(after, state);
            Hub hub = hubs.of(range);
            watch = new HubWatch(this, hub, range, after, timer);
            hubs.join(hub, watch);
            if (after < state.revision()) {
                past = timeline.from(after);
            }
        } finally {
            publishing.unlock();
        }
        if (past != null) {
            watch.replay(past.matching(range, after));
        }
        return watch;
    }

    void part(Hub hub, HubWatch watch) {
        publishing.lock();
        try {
            hubs.part(hub, watch);
        } finally {
            publishing.unlock();
        }
    }

    void close() {
        List<HubWatch> open = new ArrayList<>();
        publishing.lock();
        try {
            isClosed = true;
            hubs.forEach(open::add);
        } finally {
            publishing.unlock();
        }
        open.forEach(HubWatch::close);
    }

    // The writer's side.

    /// Checks the guards and prepares the writes; later transactions see them, readers do not until [#publish].
    Store.Commit stage(Store.Transaction transaction) {
        for (Store.Guard guard : transaction.guards()) {
            Versions versions = edit.get(guard.key());
            Entry current = versions == null ? null : versions.stagedEntry();
            if (!holds(guard, current)) {
                refused.increment();
                return new Store.Commit.Refused(guard, current);
            }
        }
        long revision = newestStaged() + 1;
        List<@Nullable Entry> written = new ArrayList<>(transaction.writes().size());
        for (Store.Write write : transaction.writes()) {
            written.add(
                    switch (write) {
                        case Store.Write.Put(var key, var value) -> stagePut(key, value, revision);
                        case Store.Write.Delete(var key) -> stageDelete(key, revision);
                    });
        }
        return new Store.Commit.Committed(newestStaged(), written);
    }

    private static boolean holds(Store.Guard guard, @Nullable Entry current) {
        return switch (guard) {
            case Store.Guard.Absent _ -> current == null;
            case Store.Guard.Unchanged(_, var since) ->
                    current != null && current.modified() == since;
        };
    }

    private Entry stagePut(String key, Value value, long revision) {
        Versions versions = edit.get(key);
        if (versions == null) {
            versions = new Versions();
            edit.add(key, versions);
        }
        Entry previous = versions.stagedEntry();
        Entry entry =
                previous == null
                        ? new Entry(key, value, revision, revision, 1)
                        : new Entry(
                                previous.key(),
                                value,
                                previous.created(),
                                revision,
                                previous.version() + 1);
        Version version = versions.stage(revision, entry);
        add(new Event(Event.Type.PUT, entry, previous, revision), versions, version);
        return entry;
    }

    private @Nullable Entry stageDelete(String key, long revision) {
        Versions versions = edit.get(key);
        Entry previous = versions == null ? null : versions.stagedEntry();
        if (versions == null || previous == null) {
            return null;
        }
        Version version = versions.stage(revision, null);
        add(new Event(Event.Type.DELETE, previous, previous, revision), versions, version);
        return previous;
    }

    private void add(Event event, Versions versions, Version version) {
        staged.add(new Staged(event, versions, version));
        stagedRevision = event.revision();
    }

    private long newestStaged() {
        return staged.isEmpty() ? state.revision() : stagedRevision;
    }

    boolean hasStaged() {
        return !staged.isEmpty();
    }

    int stagedCount() {
        return staged.size();
    }

    Event staged(int at) {
        return staged.get(at).event();
    }

    /// Lets readers and watches see what was staged.
    void publish(long millis) {
        if (staged.isEmpty()) {
            return;
        }
        publishing.lock();
        try {
            long last = state.revision();
            for (Staged change : staged) {
                Event event = change.event();
                change.versions().apply(change.version());
                timeline.append(event, change.version(), millis);
                hubs.append(event);
                count(event);
                if (event.revision() != last) {
                    last = event.revision();
                    commits++;
                }
            }
            state = new State(edit.build(), last);
            hubs.wake();
        } finally {
            publishing.unlock();
        }
        staged.clear();
    }

    private void count(Event event) {
        Entry previous = event.previous();
        if (event.type() == Event.Type.PUT) {
            keys += previous == null ? 1 : 0;
            valueBytes += bytes(event.entry());
        } else {
            keys--;
        }
        valueBytes -= previous == null ? 0 : bytes(previous);
    }

    private static long bytes(Entry entry) {
        return (long) entry.key().length() + entry.value().bytes().length;
    }

    /// Forgets what was staged, as if it had never been.
    void discard() {
        staged.forEach(change -> change.versions().discard());
        staged.clear();
        edit = state.keys().edit();
    }

    /// Takes over an entry as it was at `revision`, before anything else is staged.
    void restore(Entry entry, long revision) {
        Versions versions = new Versions();
        versions.apply(new Version(entry.modified(), entry, null));
        edit.add(entry.key(), versions);
        keys++;
        valueBytes += bytes(entry);
    }

    /// Ends restoring: the store is as it was at `revision`, and knows nothing older.
    void restored(long revision) {
        floor = revision;
        state = new State(edit.build(), revision);
    }

    // History. The writer's side, too.

    /// Drops what the retention no longer covers. To be called after each batch; does little most times.
    void dropExcess(long now) {
        long revision = 0;
        boolean checksAge = now >= nextAgeCheck;
        boolean isFull =
                timeline.size() > retention.versions() || timeline.bytes() > retention.bytes();
        if (isFull || checksAge) {
            long ageMillis = retention.age().toMillis();
            nextAgeCheck = now + ageMillis / PORTIONS;
            long versionsMax =
                    retention.versions() - (isFull ? retention.versions() / PORTIONS : 0);
            long bytesMax = retention.bytes() - (isFull ? retention.bytes() / PORTIONS : 0);
            revision = timeline.excess(versionsMax, bytesMax, now - ageMillis);
        }
        if (revision > floor) {
            drop(revision);
        }
    }

    void compact(long before) {
        if (before > state.revision()) {
            throw new FutureRevisionException(before, state.revision());
        }
        awaitUnpinned();
        if (before > floor) {
            drop(before);
        }
    }

    private void awaitUnpinned() {
        publishing.lock();
        try {
            while (pinned != Long.MAX_VALUE) {
                unpinned.awaitUninterruptibly();
            }
        } finally {
            publishing.unlock();
        }
    }

    private void drop(long wanted) {
        publishing.lock();
        try {
            long revision = Math.min(wanted, pinned);
            // Readers look at the floor after what they read: it must rise before anything is cut.
            floor = Math.max(floor, revision);
            hubs.forEach(watch -> watchesCutOff += watch.cutOffIfBehind(revision) ? 1 : 0);
            timeline.drop(
                    revision,
                    (event, version) -> {
                        version.older = null;
                        if (event.type() == Event.Type.DELETE) {
                            removeIfGone(event.entry().key(), revision);
                        }
                    });
            state = new State(edit.build(), state.revision());
        } finally {
            publishing.unlock();
        }
    }

    private void removeIfGone(String key, long revision) {
        Versions versions = edit.get(key);
        if (versions != null && versions.isGone(revision)) {
            edit.remove(key);
        }
    }

    /// All entries at the oldest kept revision, which does not move until they are collected.
    Collected collectOldest() {
        Snapshot oldest = pinOldest();
        try {
            return new Collected(oldest.revision(), oldest.range(KeyRange.ALL, null, 0));
        } finally {
            unpin();
        }
    }

    private Snapshot pinOldest() {
        publishing.lock();
        try {
            pinned = floor;
            return new IndexSnapshot(this, state.keys(), floor);
        } finally {
            publishing.unlock();
        }
    }

    private void unpin() {
        publishing.lock();
        try {
            pinned = Long.MAX_VALUE;
            unpinned.signalAll();
        } finally {
            publishing.unlock();
        }
    }

    record Collected(long revision, List<Entry> entries) {}

    StoreStats stats(long fsyncs, long loggedBytes, long snapshots) {
        publishing.lock();
        try {
            return new StoreStats(
                    commits,
                    refused.sum(),
                    fsyncs,
                    loggedBytes,
                    snapshots,
                    keys,
                    valueBytes,
                    timeline.size(),
                    timeline.bytes(),
                    hubs.watches(),
                    watchesCutOff);
        } finally {
            publishing.unlock();
        }
    }
}
