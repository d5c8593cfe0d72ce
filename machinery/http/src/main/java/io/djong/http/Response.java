package io.djong.http;

import java.io.InputStream;

/// An answer whose body is still coming in. Close it, or read it to its end, so that the connection can serve others.
public interface Response extends AutoCloseable {

    int status();

    Headers headers();

    /// `HTTP/1.1` or `HTTP/2.0`.
    String protocol();

    /// Blocks while there is nothing to read; closing it early gives the rest up.
    InputStream body();

    /// The whole body.
    ///
    /// @throws BodyTooLargeException when it has more than `maxBytes`
    /// @throws TransportException when it does not come whole
    byte[] readBody(int maxBytes);

    /// Gives up what was not read. May be called from any thread, and ends a read that blocks.
    @Override
    void close();
}
