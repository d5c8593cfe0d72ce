package io.djong.store;

/// Counts what is live. Guarded by the index's publishing lock.
final class Tally {

    private long commits;
    private long keys;
    private long valueBytes;

    void add(Event event) {
        Entry previous = event.previous();
        if (previous != null) {
            keys--;
            valueBytes -= bytes(previous);
        }
        if (event.type() == Event.Type.PUT) {
            add(event.entry());
        }
    }

    void add(Entry entry) {
        keys++;
        valueBytes += bytes(entry);
    }

    void addCommits(long count) {
        commits += count;
    }

    private static long bytes(Entry entry) {
        return (long) entry.key().length() + entry.value().bytes().length;
    }

    long commits() {
        return commits;
    }

    long keys() {
        return keys;
    }

    long valueBytes() {
        return valueBytes;
    }
}
