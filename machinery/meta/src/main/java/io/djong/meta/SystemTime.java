package io.djong.meta;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The only place that reads the machine's clock.
final class SystemTime {

    static final Clock CLOCK =
            new Clock() {
                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void sleep(Duration pause) throws InterruptedException {
                    Thread.sleep(pause);
                }
            };

    static final Timer TIMER = new SystemTimer();

    private SystemTime() {}

    private static final class SystemTimer implements Timer {

        private final ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("timer").factory());

        SystemTimer() {
            executor.setRemoveOnCancelPolicy(true);
        }

        @Override
        public Scheduled after(Duration pause, Runnable action) {
            Future<?> future =
                    executor.schedule(
                            () -> Threads.virtual().start("timer-action", action),
                            pause.toNanos(),
                            TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        }
    }
}
