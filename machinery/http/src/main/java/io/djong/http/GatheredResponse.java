package io.djong.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Gathers small writes into one command for the event loop. Confined to the thread that writes.
///
/// Pieces of a few bytes are put together in a buffer, since each buffer of its own costs more than copying it; big ones
/// are sent as they are.
final class GatheredResponse implements ResponseStream {

    /// Pieces below this size are copied.
    private static final int SMALL_BYTES = 4096;

    private static final int FIRST_BUFFER_BYTES = 1024;

    private final ServerExchange exchange;
    private final List<ByteBuf> gathered = new ArrayList<>(2);
    private byte[] buffer = new byte[0];

    /// Where the part of the buffer begins that is not in `gathered` yet, and where it ends.
    private int start;

    private int end;
    private int bytes;
    private boolean closed;

    GatheredResponse(ServerExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void write(byte[] chunk) {
        write(chunk, 0, chunk.length);
    }

    @Override
    public void write(byte[] chunk, int offset, int length) {
        if (isClosed()) {
            throw new ClosedException(closed ? "response: closed" : "response: client has gone");
        }
        if (length == 0 || exchange.isHead()) {
            return;
        }
        if (length < SMALL_BYTES) {
            append(chunk, offset, length);
        } else {
            seal();
            gathered.add(Unpooled.wrappedBuffer(chunk, offset, length));
        }
        bytes += length;
        if (bytes >= GATHER_BYTES) {
            send(false);
        }
    }

    private void append(byte[] chunk, int offset, int length) {
        if (end + length > buffer.length) {
            enlarge(length);
        }
        System.arraycopy(chunk, offset, buffer, end, length);
        end += length;
    }

    /// Parts that were sealed keep the old array.
    private void enlarge(int length) {
        int kept = end - start;
        int size = Math.clamp(2L * (kept + length), FIRST_BUFFER_BYTES, GATHER_BYTES + SMALL_BYTES);
        byte[] larger = new byte[Math.max(size, kept + length)];
        System.arraycopy(buffer, start, larger, 0, kept);
        buffer = larger;
        start = 0;
        end = kept;
    }

    private void seal() {
        if (end > start) {
            gathered.add(Unpooled.wrappedBuffer(buffer, start, end - start));
            start = end;
        }
    }

    @Override
    public void flush() {
        if (bytes > 0) {
            send(false);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!exchange.isClosed()) {
            send(true);
        }
    }

    @Override
    public void abort() {
        closed = true;
        gathered.clear();
        exchange.cut();
    }

    private void send(boolean isLast) {
        seal();
        ByteBuf data =
                switch (gathered.size()) {
                    case 0 -> Unpooled.EMPTY_BUFFER;
                    case 1 -> gathered.getFirst();
                    default -> Unpooled.wrappedBuffer(gathered.toArray(ByteBuf[]::new));
                };
        int count = bytes;
        gathered.clear();
        bytes = 0;
        if (count > 0) {
            exchange.window().acquire(count);
        }
        exchange.sendData(data, isLast);
    }

    @Override
    public boolean isClosed() {
        return closed || exchange.isClosed();
    }

    @Override
    public void onClosed(Runnable action) {
        exchange.onClosed(action);
    }

    @Override
    public OutputStream asOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                GatheredResponse.this.write(new byte[] {(byte) b});
            }

            @Override
            public void write(byte[] source, int offset, int length) {
                GatheredResponse.this.write(Arrays.copyOfRange(source, offset, offset + length));
            }

            @Override
            public void flush() {
                GatheredResponse.this.flush();
            }

            @Override
            public void close() {
                GatheredResponse.this.close();
            }
        };
    }
}
