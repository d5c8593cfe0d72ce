package io.djong.simulation;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Time that passes only when a client lets it.
final class SimulatedTime implements Clock, Timer {

    private record Task(Instant due, Runnable action) {}

    private final Threads threads;
    private final List<Task> tasks = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    SimulatedTime(Threads threads) {
        this.threads = threads;
    }

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

    void pass(Duration step) {
        List<Task> due;
        synchronized (this) {
            now = now.plus(step);
            due = tasks.stream().filter(task -> !task.due().isAfter(now)).toList();
            tasks.removeAll(due);
        }
        due.forEach(task -> threads.start("timer", task.action()));
    }
}
