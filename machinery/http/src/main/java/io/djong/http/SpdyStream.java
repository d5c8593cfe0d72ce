package io.djong.http;

import java.io.InputStream;
import java.io.OutputStream;

/// One stream of a [SpdyConnection].
public interface SpdyStream extends AutoCloseable {

    int id();

    /// As the opener gave them.
    Headers headers();

    /// What the other side sends; ends with -1 after its half-close, fails after a reset.
    InputStream in();

    /// Closing it half-closes the stream: the other side's `in` ends.
    OutputStream out();

    /// Kills the stream in both directions.
    void reset();

    /// Half-closes; what still comes in is dropped.
    @Override
    void close();
}
