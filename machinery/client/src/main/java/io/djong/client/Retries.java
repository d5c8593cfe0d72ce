package io.djong.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How long each key waits after its failures: 5 ms, doubling to 1000 s, as upstream's work queues. Any thread.
public final class Retries<K> {

    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofSeconds(1000);

    /// After this many the pause is [#LONGEST] anyway.
    private static final int COUNTED = 18;

    private final Map<K, Integer> failures = new ConcurrentHashMap<>();

    /// The pause after one more failure of `key`.
    public Duration next(K key) {
        int before = failures.merge(key, 1, (known, one) -> Math.min(known + one, COUNTED + 1)) - 1;
        Duration pause = FIRST.multipliedBy(1L << Math.min(before, COUNTED));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    /// The failures of `key` since it last was forgotten.
    public int count(K key) {
        return failures.getOrDefault(key, 0);
    }

    public void forget(K key) {
        failures.remove(key);
    }
}
