package io.djong.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/// Puts the frames of one SPDY session on the wire, each whole. One lock, held while the connection takes the bytes.
final class SpdyWriter {

    /// Told the number of a stream before its first frame goes out.
    interface Opened {
        void with(int streamId);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputStream out;
    private final SpdyHeaderBlocks blocks;
    private int nextStream;
    private int nextPing;
    private boolean closed;

    SpdyWriter(OutputStream out, SpdyHeaderBlocks blocks, boolean isServer) {
        this.out = out;
        this.blocks = blocks;
        this.nextStream = isServer ? 2 : 1;
        this.nextPing = isServer ? 2 : 1;
    }

    /// Opens a stream; numbers go out in order.
    void synStream(Headers headers, Opened opened) throws IOException {
        lock.lock();
        try {
            checkOpen();
            int id = nextStream;
            nextStream += 2;
            opened.with(id);
            byte[] block = blocks.pack(headers);
            byte[] payload =
                    ByteBuffer.allocate(10 + block.length)
                            .putInt(id)
                            .putInt(0)
                            .putShort((short) 0)
                            .put(block)
                            .array();
            write(SpdyFrame.control(SpdyFrame.SYN_STREAM, false, payload));
        } finally {
            lock.unlock();
        }
    }

    void synReply(int streamId) throws IOException {
        lock.lock();
        try {
            checkOpen();
            byte[] block = blocks.pack(Headers.of());
            byte[] payload =
                    ByteBuffer.allocate(4 + block.length).putInt(streamId).put(block).array();
            write(SpdyFrame.control(SpdyFrame.SYN_REPLY, false, payload));
        } finally {
            lock.unlock();
        }
    }

    void data(int streamId, byte[] bytes, int offset, int length, boolean isLast)
            throws IOException {
        lock.lock();
        try {
            out.write(SpdyFrame.dataHeader(streamId, isLast, length));
            out.write(bytes, offset, length);
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    void reset(int streamId, int status) throws IOException {
        control(SpdyFrame.RST_STREAM, streamId, status);
    }

    void goAway(int lastStream) throws IOException {
        control(SpdyFrame.GOAWAY, lastStream, 0);
    }

    /// Sends a ping back, or one with a number of [#nextPing].
    void ping(int id) throws IOException {
        control(SpdyFrame.PING, id);
    }

    int nextPing() {
        lock.lock();
        try {
            int id = nextPing;
            nextPing += 2;
            return id;
        } finally {
            lock.unlock();
        }
    }

    private void control(int type, int... values) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES * values.length);
        for (int value : values) {
            payload.putInt(value);
        }
        lock.lock();
        try {
            write(SpdyFrame.control(type, false, payload.array()));
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("spdy: session is over");
        }
    }

    private void write(byte[] frame) throws IOException {
        out.write(frame);
        out.flush();
    }

    /// Frees what packing headers took; nothing can be opened any more.
    void close() {
        lock.lock();
        try {
            closed = true;
            blocks.close();
        } finally {
            lock.unlock();
        }
    }
}
