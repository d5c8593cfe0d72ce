package io.djong.http;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Bounds the bytes that were handed to the event loop and are not on the wire yet. A small lock.
final class SendWindow {

    /// Enough to keep a connection busy between two wake-ups of the writer, little enough for a thousand slow readers.
    static final int BYTES = 512 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long outstanding;
    private @Nullable String closed;

    /// Waits until less than [#BYTES] are outstanding, then counts `bytes` in, however many they are.
    ///
    /// @throws ClosedException when nobody will take them
    void acquire(int bytes) {
        lock.lock();
        try {
            while (closed == null && outstanding >= BYTES) {
                changed.await();
            }
            if (closed != null) {
                throw new ClosedException(closed);
            }
            outstanding += bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedException("interrupted while writing", e);
        } finally {
            lock.unlock();
        }
    }

    /// Counts bytes out that are on the wire, or never will be.
    void release(int bytes) {
        lock.lock();
        try {
            boolean wasFull = outstanding >= BYTES;
            outstanding -= bytes;
            if (wasFull && outstanding < BYTES) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void close(String why) {
        lock.lock();
        try {
            if (closed == null) {
                closed = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
