package io.djong.store;

import io.djong.meta.Clock;
import io.djong.meta.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/// A clock and timer that only move when told to.
public final class ManualClock implements Clock, Timer {

    private record Task(Instant due, Runnable action) {}

    private final List<Task> tasks = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public void sleep(Duration pause) {
        throw new UnsupportedOperationException("nothing in the store sleeps");
    }

    @Override
    public synchronized Scheduled after(Duration pause, Runnable action) {
        Task task = new Task(now.plus(pause), action);
        tasks.add(task);
        return () -> cancel(task);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    public void advance(Duration step) {
        List<Task> due;
        synchronized (this) {
            now = now.plus(step);
            due = tasks.stream().filter(task -> !task.due().isAfter(now)).toList();
            tasks.removeAll(due);
        }
        due.forEach(task -> task.action().run());
    }

    public void awaitTimers(int count) {
        Awaitility.await().until(() -> timers() >= count);
    }

    private synchronized int timers() {
        return tasks.size();
    }
}
