package io.djong.auth;

import io.djong.meta.Clock;
import java.time.Duration;
import java.time.Instant;

/// A clock that a test moves.
public final class TestClock implements Clock {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    public void advance(Duration pause) {
        now = now.plus(pause);
    }

    public void set(Instant time) {
        now = time;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return now.toEpochMilli() * 1_000_000;
    }

    @Override
    public void sleep(Duration pause) {
        advance(pause);
    }
}
