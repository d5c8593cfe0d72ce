package io.djong.store;

import io.djong.meta.Clock;
import io.djong.meta.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Rings when a deadline has passed, at the latest; it may ring earlier, for a deadline that no longer matters.
///
/// A busy watch waits thousands of times a second with a deadline a minute away: so an alarm that was set is left
/// as it is, and set again only after it rang. For one thread, but for [#cancel] and the ringing.
final class Alarm {

    /// What still can be counted in nanoseconds.
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Clock clock;
    private final Timer timer;
    private final Runnable bell;

    private long due;
    private volatile boolean isSet;
    private volatile Timer.@Nullable Scheduled scheduled;

    Alarm(Clock clock, Timer timer, Runnable bell) {
        this.clock = clock;
        this.timer = timer;
        this.bell = bell;
    }

    long deadline(Duration timeout) {
        Duration bounded = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
        return clock.nanos() + bounded.toNanos();
    }

    /// Whether `deadline` has passed; if not, the bell rings when it does.
    boolean isPast(long deadline) {
        long left = deadline - clock.nanos();
        if (left <= 0) {
            return true;
        }
        if (!isSet || due - deadline > 0) {
            cancel();
            due = deadline;
            isSet = true;
            scheduled = timer.after(Duration.ofNanos(left), this::ring);
        }
        return false;
    }

    private void ring() {
        isSet = false;
        bell.run();
    }

    /// False once it rang.
    boolean isSet() {
        return isSet;
    }

    void cancel() {
        Timer.Scheduled pending = scheduled;
        if (pending != null) {
            pending.cancel();
        }
    }
}
