package io.djong.simulation;

import io.djong.store.Entry;
import io.djong.store.Event;
import io.djong.store.KeyRange;
import io.djong.store.Store.Commit;
import io.djong.store.Store.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that clients asked and were told in one run, in the order of the answers.
///
/// Guarded by itself: calls of all clients arrive here.
final class History {

    private final List<Call> calls = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private long ticks;
    private int incarnation;

    sealed interface Call {
        long began();

        long ended();

        /// A transaction and its outcome; null if it failed.
        ///
        /// @param incarnation which start of the store it was sent to
        record Sent(
                Transaction transaction,
                @Nullable Commit outcome,
                int incarnation,
                long began,
                long ended)
                implements Call {}

        /// @param asked the revision asked for; 0 for the newest
        /// @param range what was read
        /// @param limit how many entries at most; 0 means all
        /// @param found what was there at revision `at`
        record Read(
                long asked,
                KeyRange range,
                int limit,
                long at,
                List<Entry> found,
                long began,
                long ended)
                implements Call {}

        /// History before `before` was dropped, or at least that was asked for.
        record Compacted(long before, long began, long ended) implements Call {}

        /// A read at `asked` was answered with: compacted up to `oldest`.
        record TooOld(long asked, long oldest, long began, long ended) implements Call {}
    }

    /// What one watch was told of what comes after revision `after`, over all its reconnections.
    static final class Reading {
        final KeyRange range;
        final long after;

        /// Whole revisions only: what was told of the last one in part is dropped at a reconnection.
        final List<Event> events = new ArrayList<>();

        long progress;

        Reading(KeyRange range, long after) {
            this.range = range;
            this.after = after;
            this.progress = after;
        }
    }

    synchronized long tick() {
        return ++ticks;
    }

    synchronized int incarnation() {
        return incarnation;
    }

    synchronized void nextIncarnation() {
        incarnation++;
    }

    synchronized void add(Call call) {
        calls.add(call);
    }

    synchronized Reading begin(KeyRange range, long after) {
        Reading reading = new Reading(range, after);
        readings.add(reading);
        return reading;
    }

    /// Something was wrong at once.
    synchronized void violated(String what) {
        violations.add(what);
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    synchronized List<Reading> readings() {
        return List.copyOf(readings);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /// Equal for equal runs.
    synchronized int fingerprint() {
        int print = 1;
        for (Call call : calls) {
            print = 31 * print + digest(call);
        }
        for (Reading reading : readings) {
            print = 31 * print + reading.events.size() + Long.hashCode(reading.progress);
        }
        return print;
    }

    private static int digest(Call call) {
        int times = Long.hashCode(call.began() * 31 + call.ended());
        return times
                + switch (call) {
                    case Call.Sent(_, Commit.Committed(var at, _), _, _, _) -> Long.hashCode(at);
                    case Call.Sent sent -> sent.outcome() == null ? 1 : 2;
                    case Call.Read read -> Long.hashCode(read.at()) + read.found().size();
                    case Call.Compacted(var before, _, _) -> Long.hashCode(before);
                    case Call.TooOld(_, var oldest, _, _) -> Long.hashCode(oldest);
                };
    }
}
