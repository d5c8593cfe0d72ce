package io.djong.http;

import io.djong.meta.Threads;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// SPDY/3.1 over a [RawConnection]. One virtual thread reads; whoever has something to say writes under a lock.
///
/// Windows are neither kept nor granted: the library that `kubectl` and container runtimes use knows no flow control and
/// would wait for it for ever. A stream that is not read holds the whole connection up instead.
final class SpdySession implements SpdyConnection {

    static final String PROTOCOL = "SPDY/3.1";

    /// Two for each connection of a port-forward.
    private static final int STREAMS_MAX = 4096;

    /// As long as client-go waits.
    private static final Duration REPLY_PATIENCE = Duration.ofSeconds(30);

    private final RawConnection raw;
    private final boolean isServer;
    private final Ending ending;
    private final ReentrantLock writing = new ReentrantLock();
    private final SpdyHeaderBlocks headerBlocks = new SpdyHeaderBlocks();
    private final Map<Integer, SpdyStreamEnd> streams = new ConcurrentHashMap<>();
    private final BlockingQueue<SpdyStreamEnd> incoming = new LinkedBlockingQueue<>(STREAMS_MAX);
    private final Map<Integer, Semaphore> pings = new ConcurrentHashMap<>();
    private volatile boolean goingAway;

    /// Guarded by `writing`, as is the next.
    private int nextStream;

    private int nextPing;

    private SpdySession(RawConnection raw, boolean isServer, Threads threads) {
        this.raw = raw;
        this.isServer = isServer;
        this.ending = new Ending(threads);
        this.nextStream = isServer ? 2 : 1;
        this.nextPing = isServer ? 2 : 1;
    }

    static SpdyConnection start(RawConnection raw, boolean isServer, Threads threads) {
        SpdySession session = new SpdySession(raw, isServer, threads);
        threads.start("spdy-reader", session::readAll);
        return session;
    }

    @Override
    public @Nullable SpdyStream accept() throws InterruptedException {
        while (!ending.hasEnded() || !incoming.isEmpty()) {
            SpdyStream next = accept(REPLY_PATIENCE);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    @Override
    public @Nullable SpdyStream accept(Duration patience) throws InterruptedException {
        SpdyStreamEnd next = incoming.poll();
        if (next == null && !ending.hasEnded()) {
            next = incoming.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (next == null || next.id() == 0) {
            return null;
        }
        return next;
    }

    @Override
    public SpdyStream open(Headers headers) throws InterruptedException {
        SpdyStreamEnd stream;
        writing.lock();
        try {
            if (goingAway || ending.hasEnded() || streams.size() >= STREAMS_MAX) {
                throw new ClosedException("spdy: no more streams can be opened");
            }
            stream = new SpdyStreamEnd(this, nextStream, headers);
            nextStream += 2;
            streams.put(stream.id(), stream);
            byte[] block = headerBlocks.pack(headers);
            byte[] payload =
                    ByteBuffer.allocate(10 + block.length)
                            .putInt(stream.id())
                            .putInt(0)
                            .putShort((short) 0)
                            .put(block)
                            .array();
            write(SpdyFrame.control(SpdyFrame.SYN_STREAM, false, payload));
        } catch (IOException e) {
            throw new ClosedException("spdy: connection has gone", e);
        } finally {
            writing.unlock();
        }
        if (ending.hasEnded()) {
            stream.broken();
        }
        stream.awaitReply(REPLY_PATIENCE);
        return stream;
    }

    @Override
    public boolean ping(Duration patience) throws InterruptedException {
        Semaphore answered = new Semaphore(0);
        int id;
        writing.lock();
        try {
            id = nextPing;
            nextPing += 2;
            pings.put(id, answered);
            write(SpdyFrame.control(SpdyFrame.PING, false, ofInts(id)));
        } catch (IOException _) {
            return false;
        } finally {
            writing.unlock();
        }
        try {
            return answered.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            pings.remove(id);
        }
    }

    @Override
    public void goAway() {
        goingAway = true;
        writing.lock();
        try {
            write(SpdyFrame.control(SpdyFrame.GOAWAY, false, ofInts(0, 0)));
        } catch (IOException _) {
            raw.close();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        if (!ending.hasEnded()) {
            goAway();
        }
        raw.close();
    }

    @Override
    public boolean isClosed() {
        return ending.hasEnded();
    }

    @Override
    public void onClosed(Runnable action) {
        ending.onEnd(action);
    }

    // From here on: for streams.

    void sendData(int streamId, byte[] bytes, int offset, int length, boolean isLast)
            throws IOException {
        writing.lock();
        try {
            raw.out().write(SpdyFrame.dataHeader(streamId, isLast, length));
            raw.out().write(bytes, offset, length);
            raw.out().flush();
        } finally {
            writing.unlock();
        }
    }

    void sendReset(int streamId, int status) {
        writing.lock();
        try {
            write(SpdyFrame.control(SpdyFrame.RST_STREAM, false, ofInts(streamId, status)));
        } catch (IOException _) {
            raw.close();
        } finally {
            writing.unlock();
        }
    }

    void forget(int streamId) {
        streams.remove(streamId);
    }

    // From here on: the reader's thread.

    private void readAll() {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(raw.in()));
            for (SpdyFrame frame = SpdyFrame.read(in); frame != null; frame = SpdyFrame.read(in)) {
                take(frame, in);
            }
        } catch (IOException _) {
            // The connection broke or speaks nonsense; ended below, which is all that can be done.
        } finally {
            end();
        }
    }

    private void end() {
        ending.end();
        streams.values().forEach(SpdyStreamEnd::broken);
        streams.clear();
        boolean woken = incoming.offer(new SpdyStreamEnd(this, 0, Headers.of()));
        if (!woken) {
            // Full: whoever accepts is awake and will ask for the end itself.
            incoming.clear();
        }
        writing.lock();
        try {
            headerBlocks.close();
        } finally {
            writing.unlock();
        }
        raw.close();
    }

    private void take(SpdyFrame frame, DataInputStream in) throws IOException {
        switch (frame) {
            case SpdyFrame.SynStream(int id, byte[] block, boolean isLast) ->
                    opened(id, headerBlocks.unpack(block), isLast);
            case SpdyFrame.SynReply(int id, byte[] block, boolean isLast) -> {
                headerBlocks.unpack(block);
                SpdyStreamEnd stream = streams.get(id);
                if (stream != null) {
                    stream.replied();
                    endIf(isLast, stream);
                }
            }
            case SpdyFrame.MoreHeaders(int id, byte[] block, boolean isLast) -> {
                headerBlocks.unpack(block);
                endIf(isLast, streams.get(id));
            }
            case SpdyFrame.Reset(int id, int _) -> {
                SpdyStreamEnd stream = streams.remove(id);
                if (stream != null) {
                    stream.broken();
                }
            }
            case SpdyFrame.Ping(int id) -> pinged(id);
            case SpdyFrame.GoAway() -> goingAway = true;
            case SpdyFrame.Data(int id, int length, boolean isLast) ->
                    takeData(id, length, isLast, in);
            case SpdyFrame.Ignored() -> {}
        }
    }

    private void opened(int id, Headers headers, boolean isLast) throws IOException {
        boolean isTheirs = (id & 1) == (isServer ? 1 : 0);
        if (!isTheirs || streams.containsKey(id)) {
            sendReset(id, SpdyFrame.PROTOCOL_ERROR);
            return;
        }
        SpdyStreamEnd stream = new SpdyStreamEnd(this, id, headers);
        if (goingAway || streams.size() >= STREAMS_MAX || !incoming.offer(stream)) {
            sendReset(id, SpdyFrame.REFUSED_STREAM);
            return;
        }
        streams.put(id, stream);
        writing.lock();
        try {
            byte[] block = headerBlocks.pack(Headers.of());
            byte[] payload = ByteBuffer.allocate(4 + block.length).putInt(id).put(block).array();
            write(SpdyFrame.control(SpdyFrame.SYN_REPLY, false, payload));
        } finally {
            writing.unlock();
        }
        endIf(isLast, stream);
    }

    private void takeData(int id, int length, boolean isLast, DataInputStream in)
            throws IOException {
        SpdyStreamEnd stream = streams.get(id);
        int left = length;
        while (left > 0) {
            byte[] chunk = new byte[Math.min(left, SpdyStreamEnd.FRAME_BYTES)];
            in.readFully(chunk);
            left -= chunk.length;
            if (stream != null) {
                stream.take(chunk);
            }
        }
        endIf(isLast, stream);
    }

    private static void endIf(boolean isLast, @Nullable SpdyStreamEnd stream) {
        if (isLast && stream != null) {
            stream.endedByPeer();
        }
    }

    private void pinged(int id) throws IOException {
        Semaphore ours = pings.get(id);
        if (ours != null) {
            ours.release();
            return;
        }
        boolean isTheirs = (id & 1) == (isServer ? 1 : 0);
        if (isTheirs) {
            writing.lock();
            try {
                write(SpdyFrame.control(SpdyFrame.PING, false, ofInts(id)));
            } finally {
                writing.unlock();
            }
        }
    }

    private void write(byte[] frame) throws IOException {
        raw.out().write(frame);
        raw.out().flush();
    }

    private static byte[] ofInts(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES * values.length);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }
}
