package io.djong.http;

/// One connection to an origin, as the pool sees it. Callable from any thread.
interface ClientConnection {

    /// Takes a place for one call; false when there is none, now or ever again.
    boolean reserve();

    /// Whether it can be thrown away.
    boolean isClosed();

    /// Whether nobody has used it since it was last asked.
    boolean wasIdle();

    /// Sends the head of a request in the place that was reserved, and its body unless that is a stream.
    ClientCall start(Request request);

    void close();
}
