package io.djong.junit;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;

/// Virtual threads that are known by name, so that a test can tell when none of them has anything left to do.
final class TestThreads implements Threads {

    /// One look may catch a thread between being woken and running; several in a row do not.
    private static final int QUIET_LOOKS = 5;

    private static final Duration BETWEEN_LOOKS = Duration.ofNanos(100_000);

    /// In real time: a cluster that is still busy then is in a loop.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Threads threads = Threads.virtual();
    private final ConcurrentMap<Thread, Boolean> running = new ConcurrentHashMap<>();

    @Override
    public Thread start(String name, Runnable body) {
        Thread thread =
                threads.start(
                        name,
                        () -> {
                            running.put(Thread.currentThread(), true);
                            try {
                                body.run();
                            } finally {
                                running.remove(Thread.currentThread());
                            }
                        });
        running.put(thread, true);
        if (!thread.isAlive()) {
            running.remove(thread);
        }
        return thread;
    }

    /// Returns when every thread waits for something.
    void awaitRest() {
        Clock real = Clock.system();
        long deadline = real.nanos() + PATIENCE.toNanos();
        int quiet = 0;
        while (quiet < QUIET_LOOKS) {
            quiet = busy().isEmpty() ? quiet + 1 : 0;
            if (real.nanos() > deadline) {
                throw new IllegalStateException(
                        "the cluster does not come to rest, busy: " + busy());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private List<String> busy() {
        return running.keySet().stream()
                .filter(thread ->
                        switch (thread.getState()) {
                            case NEW, RUNNABLE, BLOCKED -> true;
                            case WAITING, TIMED_WAITING, TERMINATED -> false;
                        })
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    void interruptAll() {
        running.keySet().forEach(Thread::interrupt);
    }
}
