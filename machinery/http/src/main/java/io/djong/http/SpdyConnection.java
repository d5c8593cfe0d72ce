package io.djong.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A SPDY/3.1 session as `kubectl` speaks it: streams with headers, half-close, no flow control but the connection's.
///
/// @spec https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/ SPDY Protocol draft 3.1
public interface SpdyConnection extends AutoCloseable {

    /// Waits for the next stream that the other side opens, already replied to; null when no more will come.
    @Nullable SpdyStream accept() throws InterruptedException;

    /// As [#accept], but null as well when none came in time; [#isClosed] tells the difference.
    @Nullable SpdyStream accept(Duration patience) throws InterruptedException;

    /// Opens a stream and waits for the other side's reply.
    ///
    /// @throws ClosedException when refused, or the session is over
    SpdyStream open(Headers headers) throws InterruptedException;

    /// Measures that the other side lives; false when it did not answer in time.
    boolean ping(Duration patience) throws InterruptedException;

    /// Tells the other side to open no more streams; those there are go on.
    void goAway();

    /// Says goodbye and ends the connection and all streams.
    @Override
    void close();

    boolean isClosed();

    /// Runs `action` once, on a virtual thread, when the session is over; at once if so already.
    void onClosed(Runnable action);

    /// SPDY over anything that carries bytes; what WebSocket tunnels of `SPDY/3.1+portforward.k8s.io` need.
    static SpdyConnection over(RawConnection raw, boolean isServer, io.djong.meta.Threads threads) {
        return SpdySession.start(raw, isServer, threads);
    }
}
