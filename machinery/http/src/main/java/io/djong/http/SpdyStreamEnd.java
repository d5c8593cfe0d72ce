package io.djong.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// This side's end of a SPDY stream. A small lock.
final class SpdyStreamEnd implements SpdyStream, BodyPipe.Credit {

    /// Data frames are cut to this size, so that streams take turns.
    static final int FRAME_BYTES = 32 * 1024;

    /// What may wait for the reader before the connection is held up.
    private static final int IN_BYTES = 1 << 20;

    private enum Reply {
        AWAITED,
        GIVEN,
        REFUSED
    }

    private final SpdySession session;
    private final int id;
    private final Headers headers;
    private final BodyPipe pipe = new BodyPipe(this, Duration.ZERO);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final InputStream in = new BodyInput(pipe, () -> {}, () -> {});
    private final OutputStream out = new Output();
    private Reply reply = Reply.AWAITED;
    private boolean outputEnded;
    private boolean inputEnded;

    SpdyStreamEnd(SpdySession session, int id, Headers headers) {
        this.session = session;
        this.id = id;
        this.headers = headers;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void reset() {
        if (markOutputEnded()) {
            session.sendReset(id, SpdyFrame.CANCEL);
        }
        session.forget(id);
        broken();
    }

    @Override
    public void close() {
        pipe.discard();
        try {
            out.close();
        } catch (IOException _) {
            // The connection has gone, and the stream with it.
            session.forget(id);
        }
    }

    /// The peer's answer to opening.
    void awaitReply(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (reply == Reply.AWAITED && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (reply != Reply.GIVEN) {
                session.forget(id);
                throw new ClosedException("spdy: stream was not accepted");
            }
        } finally {
            lock.unlock();
        }
    }

    void replied() {
        set(Reply.GIVEN);
    }

    private void set(Reply now) {
        lock.lock();
        try {
            if (reply == Reply.AWAITED) {
                reply = now;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Takes bytes in and, when there are too many, waits until some were read.
    void take(byte[] chunk) throws IOException {
        if (pipe.add(chunk) <= IN_BYTES) {
            return;
        }
        lock.lock();
        try {
            while (pipe.available() > IN_BYTES && !isBroken()) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("spdy: interrupted while reading", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean isBroken() {
        return inputEnded;
    }

    @Override
    public void consumed(int bytes) {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void endedByPeer() {
        pipe.end();
        endInput();
    }

    /// Reset, or the connection has gone.
    void broken() {
        pipe.fail(new IOException("spdy: stream was reset"));
        markOutputEnded();
        endInput();
        set(Reply.REFUSED);
    }

    private void endInput() {
        lock.lock();
        try {
            inputEnded = true;
            changed.signalAll();
            if (outputEnded) {
                session.forget(id);
            }
        } finally {
            lock.unlock();
        }
    }

    /// False when it had ended before.
    private boolean markOutputEnded() {
        lock.lock();
        try {
            if (outputEnded) {
                return false;
            }
            outputEnded = true;
            if (inputEnded) {
                session.forget(id);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void checkOutput() throws IOException {
        lock.lock();
        try {
            if (outputEnded) {
                throw new IOException("spdy: stream is closed for writing");
            }
        } finally {
            lock.unlock();
        }
    }

    /// Each write is a frame of its own: whoever types into a terminal does not want to flush.
    private final class Output extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            for (int at = 0; at < length; at += FRAME_BYTES) {
                checkOutput();
                session.sendData(
                        id, source, offset + at, Math.min(FRAME_BYTES, length - at), false);
            }
        }

        @Override
        public void close() throws IOException {
            if (markOutputEnded()) {
                session.sendData(id, new byte[0], 0, 0, true);
            }
        }
    }
}
