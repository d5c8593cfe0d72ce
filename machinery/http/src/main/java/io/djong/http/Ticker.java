package io.djong.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs a check on an event loop again and again until stopped. Confined to that loop.
final class Ticker {

    private final Duration period;
    private final Runnable check;
    private @Nullable ScheduledFuture<?> running;

    /// @param period zero for never
    Ticker(Duration period, Runnable check) {
        this.period = period;
        this.check = check;
    }

    void start(EventExecutor loop) {
        stop();
        if (period.isPositive()) {
            long nanos = period.toNanos();
            running = loop.scheduleWithFixedDelay(check, nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        ScheduledFuture<?> known = running;
        if (known != null) {
            known.cancel(false);
            running = null;
        }
    }
}
