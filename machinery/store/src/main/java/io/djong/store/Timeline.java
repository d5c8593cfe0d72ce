package io.djong.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kept changes in commit order: what a watch from an older revision replays, and what compaction drops.
///
/// Guarded by the index's publishing lock; what [#from] found may be read without it, since slots are written once.
final class Timeline {

    private static final int BLOCK = 256;

    private static final class Block {
        final @Nullable Event[] events = new @Nullable Event[BLOCK];
        final @Nullable Version[] versions = new @Nullable Version[BLOCK];
        final long[] millis = new long[BLOCK];
        int size;
        @Nullable Block next;

        Event event(int at) {
            return requireNonNull(events[at]);
        }

        long lastRevision() {
            return event(size - 1).revision();
        }
    }

    private Block oldest = new Block();
    private Block newest = oldest;

    /// Slots of `oldest` that were dropped already.
    private int dropped;

    private long size;
    private long bytes;

    void append(Event event, Version version, long millis) {
        if (newest.size == BLOCK) {
            Block block = new Block();
            newest.next = block;
            newest = block;
        }
        newest.events[newest.size] = event;
        newest.versions[newest.size] = version;
        newest.millis[newest.size] = millis;
        newest.size++;
        size++;
        bytes += supersededBytes(event);
    }

    long size() {
        return size;
    }

    long bytes() {
        return bytes;
    }

    /// The greatest revision that may be dropped so that the rest is within the limits; 0 if it is already.
    long excess(long versionsMax, long bytesMax, long bornBefore) {
        long keptVersions = size;
        long keptBytes = bytes;
        long revision = 0;
        int at = dropped;
        for (Block block = oldest; block != null; block = block.next, at = 0) {
            for (; at < block.size; at++) {
                Event event = block.event(at);
                boolean begins = event.revision() != revision;
                if (begins
                        && keptVersions <= versionsMax
                        && keptBytes <= bytesMax
                        && block.millis[at] >= bornBefore) {
                    return revision;
                }
                revision = event.revision();
                keptVersions--;
                keptBytes -= supersededBytes(event);
            }
        }
        return revision;
    }

    /// Forgets the changes up to `revision`, handing each to `visitor`.
    void drop(long revision, Visitor visitor) {
        while (true) {
            while (dropped < oldest.size) {
                Event event = oldest.event(dropped);
                if (event.revision() > revision) {
                    return;
                }
                visitor.visit(event, requireNonNull(oldest.versions[dropped]));
                size--;
                bytes -= supersededBytes(event);
                dropped++;
            }
            if (oldest.next == null) {
                return;
            }
            oldest = oldest.next;
            dropped = 0;
        }
    }

    /// The changes after `revision`, as they are now.
    Replay from(long revision) {
        Block block = oldest;
        while (block.next != null && block.lastRevision() <= revision) {
            block = block.next;
        }
        return new Replay(block, newest, newest.size);
    }

    List<StoredFiles.Change> history(KeyRange range) {
        List<StoredFiles.Change> changes = new ArrayList<>();
        int at = dropped;
        for (Block block = oldest; block != null; block = block.next, at = 0) {
            for (; at < block.size; at++) {
                Event event = block.event(at);
                if (range.contains(event.entry().key())) {
                    changes.add(
                            new StoredFiles.Change(event, Instant.ofEpochMilli(block.millis[at])));
                }
            }
        }
        return changes;
    }

    private static long supersededBytes(Event event) {
        Entry previous = event.previous();
        return previous == null ? 0 : previous.value().bytes().length;
    }

    interface Visitor {
        void visit(Event event, Version version);
    }

    /// A stretch of the timeline.
    static final class Replay {

        private final Block first;
        private final Block last;
        private final int lastSize;

        private Replay(Block first, Block last, int lastSize) {
            this.first = first;
            this.last = last;
            this.lastSize = lastSize;
        }

        List<Event> matching(KeyRange range, long after) {
            List<Event> matches = new ArrayList<>();
            for (Block block = first; block != null; block = block == last ? null : block.next) {
                int end = block == last ? lastSize : BLOCK;
                for (int i = 0; i < end; i++) {
                    Event event = block.event(i);
                    if (event.revision() > after && range.contains(event.entry().key())) {
                        matches.add(event);
                    }
                }
            }
            return matches;
        }
    }
}
