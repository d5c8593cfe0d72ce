package io.djong.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Carries bytes from the event loop to the one thread that reads them. A small lock.
///
/// The pipe itself takes whatever it is given: how much that can be is the window that `credit` gives back to the sender.
final class BodyPipe {

    /// Told how many bytes have left the pipe, on whatever thread took them.
    interface Credit {
        void consumed(int bytes);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
    private final Credit credit;
    private final long patienceNanos;
    private int headOffset;
    private int buffered;
    private boolean ended;
    private boolean discarding;
    private @Nullable IOException failure;

    /// @param patience how long a read may wait; zero for as long as it takes
    BodyPipe(Credit credit, Duration patience) {
        this.credit = credit;
        this.patienceNanos = patience.toNanos();
    }

    /// Gives the array away. Returns the bytes waiting now.
    int add(byte[] chunk) {
        lock.lock();
        try {
            if (!discarding) {
                chunks.add(chunk);
                buffered += chunk.length;
                changed.signal();
                return buffered;
            }
        } finally {
            lock.unlock();
        }
        credit.consumed(chunk.length);
        return 0;
    }

    /// No more will come. Keeps an earlier end or failure.
    void end() {
        finish(null);
    }

    /// What was added can still be read, then reading fails.
    void fail(IOException cause) {
        finish(cause);
    }

    private void finish(@Nullable IOException cause) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = cause;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether everything has come in, whole.
    boolean isComplete() {
        lock.lock();
        try {
            return ended && failure == null;
        } finally {
            lock.unlock();
        }
    }

    int available() {
        lock.lock();
        try {
            return buffered;
        } finally {
            lock.unlock();
        }
    }

    /// Drops what is there and what will come.
    void discard() {
        int dropped;
        lock.lock();
        try {
            discarding = true;
            dropped = buffered;
            buffered = 0;
            headOffset = 0;
            chunks.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (dropped > 0) {
            credit.consumed(dropped);
        }
    }

    /// As [java.io.InputStream#read(byte\[\], int, int)].
    int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = 0;
        lock.lock();
        try {
            if (!awaitChunk()) {
                return -1;
            }
            while (count < length && !chunks.isEmpty()) {
                byte[] head = chunks.element();
                int part = Math.min(length - count, head.length - headOffset);
                System.arraycopy(head, headOffset, target, offset + count, part);
                count += part;
                headOffset += part;
                if (headOffset == head.length) {
                    chunks.remove();
                    headOffset = 0;
                }
            }
            buffered -= count;
        } finally {
            lock.unlock();
        }
        credit.consumed(count);
        return count;
    }

    /// The rest of the body.
    ///
    /// @throws BodyTooLargeException when there is more than `maxBytes` of it
    byte[] readAll(int maxBytes) throws IOException {
        byte[] whole = wholeChunk(maxBytes);
        if (whole != null) {
            return whole;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] chunk;
        while ((chunk = nextChunk()) != null) {
            if (bytes.size() + (long) chunk.length > maxBytes) {
                throw new BodyTooLargeException(maxBytes);
            }
            bytes.writeBytes(chunk);
        }
        return bytes.toByteArray();
    }

    /// The body itself when it came in one piece, as small ones do; null otherwise.
    private byte @Nullable [] wholeChunk(int maxBytes) {
        byte[] whole;
        lock.lock();
        try {
            if (!ended || failure != null || discarding || headOffset > 0 || chunks.size() > 1) {
                return null;
            }
            if (buffered > maxBytes) {
                throw new BodyTooLargeException(maxBytes);
            }
            whole = chunks.isEmpty() ? new byte[0] : chunks.remove();
            buffered = 0;
        } finally {
            lock.unlock();
        }
        credit.consumed(whole.length);
        return whole;
    }

    private byte @Nullable [] nextChunk() throws IOException {
        byte[] chunk;
        lock.lock();
        try {
            if (!awaitChunk()) {
                return null;
            }
            byte[] head = chunks.remove();
            chunk =
                    headOffset == 0
                            ? head
                            : java.util.Arrays.copyOfRange(head, headOffset, head.length);
            headOffset = 0;
            buffered -= chunk.length;
        } finally {
            lock.unlock();
        }
        credit.consumed(chunk.length);
        return chunk;
    }

    /// Waits until something is there; false at the end.
    private boolean awaitChunk() throws IOException {
        long left = patienceNanos;
        while (chunks.isEmpty()) {
            if (discarding) {
                throw new IOException("body: closed");
            }
            if (ended) {
                if (failure != null) {
                    throw new IOException(failure.getMessage(), failure);
                }
                return false;
            }
            left = pause(left);
        }
        return true;
    }

    @SuppressWarnings("WaitNotInLoop")
    private long pause(long left) throws IOException {
        try {
            if (patienceNanos == 0) {
                changed.await();
                return 0;
            }
            if (left <= 0) {
                throw new java.net.SocketTimeoutException(
                        "body: nothing came for " + Duration.ofNanos(patienceNanos));
            }
            return changed.awaitNanos(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("body: interrupted while reading");
        }
    }
}
