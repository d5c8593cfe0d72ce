package io.djong.http;

import java.io.IOException;
import java.io.InputStream;

/// A [BodyPipe] as a stream. Closing it gives up what was not read.
final class BodyInput extends InputStream {

    private final BodyPipe pipe;
    private final Runnable beforeRead;
    private final Runnable onClose;

    /// @param beforeRead run ahead of each read: asks a waiting client to go on
    /// @param onClose run for each close
    BodyInput(BodyPipe pipe, Runnable beforeRead, Runnable onClose) {
        this.pipe = pipe;
        this.beforeRead = beforeRead;
        this.onClose = onClose;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        beforeRead.run();
        return pipe.read(target, offset, length);
    }

    @Override
    public int available() {
        return pipe.available();
    }

    @Override
    public void close() {
        pipe.discard();
        onClose.run();
    }
}
