package io.djong.store;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The store as it was at one revision. Cheap to make, needs no closing, safe for many threads.
///
/// Every method throws [CompactedException] if the history it reads was dropped in the meantime.
public interface Snapshot {

    long revision();

    @Nullable Entry get(String key);

    /// Entries in order of their keys.
    ///
    /// @param after only keys behind this one; null begins at the range's first
    /// @param limit at most so many; 0 means all
    List<Entry> range(KeyRange range, @Nullable String after, int limit);

    /// Shows entries to `visitor` in order of their keys, until it answers false. Nothing is copied.
    void scan(KeyRange range, @Nullable String after, Predicate<Entry> visitor);

    long count(KeyRange range);

    /// How many keys of `range` come after `after`.
    long count(KeyRange range, @Nullable String after);
}
