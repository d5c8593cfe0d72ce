package io.djong.meta;

import java.time.Duration;

/// Runs things later. Handed in everywhere, so that a test can own it.
public interface Timer {

    /// Runs `action` once, after `pause`, on a thread of the timer's; an action that blocks holds nobody up.
    Scheduled after(Duration pause, Runnable action);

    /// The machine's timer: one thread keeps the time, a virtual thread runs each action.
    static Timer system() {
        return SystemTime.TIMER;
    }

    /// An action that has not run yet.
    interface Scheduled {
        /// Keeps the action from running; no effect once it has begun.
        void cancel();
    }
}
