package io.djong.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the writer has checked and prepared, and nobody else sees yet: the transactions of the next batch.
///
/// Confined to the writer. Each transaction sees what those before it staged.
final class Staging {

    record Change(Event event, Versions versions, Version version) {}

    private final List<Change> changes = new ArrayList<>();
    private KeyTree.Edit<Versions> keys;
    private long revision;

    Staging(State published) {
        this.keys = published.keys().edit();
        this.revision = published.revision();
    }

    /// Checks the guards and prepares the writes.
    Store.Commit stage(Store.Transaction transaction) {
        for (Store.Guard guard : transaction.guards()) {
            Versions versions = keys.get(guard.key());
            Entry current = versions == null ? null : versions.stagedEntry();
            if (!holds(guard, current)) {
                return new Store.Commit.Refused(guard, current);
            }
        }
        long next = revision + 1;
        List<@Nullable Entry> written = new ArrayList<>(transaction.writes().size());
        for (Store.Write write : transaction.writes()) {
            written.add(
                    switch (write) {
                        case Store.Write.Put(var key, var value) -> put(key, value, next);
                        case Store.Write.Delete(var key) -> delete(key, next);
                    });
        }
        return new Store.Commit.Committed(revision, written);
    }

    private static boolean holds(Store.Guard guard, @Nullable Entry current) {
        return switch (guard) {
            case Store.Guard.Absent _ -> current == null;
            case Store.Guard.Unchanged(_, var since) ->
                    current != null && current.modified() == since;
        };
    }

    private Entry put(String key, Value value, long at) {
        Versions versions = keys.get(key);
        if (versions == null) {
            versions = new Versions();
            keys.add(key, versions);
        }
        Entry previous = versions.stagedEntry();
        Entry entry = previous == null ? first(key, value, at) : next(previous, value, at);
        add(new Event(Event.Type.PUT, entry, previous, at), versions, versions.stage(at, entry));
        return entry;
    }

    private static Entry first(String key, Value value, long at) {
        return new Entry(key, value, at, at, 1);
    }

    /// Keeps the key's first instance, so that its versions share it.
    private static Entry next(Entry previous, Value value, long at) {
        return new Entry(previous.key(), value, previous.created(), at, previous.version() + 1);
    }

    private @Nullable Entry delete(String key, long at) {
        Versions versions = keys.get(key);
        Entry previous = versions == null ? null : versions.stagedEntry();
        if (versions == null || previous == null) {
            return null;
        }
        add(
                new Event(Event.Type.DELETE, previous, previous, at),
                versions,
                versions.stage(at, null));
        return previous;
    }

    private void add(Event event, Versions versions, Version version) {
        changes.add(new Change(event, versions, version));
        revision = event.revision();
    }

    /// The newest revision that is staged, or else published.
    long revision() {
        return revision;
    }

    List<Change> changes() {
        return changes;
    }

    /// The keys with what is staged; the changes are the caller's to publish now.
    KeyTree<Versions> seal() {
        changes.clear();
        return keys.build();
    }

    /// Forgets what was staged, as if it had never been.
    void discard(State published) {
        changes.forEach(change -> change.versions().discard());
        changes.clear();
        keys = published.keys().edit();
        revision = published.revision();
    }

    // With nothing staged: what is neither a commit nor a record of the log.

    void restore(Entry entry) {
        Versions versions = new Versions();
        versions.apply(new Version(entry.modified(), entry, null));
        keys.add(entry.key(), versions);
    }

    void restored(long at) {
        revision = at;
    }

    /// Takes a key out that was deleted at `floor` or before.
    void removeIfGone(String key, long floor) {
        Versions versions = keys.get(key);
        if (versions != null && versions.isGone(floor)) {
            keys.remove(key);
        }
    }
}
