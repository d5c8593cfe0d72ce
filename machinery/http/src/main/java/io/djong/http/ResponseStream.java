package io.djong.http;

import java.io.OutputStream;

/// The body of an answer in the making. One thread writes; anybody may ask [#isClosed].
///
/// Small writes are gathered until [#flush], [#close] or [#GATHER_BYTES]. Arrays are not copied and must not change after
/// they were written; [#asOutputStream] copies. A write blocks while the client is too slow, and throws
/// [ClosedException] once it has gone.
public interface ResponseStream extends AutoCloseable {

    /// More than this is sent without waiting for [#flush].
    int GATHER_BYTES = 64 * 1024;

    void write(byte[] chunk);

    void write(byte[] chunk, int offset, int length);

    /// Sends what was gathered.
    void flush();

    /// Sends what was gathered and the end of the body. Does nothing the second time.
    @Override
    void close();

    /// Cuts the answer off in such a way that the client notices.
    void abort();

    boolean isClosed();

    /// Runs `action` once, on a virtual thread, when the client went away or the answer ended; at once if so already.
    void onClosed(Runnable action);

    /// This stream for code that reuses its buffers: everything written is copied.
    OutputStream asOutputStream();
}
