package io.djong.store;

import io.djong.meta.Clock;
import io.djong.meta.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// All kept versions of all keys, in memory. Every engine changes its state only by [#stage] and [#publish],
/// be it for a commit or for a record of the log.
///
/// The methods of the writer's side are for one thread at a time; the engine sees to that. Readers use an immutable
/// [State]. A small lock orders publishing against the opening and closing of watches.
final class MultiVersionIndex {

    /// History is dropped in portions of a sixteenth of what may be kept.
    private static final long PORTIONS = 16;

    /// A year: keeps the sums below from overflowing when history is kept for ever.
    private static final long AGE_CHECKED_MAX = 365L * 24 * 60 * 60 * 1_000;

    private final Probe probe;
    private final Retention retention;
    private final Clock clock;
    private final Timer timer;

    private volatile State state = new State(new KeyTree<>(), 0);
    private volatile long floor;

    private final ReentrantLock publishing = new ReentrantLock();
    private final Condition unpinned = publishing.newCondition();
    private final Timeline timeline = new Timeline();
    private final Hubs hubs = new Hubs();
    private boolean isClosed;
    private final Tally tally = new Tally();
    private long watchesCutOff;
    private volatile long heldBytes;

    /// History from here on must stay; no limit if nobody pinned it.
    private long pinned = Long.MAX_VALUE;

    private final Staging staging = new Staging(state);
    private final LongAdder refused = new LongAdder();
    private long nextAgeCheck;

    MultiVersionIndex(Retention retention, Clock clock, Timer timer, Probe probe) {
        this.probe = probe;
        this.retention = retention;
        this.clock = clock;
        this.timer = timer;
    }

    Probe probe() {
        return probe;
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
        if (at == 0) {
            return new IndexSnapshot(this, now.keys(), now.revision());
        }
        checkReadable(at, now);
        return new IndexSnapshot(this, now.keys(), at);
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
            watch = new HubWatch(this, hub, range, after, clock, timer);
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
        Store.Commit outcome = staging.stage(transaction);
        if (outcome instanceof Store.Commit.Refused) {
            refused.increment();
        }
        return outcome;
    }

    /// In order of their revisions.
    List<Staging.Change> staged() {
        return staging.changes();
    }

    /// The newest revision that is staged, or else published.
    long newestStaged() {
        return staging.revision();
    }

    /// Lets readers and watches see what was staged.
    void publish(long millis) {
        if (staging.changes().isEmpty()) {
            return;
        }
        probe.at(Probe.Point.BEFORE_APPLY);
        publishing.lock();
        try {
            for (Staging.Change change : staging.changes()) {
                Event event = change.event();
                change.versions().apply(change.version());
                timeline.append(event, change.version(), millis);
                hubs.append(event);
                tally.add(event);
            }
            tally.addCommits(staging.revision() - state.revision());
            state = new State(staging.seal(), staging.revision());
            hubs.wake();
            heldBytes = tally.valueBytes() + timeline.bytes();
        } finally {
            publishing.unlock();
        }
        probe.at(Probe.Point.AFTER_APPLY);
    }

    /// Forgets what was staged, as if it had never been.
    void discard() {
        staging.discard(state);
    }

    /// Takes over an entry of a snapshot, before anything else is staged.
    void restore(Entry entry) {
        staging.restore(entry);
        tally.add(entry);
    }

    /// Ends restoring: the store is as it was at `revision`, and knows nothing older.
    void restored(long revision) {
        staging.restored(revision);
        floor = revision;
        state = new State(staging.seal(), revision);
        heldBytes = tally.valueBytes();
    }

    /// What keys, values and history need now.
    long heldBytes() {
        return heldBytes;
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
            nextAgeCheck = now + Math.min(ageMillis, AGE_CHECKED_MAX) / PORTIONS;
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
        probe.at(Probe.Point.BEFORE_COMPACTION);
        publishing.lock();
        try {
            long revision = Math.min(wanted, pinned);
            // Readers look at the floor after what they read: it must rise before anything is cut.
            floor = Math.max(floor, revision);
            probe.at(Probe.Point.FLOOR_ROSE);
            hubs.forEach(watch -> watchesCutOff += watch.cutOffIfBehind(revision) ? 1 : 0);
            timeline.drop(
                    revision,
                    (event, version) -> {
                        version.older = null;
                        if (event.type() == Event.Type.DELETE) {
                            staging.removeIfGone(event.entry().key(), revision);
                        }
                    });
            state = new State(staging.seal(), state.revision());
            heldBytes = tally.valueBytes() + timeline.bytes();
        } finally {
            publishing.unlock();
        }
        probe.at(Probe.Point.AFTER_COMPACTION);
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

    /// The kept changes of `range`, the oldest first, and when they were committed.
    List<StoredFiles.Change> history(KeyRange range) {
        publishing.lock();
        try {
            return timeline.history(range);
        } finally {
            publishing.unlock();
        }
    }

    record Collected(long revision, List<Entry> entries) {}

    StoreStats stats(long fsyncs, long loggedBytes, long snapshots) {
        publishing.lock();
        try {
            return new StoreStats(
                    tally.commits(),
                    refused.sum(),
                    fsyncs,
                    loggedBytes,
                    snapshots,
                    tally.keys(),
                    tally.valueBytes(),
                    timeline.size(),
                    timeline.bytes(),
                    hubs.watches(),
                    watchesCutOff);
        } finally {
            publishing.unlock();
        }
    }
}
