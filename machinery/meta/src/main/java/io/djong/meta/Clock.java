package io.djong.meta;

import java.time.Duration;
import java.time.Instant;

/// Where time comes from. Handed in everywhere, so that a test can own it.
public interface Clock {

    /// The wall-clock time.
    Instant now();

    /// A monotonic reading in nanoseconds, only good for differences.
    long nanos();

    /// Blocks the calling thread until `pause` of this clock's time has passed.
    void sleep(Duration pause) throws InterruptedException;

    /// The machine's clock.
    static Clock system() {
        return SystemTime.CLOCK;
    }
}
