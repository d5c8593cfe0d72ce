package io.djong.junit;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;

/// Time that stands still until somebody moves it. A small lock.
public final class ManualClock implements Clock, Timer {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Due(long nanos, long order, Runnable action) {}

    private final Threads threads;
    private final PriorityQueue<Due> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
    private long nanos;
    private long order;

    ManualClock(Threads threads) {
        this.threads = threads;
    }

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Scheduled scheduled = schedule(pause, over::countDown);
        try {
            over.await();
        } catch (InterruptedException stopped) {
            scheduled.cancel();
            throw stopped;
        }
    }

    @Override
    public Scheduled after(Duration pause, Runnable action) {
        return schedule(pause, () -> threads.start("timer-action", action));
    }

    private synchronized Scheduled schedule(Duration pause, Runnable action) {
        Due due = new Due(nanos + Math.max(0, pause.toNanos()), order++, action);
        waiting.add(due);
        return () -> cancel(due);
    }

    private synchronized void cancel(Due due) {
        waiting.remove(due);
    }

    /// Moves to the next thing that is due by `limit` and does it; false when there is none.
    boolean step(long limit) {
        Optional<Due> next = takeDue(limit);
        next.ifPresent(due -> due.action().run());
        return next.isPresent();
    }

    private synchronized Optional<Due> takeDue(long limit) {
        Due next = waiting.peek();
        if (next == null || next.nanos() > limit) {
            return Optional.empty();
        }
        waiting.remove();
        nanos = Math.max(nanos, next.nanos());
        return Optional.of(next);
    }

    synchronized void moveTo(long reading) {
        nanos = Math.max(nanos, reading);
    }
}
