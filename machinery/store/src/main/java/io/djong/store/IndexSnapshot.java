package io.djong.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The keys published at some time, read as of one revision.
final class IndexSnapshot implements Snapshot {

    private final MultiVersionIndex index;
    private final KeyTree<Versions> keys;
    private final long revision;

    IndexSnapshot(MultiVersionIndex index, KeyTree<Versions> keys, long revision) {
        this.index = index;
        this.keys = keys;
        this.revision = revision;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public @Nullable Entry get(String key) {
        Versions versions = keys.get(key);
        Entry entry = versions == null ? null : versions.at(revision);
        if (entry == null) {
            checkKept();
        }
        return entry;
    }

    @Override
    public List<Entry> range(KeyRange range, @Nullable String after, int limit) {
        List<Entry> entries = new ArrayList<>();
        scan(
                range,
                after,
                entry -> {
                    entries.add(entry);
                    return entries.size() != limit;
                });
        return entries;
    }

    @Override
    public void scan(KeyRange range, @Nullable String after, Predicate<Entry> visitor) {
        if (range.isSingle()) {
            Entry entry =
                    after == null || after.compareTo(range.prefix()) < 0
                            ? get(range.prefix())
                            : null;
            if (entry != null) {
                boolean _ = visitor.test(entry);
            }
            return;
        }
        boolean beyond = after != null && after.compareTo(range.prefix()) >= 0;
        keys.scan(
                beyond && after != null ? after : range.prefix(),
                beyond,
                (key, versions) -> {
                    if (!key.startsWith(range.prefix())) {
                        return false;
                    }
                    Entry entry = versions.at(revision);
                    return entry == null || visitor.test(entry);
                });
        checkKept();
    }

    @Override
    public long count(KeyRange range) {
        return count(range, null);
    }

    @Override
    public long count(KeyRange range, @Nullable String after) {
        long[] count = {0};
        scan(
                range,
                after,
                _ -> {
                    count[0]++;
                    return true;
                });
        return count[0];
    }

    /// What was cut away looks like absence; the floor rose before it was cut.
    private void checkKept() {
        long oldest = index.floor();
        if (revision < oldest) {
            throw new CompactedException(revision, oldest);
        }
    }
}
