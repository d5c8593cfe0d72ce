package io.djong.simulation;

import io.djong.simulation.History.Call;
import io.djong.store.CompactedException;
import io.djong.store.Entry;
import io.djong.store.FutureRevisionException;
import io.djong.store.KeyRange;
import io.djong.store.Snapshot;
import io.djong.store.Store;
import io.djong.store.StoreException;
import io.djong.store.StoreStats;
import io.djong.store.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Passes everything on to a store, and notes what was asked and answered, and when.
final class Recorder implements Store {

    private final Store store;
    private final History history;
    private final int incarnation;

    Recorder(Store store, History history) {
        this.store = store;
        this.history = history;
        this.incarnation = history.incarnation();
    }

    @Override
    public long revision() {
        return store.revision();
    }

    @Override
    public long compacted() {
        return store.compacted();
    }

    @Override
    public Commit commit(Transaction transaction) {
        long began = history.tick();
        Commit outcome = null;
        try {
            outcome = store.commit(transaction);
            return outcome;
        } finally {
            history.add(new Call.Sent(transaction, outcome, incarnation, began, history.tick()));
        }
    }

    @Override
    public Snapshot read(long at) {
        long began = history.tick();
        try {
            return new RecordedSnapshot(at, began, store.read(at));
        } catch (CompactedException old) {
            history.add(new Call.TooOld(at, old.compacted(), began, history.tick()));
            throw old;
        } catch (FutureRevisionException future) {
            history.violated("revision %d was known, and is not any more".formatted(at));
            throw future;
        }
    }

    @Override
    public Watch watch(KeyRange range, long after) {
        return store.watch(range, after);
    }

    @Override
    public void compact(long before) {
        long began = history.tick();
        // Noted when it begins: readers may find history gone before the answer.
        history.add(new Call.Compacted(before, began, began));
        store.compact(before);
    }

    @Override
    public StoreStats stats() {
        return store.stats();
    }

    @Override
    public void close() {
        store.close();
    }

    /// Each read is a call of its own: what a snapshot shows must not depend on when it is looked at.
    private final class RecordedSnapshot implements Snapshot {

        private final long asked;
        private final long began;
        private final Snapshot snapshot;

        RecordedSnapshot(long asked, long began, Snapshot snapshot) {
            this.asked = asked;
            this.began = began;
            this.snapshot = snapshot;
        }

        @Override
        public long revision() {
            return snapshot.revision();
        }

        @Override
        public @Nullable Entry get(String key) {
            try {
                Entry entry = snapshot.get(key);
                note(KeyRange.key(key), 0, entry == null ? List.of() : List.of(entry));
                return entry;
            } catch (CompactedException old) {
                noteTooOld(old);
                throw old;
            }
        }

        @Override
        public List<Entry> range(KeyRange range, @Nullable String after, int limit) {
            try {
                List<Entry> entries = snapshot.range(range, after, limit);
                if (after == null) {
                    note(range, limit, entries);
                }
                return entries;
            } catch (CompactedException old) {
                noteTooOld(old);
                throw old;
            }
        }

        @Override
        public void scan(KeyRange range, @Nullable String after, Predicate<Entry> visitor) {
            List<Entry> seen = new ArrayList<>();
            snapshot.scan(range, after, entry -> seen.add(entry) && visitor.test(entry));
        }

        @Override
        public long count(KeyRange range) {
            return range(range, null, 0).size();
        }

        @Override
        public long count(KeyRange range, @Nullable String after) {
            return snapshot.count(range, after);
        }

        private void note(KeyRange range, int limit, List<Entry> found) {
            history.add(
                    new Call.Read(
                            asked,
                            range,
                            limit,
                            snapshot.revision(),
                            List.copyOf(found),
                            began,
                            history.tick()));
        }

        private void noteTooOld(CompactedException old) {
            history.add(
                    new Call.TooOld(snapshot.revision(), old.compacted(), began, history.tick()));
        }
    }

    /// Whether the engine, and not the caller, is at its end.
    static boolean isOver(RuntimeException failure) {
        return failure instanceof Crashed || failure instanceof StoreException;
    }
}
