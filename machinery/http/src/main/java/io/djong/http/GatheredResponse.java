package io.djong.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Gathers small writes into one command for the event loop. Confined to the thread that writes.
final class GatheredResponse implements ResponseStream {

    private final ServerExchange exchange;
    private final List<ByteBuf> gathered = new ArrayList<>(2);
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
        gathered.add(Unpooled.wrappedBuffer(chunk, offset, length));
        bytes += length;
        if (bytes >= GATHER_BYTES) {
            send(false);
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
