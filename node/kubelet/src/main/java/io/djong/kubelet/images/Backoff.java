package io.djong.kubelet.images;

import io.djong.meta.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// How long to wait before trying something again: twice as long each time, and from the start after a long peace.
///
/// Shape: small lock.
public final class Backoff {

    /// Upstream's for pulls and crashed containers alike.
    public static final Duration FIRST = Duration.ofSeconds(10);

    public static final Duration MAX = Duration.ofMinutes(5);

    /// Peace of twice the longest wait makes the history void.
    private static final Duration FORGOTTEN = MAX.multipliedBy(2);

    private record Entry(Duration pause, Instant since) {}

    private final Clock clock;
    private final Map<String, Entry> entries = new HashMap<>();

    public Backoff(Clock clock) {
        this.clock = clock;
    }

    /// The wait that is on, or zero.
    public synchronized Duration current(String key) {
        Entry entry = entries.get(key);
        return entry == null ? Duration.ZERO : entry.pause();
    }

    /// What is left of the wait when it began at `from`; zero or less when it is over.
    public synchronized Duration left(String key, Instant from) {
        Entry entry = entries.get(key);
        if (entry == null || isForgotten(entry, from)) {
            return Duration.ZERO;
        }
        return entry.pause().minus(Duration.between(from, clock.now()));
    }

    /// What is left of the wait that began with the last [#next].
    public synchronized Duration left(String key) {
        Entry entry = entries.get(key);
        return entry == null ? Duration.ZERO : left(key, entry.since());
    }

    /// Notes an attempt that belongs to what happened at `at`: the next wait is longer.
    public synchronized void next(String key, Instant at) {
        Entry entry = entries.get(key);
        Duration wait =
                entry == null || isForgotten(entry, at) ? FIRST : entry.pause().multipliedBy(2);
        entries.put(key, new Entry(wait.compareTo(MAX) > 0 ? MAX : wait, clock.now()));
    }

    /// Forgets everything whose key begins so.
    public synchronized void forget(String prefix) {
        entries.keySet().removeIf(key -> key.startsWith(prefix));
    }

    private static boolean isForgotten(Entry entry, Instant at) {
        return Duration.between(entry.since(), at).compareTo(FORGOTTEN) > 0;
    }
}
