package io.djong.auth.webhook;

import io.djong.meta.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Answers that hold for a while; the oldest give way. A small lock.
final class Remembered<K, V> {

    /// As many as upstream keeps.
    private static final int ANSWERS_MAX = 8192;

    /// @param until in nanoseconds of the clock
    private record Answer<V>(V value, long until) {}

    private final Clock clock;
    private final Map<K, Answer<V>> entries =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<K, Answer<V>> eldest) {
                    return size() > ANSWERS_MAX;
                }
            };

    Remembered(Clock clock) {
        this.clock = clock;
    }

    synchronized Optional<V> find(K key) {
        Answer<V> known = entries.get(key);
        return known != null && known.until - clock.nanos() > 0
                ? Optional.of(known.value)
                : Optional.empty();
    }

    synchronized void put(K key, V value, Duration ttl) {
        entries.remove(key);
        if (ttl.isPositive()) {
            entries.put(key, new Answer<>(value, clock.nanos() + ttl.toNanos()));
        }
    }
}
