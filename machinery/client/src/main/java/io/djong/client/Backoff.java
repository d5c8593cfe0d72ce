package io.djong.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses that grow from failure to failure, with jitter. Confined to one thread.
public final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /// 800 ms doubling to 30 s, as upstream's reflectors.
    static Backoff ofWatches(RandomGenerator random) {
        return new Backoff(Duration.ofMillis(800), Duration.ofSeconds(30), random);
    }

    /// The pause after one more failure: between once and twice the nominal pause.
    public Duration next() {
        long nominal = first.toNanos();
        for (int i = 0; i < failures && nominal < longest.toNanos(); i++) {
            nominal *= 2;
        }
        nominal = Math.min(nominal, longest.toNanos());
        failures++;
        return Duration.ofNanos(nominal + random.nextLong(nominal));
    }

    public void reset() {
        failures = 0;
    }
}
