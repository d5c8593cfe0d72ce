package io.djong.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/// Gathers bytes until flushed or full. Confined to the thread that writes.
final class RawOutput extends OutputStream {

    /// One TLS record.
    private static final int BUFFER_BYTES = 16 * 1024;

    private final Consumer<byte[]> sink;
    private final Runnable onClose;
    private byte[] buffer = new byte[256];
    private int count;
    private boolean closed;

    /// @param sink is given arrays of its own and blocks when there are too many; throws [ClosedException]
    RawOutput(Consumer<byte[]> sink, Runnable onClose) {
        this.sink = sink;
        this.onClose = onClose;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("output: closed");
        }
        if (count + length > BUFFER_BYTES) {
            flush();
        }
        if (length > BUFFER_BYTES) {
            send(Arrays.copyOfRange(source, offset, offset + length));
            return;
        }
        if (count + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, BUFFER_BYTES);
        }
        System.arraycopy(source, offset, buffer, count, length);
        count += length;
    }

    @Override
    public void flush() throws IOException {
        if (count > 0) {
            byte[] bytes = Arrays.copyOf(buffer, count);
            count = 0;
            send(bytes);
        }
    }

    private void send(byte[] bytes) throws IOException {
        try {
            sink.accept(bytes);
        } catch (ClosedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            flush();
            closed = true;
            onClose.run();
        }
    }
}
