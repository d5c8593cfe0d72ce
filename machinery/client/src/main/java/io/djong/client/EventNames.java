package io.djong.client;

import io.djong.meta.Clock;
import java.time.Instant;

/// Names new Events as upstream does: the object's name and the time in hexadecimal. Confined to the thread of [Events].
final class EventNames {

    private final Clock clock;
    private long last;

    EventNames(Clock clock) {
        this.clock = clock;
    }

    /// A clock may stand still, so the time is moved on where it would name two Events the same.
    String next(String object) {
        Instant now = clock.now();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        last = Math.max(last + 1, nanos);
        return object + "." + Long.toHexString(last);
    }
}
