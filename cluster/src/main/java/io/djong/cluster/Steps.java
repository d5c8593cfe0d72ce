package io.djong.cluster;

import io.djong.meta.Clock;
import java.io.PrintStream;

/// Tells the user what is being done: a line a step with its time. On a terminal the launcher shows what goes on just now.
final class Steps {

    private final PrintStream out;
    private final boolean interactive;
    private final Clock clock;
    private final long start;

    Steps(PrintStream out, boolean interactive, Clock clock) {
        this.out = out;
        this.interactive = interactive;
        this.clock = clock;
        this.start = clock.nanos();
    }

    /// Something that takes time and may fail.
    interface Step {
        void run() throws Exception;
    }

    void run(String what, Step step) throws Exception {
        long since = clock.nanos();
        step.run();
        done(what, since);
    }

    /// Tells a terminal what goes on from now on.
    synchronized void doing(String what) {
        if (interactive) {
            say("::doing " + what);
        }
    }

    /// Reports a step that began at `since`, a reading of the clock.
    synchronized void done(String what, long since) {
        out.printf(
                "%s%-34s %6d ms%n",
                interactive ? "\u2713 " : "", what, (clock.nanos() - since) / 1_000_000);
        out.flush();
    }

    synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    /// Since the beginning.
    long elapsedMillis() {
        return (clock.nanos() - start) / 1_000_000;
    }
}
