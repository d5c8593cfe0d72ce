package io.djong.http;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/// A [RawConnection] of two streams that belong together.
record StreamPair(InputStream in, OutputStream out, Runnable closing, AtomicBoolean closed)
        implements RawConnection {

    StreamPair(InputStream in, OutputStream out, Runnable closing) {
        this(in, out, closing, new AtomicBoolean());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closing.run();
        }
    }
}
