package io.djong.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one source of truth: keys to bytes, every change numbered by one global revision.
///
/// All methods may block and are meant for virtual threads. A store knows nothing of API kinds.
/// An empty store has revision 0; the first commit that changes something is revision 1.
public interface Store extends AutoCloseable {

    /// The newest committed revision.
    long revision();

    /// The oldest revision that can still be read, and from which a watch can still start.
    long compacted();

    /// A view that later commits do not change; `at` 0 means the newest revision.
    ///
    /// @throws CompactedException if `at` is older than the kept history
    /// @throws FutureRevisionException if `at` was not committed yet
    Snapshot read(long at);

    /// Applies all writes of `transaction`, or none; returns when they are durable and can be read.
    ///
    /// @throws StoreException if the transaction could not be made durable: then it has no effect
    Commit commit(Transaction transaction);

    /// Every change with a key in `range` after revision `after`, in order, none missing and none twice.
    ///
    /// @throws CompactedException if `after` is older than the kept history
    /// @throws FutureRevisionException if `after` was not committed yet
    Watch watch(KeyRange range, long after);

    /// Drops history, so that `before` is the oldest revision that can be read. No effect if it already was dropped.
    ///
    /// @throws FutureRevisionException if `before` was not committed yet
    void compact(long before);

    StoreStats stats();

    /// Whether puts are refused because the quota is reached, see [QuotaExceededException].
    default boolean isFull() {
        return false;
    }

    /// What keeps it from taking every write, such as a failed fsync; "" if nothing.
    default String trouble() {
        return "";
    }

    /// Ends all watches and lets no further commit in. What was read stays readable.
    @Override
    void close();

    /// Guards are checked and writes applied as one step: the only way to change the store.
    ///
    /// All writes share one revision, so a key may be written once only. A transaction that changes nothing (no write,
    /// or only deletes of absent keys) makes no revision.
    record Transaction(List<Guard> guards, List<Write> writes) {
        public Transaction {
            guards = List.copyOf(guards);
            writes = List.copyOf(writes);
            if (writes.size() > 1
                    && writes.stream().map(Write::key).distinct().count() != writes.size()) {
                throw new IllegalArgumentException("a transaction writes each key once: " + writes);
            }
        }

        public static Transaction of(Guard guard, Write write) {
            return new Transaction(List.of(guard), List.of(write));
        }

        public static Transaction of(Write... writes) {
            return new Transaction(List.of(), List.of(writes));
        }
    }

    sealed interface Guard {
        String key();

        record Absent(String key) implements Guard {}

        /// The key exists and was last modified at revision `since`.
        record Unchanged(String key, long since) implements Guard {}
    }

    sealed interface Write {
        String key();

        record Put(String key, Value value) implements Write {}

        record Delete(String key) implements Write {}
    }

    /// A refused guard is an everyday answer, not an exception.
    sealed interface Commit {

        /// @param at the revision of the writes; the newest revision if nothing changed
        /// @param written one for each write: the new entry, or for a delete what was there before (null if nothing)
        record Committed(long at, List<@Nullable Entry> written) implements Commit {}

        /// @param guard the first guard that does not hold
        /// @param current what is under its key
        record Refused(Guard guard, @Nullable Entry current) implements Commit {}
    }
}
