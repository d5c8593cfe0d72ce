package io.djong.http;

import io.djong.meta.Threads;
import java.util.ArrayList;
import java.util.List;

/// Something that ends once, and those who want to know. A small lock.
final class Ending {

    private final Threads threads;
    private final List<Runnable> waiting = new ArrayList<>(0);
    private volatile boolean ended;

    Ending(Threads threads) {
        this.threads = threads;
    }

    boolean hasEnded() {
        return ended;
    }

    /// Ends it; false when it had ended.
    boolean end() {
        List<Runnable> actions;
        synchronized (waiting) {
            if (ended) {
                return false;
            }
            ended = true;
            actions = List.copyOf(waiting);
            waiting.clear();
        }
        actions.forEach(this::start);
        return true;
    }

    /// Runs `action` on a virtual thread after the end.
    void onEnd(Runnable action) {
        synchronized (waiting) {
            if (!ended) {
                waiting.add(action);
                return;
            }
        }
        start(action);
    }

    private void start(Runnable action) {
        threads.start("http-ended", action);
    }
}
