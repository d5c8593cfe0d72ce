package io.djong.http;

import io.djong.meta.Threads;
import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/// A bare byte duplex, such as a connection is after `101 Switching Protocols`.
///
/// One thread reads, one writes. Reading ends with -1 when the other side has sent its last; writing blocks while the
/// other side is too slow.
public interface RawConnection extends Closeable {

    InputStream in();

    /// What is written is copied, and sent on [OutputStream#flush] or when enough has come together. Closing it ends
    /// the output only, where the transport can.
    OutputStream out();

    /// Ends both directions. Does nothing the second time.
    @Override
    void close();

    /// Passes bytes on between this connection and `other`, each as soon as it comes, until either ends; then closes both.
    /// For proxies of upgrades.
    default void joinWith(RawConnection other, Threads threads) throws InterruptedException {
        Thread backward = threads.start("http-join", () -> Splice.copy(other, this));
        Splice.copy(this, other);
        backward.join();
    }

    /// Two streams as a connection; `closing` runs once.
    static RawConnection of(InputStream in, OutputStream out, Runnable closing) {
        return new StreamPair(in, out, closing);
    }
}
