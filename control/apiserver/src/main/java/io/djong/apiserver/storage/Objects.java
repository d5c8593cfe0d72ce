package io.djong.apiserver.storage;

import io.djong.apiserver.resources.ObjectReader;
import io.djong.apiserver.resources.Resource.StorageName;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.store.Entry;
import io.djong.store.KeyRange;
import io.djong.store.QuotaExceededException;
import io.djong.store.Snapshot;
import io.djong.store.Store;
import io.djong.store.Store.Commit;
import io.djong.store.Store.Guard;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write;
import io.djong.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Reads and writes objects by their keys. Everything that the API server stores goes through here.
public final class Objects implements ObjectReader {

    /// Hears of every write of this process, on the writer's thread, once it can be read.
    @FunctionalInterface
    public interface Listener {
        /// @param now what is there, null when it is gone
        void written(String key, @Nullable Stored now);
    }

    private final Store store;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public Objects(Store store) {
        this.store = store;
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    private void tell(String key, @Nullable Stored now) {
        for (Listener listener : listeners) {
            listener.written(key, now);
        }
    }

    public Store store() {
        return store;
    }

    /// What a write came to.
    public sealed interface Outcome {
        record Written(Stored stored) implements Outcome {}

        /// Somebody else was faster.
        ///
        /// @param current what is there now, null for nothing
        record Lost(@Nullable Stored current) implements Outcome {}
    }

    public @Nullable Stored get(String key) {
        Entry entry = store.read(0).get(key);
        return entry == null ? null : Stored.of(entry);
    }

    public Snapshot snapshot() {
        return store.read(0);
    }

    /// Writes an object that is not there yet.
    public Outcome insert(String key, StoredObject object) {
        return write(new Guard.Absent(key), new Write.Put(key, object));
    }

    /// Replaces exactly that state of an object.
    public Outcome replace(Stored before, StoredObject object) {
        return write(
                new Guard.Unchanged(before.key(), before.revision()),
                new Write.Put(before.key(), object));
    }

    /// Removes exactly that state of an object; the outcome carries the last state under the revision of its removal.
    public Outcome remove(Stored before) {
        return switch (commit(
                new Guard.Unchanged(before.key(), before.revision()),
                new Write.Delete(before.key()))) {
            case Commit.Committed(long at, List<@Nullable Entry> _) -> {
                tell(before.key(), null);
                yield new Outcome.Written(new Stored(before.key(), before.object(), at));
            }
            case Commit.Refused(_, Entry current) -> lost(current);
        };
    }

    private Outcome write(Guard guard, Write write) {
        return switch (commit(guard, write)) {
            case Commit.Committed(long _, List<@Nullable Entry> written) -> {
                Stored stored = Stored.of(java.util.Objects.requireNonNull(written.getFirst()));
                tell(stored.key(), stored);
                yield new Outcome.Written(stored);
            }
            case Commit.Refused(_, Entry current) -> lost(current);
        };
    }

    private Commit commit(Guard guard, Write write) {
        return commitOrFail(Transaction.of(guard, write));
    }

    /// Applies several writes as one; for what the server writes on its own.
    ///
    /// @return whether all guards held
    public boolean commit(Transaction transaction) {
        if (!(commitOrFail(transaction) instanceof Commit.Committed(_, var written))) {
            return false;
        }
        for (int i = 0; i < transaction.writes().size(); i++) {
            Write write = transaction.writes().get(i);
            Entry entry = written.get(i);
            boolean isPut = write instanceof Write.Put && entry != null;
            tell(write.key(), isPut ? Stored.of(java.util.Objects.requireNonNull(entry)) : null);
        }
        return true;
    }

    private Commit commitOrFail(Transaction transaction) {
        try {
            return store.commit(transaction);
        } catch (QuotaExceededException full) {
            throw new ApiException(
                    new Failure(Reason.UNKNOWN, 500, String.valueOf(full.getMessage()), null),
                    full);
        } catch (StoreException failed) {
            throw new ApiException(
                    new Failure(
                            Reason.INTERNAL_ERROR,
                            500,
                            "Internal error occurred: " + failed.getMessage(),
                            null),
                    failed);
        }
    }

    private static Outcome lost(@Nullable Entry current) {
        return new Outcome.Lost(current == null ? null : Stored.of(current));
    }

    @Override
    public @Nullable Fields get(String group, String resource, String namespace, String name) {
        String prefix = new StorageName(group, resource).prefix();
        Stored stored = get(namespace.isEmpty() ? prefix + name : prefix + namespace + "/" + name);
        return stored == null ? null : stored.tree();
    }

    @Override
    public List<Fields> list(String group, String resource, String namespace) {
        String prefix = new StorageName(group, resource).prefix();
        List<Fields> found = new ArrayList<>();
        snapshot()
                .scan(
                        KeyRange.prefix(namespace.isEmpty() ? prefix : prefix + namespace + "/"),
                        null,
                        entry -> found.add(Stored.of(entry).tree()));
        return found;
    }
}
