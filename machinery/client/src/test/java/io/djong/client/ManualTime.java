package io.djong.client;

import io.djong.meta.Clock;
import io.djong.meta.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Time that a test moves. Small lock: `this`, not held while actions run.
public final class ManualTime implements Clock, Timer {

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private final List<Instant> wakes = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long order;

    private record Due(Instant at, long order, Runnable action) {}

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public synchronized void sleep(Duration pause) throws InterruptedException {
        Instant until = now.plus(pause);
        wakes.add(until);
        try {
            while (now.isBefore(until)) {
                wait();
            }
        } finally {
            wakes.remove(until);
        }
    }

    /// How many threads sleep beyond this moment: what they had to do until now is done.
    public synchronized long sleepers() {
        return wakes.stream().filter(now::isBefore).count();
    }

    @Override
    public synchronized Scheduled after(Duration pause, Runnable action) {
        Due entry = new Due(now.plus(pause), order++, action);
        due.add(entry);
        return () -> cancel(entry);
    }

    private synchronized void cancel(Due entry) {
        due.remove(entry);
    }

    /// Moves time on, running what falls due on the way.
    public void advance(Duration by) {
        Instant end = now().plus(by);
        while (true) {
            Due next;
            synchronized (this) {
                next = due.peek();
                if (next == null || next.at.isAfter(end)) {
                    now = end;
                    notifyAll();
                    return;
                }
                due.poll();
                now = next.at.isAfter(now) ? next.at : now;
                notifyAll();
            }
            next.action.run();
        }
    }
}
