package io.djong.http;

import io.djong.meta.Threads;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
    private final SpdyHeaderBlocks headerBlocks = new SpdyHeaderBlocks();
    private final SpdyWriter writer;
    private final Map<Integer, SpdyStreamEnd> streams = new ConcurrentHashMap<>();
    private final BlockingQueue<SpdyStreamEnd> incoming = new LinkedBlockingQueue<>(STREAMS_MAX);
    private final Map<Integer, Semaphore> pings = new ConcurrentHashMap<>();
    private volatile boolean goingAway;

    private SpdySession(RawConnection raw, boolean isServer, Threads threads) {
        this.raw = raw;
        this.isServer = isServer;
        this.ending = new Ending(threads);
        this.writer = new SpdyWriter(raw.out(), headerBlocks, isServer);
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
        if (goingAway || ending.hasEnded() || streams.size() >= STREAMS_MAX) {
            throw new ClosedException("spdy: no more streams can be opened");
        }
        AtomicReference<SpdyStreamEnd> opened = new AtomicReference<>();
        try {
            writer.synStream(
                    headers,
                    id -> {
                        SpdyStreamEnd stream = new SpdyStreamEnd(this, id, headers);
                        streams.put(id, stream);
                        opened.set(stream);
                    });
        } catch (IOException e) {
            throw new ClosedException("spdy: connection has gone", e);
        }
        SpdyStreamEnd stream = opened.get();
        if (ending.hasEnded()) {
            stream.broken();
        }
        stream.awaitReply(REPLY_PATIENCE);
        return stream;
    }

    @Override
    public boolean ping(Duration patience) throws InterruptedException {
        Semaphore answered = new Semaphore(0);
        int id = writer.nextPing();
        pings.put(id, answered);
        try {
            writer.ping(id);
            return answered.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (IOException _) {
            return false;
        } finally {
            pings.remove(id);
        }
    }

    @Override
    public void goAway() {
        goingAway = true;
        try {
            writer.goAway(0);
        } catch (IOException _) {
            raw.close();
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
        writer.data(streamId, bytes, offset, length, isLast);
    }

    void sendReset(int streamId, int status) {
        try {
            writer.reset(streamId, status);
        } catch (IOException _) {
            raw.close();
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
        writer.close();
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
        writer.synReply(id);
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
            writer.ping(id);
        }
    }
}
