package io.djong.http;

import io.netty.util.concurrent.EventExecutor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// What virtual threads want done on a connection's event loop, in order.
///
/// Commands that come together are run together and followed by one flush, so that the answers of many streams share
/// TLS records and system calls. Confined to the event loop, but for [#add].
final class Outbox implements Runnable {

    /// Keeps one busy connection from starving the others of its loop.
    private static final int BATCH = 1024;

    private final EventExecutor loop;
    private final Runnable flush;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /// @param flush sends what the commands wrote
    Outbox(EventExecutor loop, Runnable flush) {
        this.loop = loop;
        this.flush = flush;
    }

    /// Has `command` run soon; it is dropped when the loop has shut down, by when all channels are closed.
    void add(Runnable command) {
        commands.add(command);
        if (scheduled.compareAndSet(false, true)) {
            schedule();
        }
    }

    @Override
    public void run() {
        try {
            runBatch();
        } finally {
            // Whatever a command threw, the following ones still have their turn.
            scheduled.set(false);
            if (!commands.isEmpty() && scheduled.compareAndSet(false, true)) {
                schedule();
            }
        }
    }

    private void runBatch() {
        int count = 0;
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
            if (++count == BATCH) {
                break;
            }
        }
        flush.run();
    }

    private void schedule() {
        try {
            loop.execute(this);
        } catch (RejectedExecutionException _) {
            commands.clear();
        }
    }
}
