package io.djong.store;

import org.jspecify.annotations.Nullable;

/// What one change made of a key, linked to what was there before.
final class Version {

    final long revision;

    /// Null when the change was a delete.
    final @Nullable Entry entry;

    /// Compaction cuts here. Volatile, so that a reader who finds the cut also finds the new floor.
    volatile @Nullable Version older;

    Version(long revision, @Nullable Entry entry, @Nullable Version older) {
        this.revision = revision;
        this.entry = entry;
        this.older = older;
    }
}
