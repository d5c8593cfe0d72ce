package io.djong.simulation;

import io.djong.store.Entry;
import io.djong.store.KeyRange;
import io.djong.store.Snapshot;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Passes on what [#shows] lets through.
abstract class PassingSnapshot implements Snapshot {

    private final Snapshot snapshot;

    PassingSnapshot(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    abstract boolean shows(String key);

    @Override
    public long revision() {
        return snapshot.revision();
    }

    @Override
    public @Nullable Entry get(String key) {
        return shows(key) ? snapshot.get(key) : null;
    }

    @Override
    public List<Entry> range(KeyRange range, @Nullable String after, int limit) {
        return snapshot.range(range, after, limit).stream()
                .filter(entry -> shows(entry.key()))
                .toList();
    }

    @Override
    public void scan(KeyRange range, @Nullable String after, Predicate<Entry> visitor) {
        snapshot.scan(range, after, entry -> !shows(entry.key()) || visitor.test(entry));
    }

    @Override
    public long count(KeyRange range) {
        return snapshot.count(range);
    }

    @Override
    public long count(KeyRange range, @Nullable String after) {
        return snapshot.count(range, after);
    }
}
