package io.djong.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One request that was sent, and its answer. A small lock.
///
/// The event loop delivers, one thread waits. What differs between HTTP/1.1 and HTTP/2 is in the [Wire].
final class ClientCall implements Response {

    /// The way back to the connection.
    interface Wire {
        /// As [BodyPipe.Credit#consumed].
        void consumed(ClientCall call, int bytes);

        /// The caller does not want the rest; does nothing when there is none.
        void cancel(ClientCall call);

        /// Sends one part of a body, of which [ClientCall#window] knows.
        void sendPart(ClientCall call, byte[] part, boolean isLast);
    }

    private final Wire wire;
    private final String protocol;
    private final BodyPipe pipe;
    private final SendWindow window = new SendWindow();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int status;
    private Headers headers = Headers.of();
    private boolean arrived;
    private @Nullable TransportException failure;
    private boolean isUntouched;

    /// Bytes in the pipe that the server may not replace yet; HTTP/2 only.
    private final AtomicInteger owed = new AtomicInteger();

    /// Of HTTP/2, 0 before the request is on the wire. Confined to the event loop.
    private int streamId;

    ClientCall(Wire wire, String protocol, Duration readTimeout) {
        this.wire = wire;
        this.protocol = protocol;
        this.pipe = new BodyPipe(bytes -> wire.consumed(this, bytes), readTimeout);
    }

    BodyPipe pipe() {
        return pipe;
    }

    SendWindow window() {
        return window;
    }

    int streamId() {
        return streamId;
    }

    void streamId(int id) {
        streamId = id;
    }

    /// The server's window stays used up by `bytes` until they were read.
    void owe(int bytes) {
        owed.addAndGet(bytes);
    }

    /// How many of `bytes` that were read now are to be given back.
    int settle(int bytes) {
        int before = owed.getAndUpdate(debt -> Math.max(0, debt - bytes));
        return Math.min(before, bytes);
    }

    /// Status and headers have come.
    void arrive(int code, Headers lines) {
        lock.lock();
        try {
            status = code;
            headers = lines;
            arrived = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// No (whole) answer will come.
    ///
    /// @param untouched whether the server has certainly not acted on the request
    void fail(TransportException cause, boolean untouched) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
                isUntouched = untouched;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        String message = cause.getMessage();
        pipe.fail(new IOException(message, cause));
        window.close(message == null ? "connection: closed" : message);
    }

    /// Sends a body, unless the answer comes first.
    void send(RequestBody.Stream body) {
        try {
            RequestLines.forEachPart(
                    body.in(),
                    (part, isLast) -> {
                        window.acquire(part.length);
                        wire.sendPart(this, part, isLast);
                    });
        } catch (ClosedException e) {
            if (!hasArrived()) {
                throw new TransportException(
                        TransportException.Kind.CLOSED, "request body: " + e.getMessage(), e);
            }
        }
    }

    boolean hasArrived() {
        lock.lock();
        try {
            return arrived;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the request can be sent again without fear, whatever it does.
    boolean isUntouched() {
        lock.lock();
        try {
            return isUntouched && !arrived;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for status and headers.
    ///
    /// @param patience zero for as long as it takes
    void awaitHead(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!arrived && failure == null) {
                if (patience.isZero()) {
                    changed.await();
                } else if (left > 0) {
                    left = changed.awaitNanos(left);
                } else {
                    throw new TransportException(
                            TransportException.Kind.TIMEOUT,
                            "no response headers within " + patience,
                            null);
                }
            }
            if (!arrived && failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public InputStream body() {
        return new BodyInput(pipe, () -> {}, this::close);
    }

    @Override
    public byte[] readBody(int maxBytes) {
        try {
            return pipe.readAll(maxBytes);
        } catch (IOException e) {
            throw new TransportException(
                    TransportException.Kind.CLOSED, "response body: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pipe.discard();
        wire.cancel(this);
    }
}
