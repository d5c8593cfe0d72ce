package io.djong.http;

import io.djong.meta.Threads;
import java.time.Duration;

/// Listens on a port and hands each request to an [HttpHandler] on a virtual thread of its own.
public interface HttpServer extends AutoCloseable {

    /// Binds the port before it returns.
    static HttpServer start(ServerConfig config, Threads threads, HttpHandler handler) {
        return NettyServer.start(config, threads, handler);
    }

    int port();

    /// Accepts no more connections, tells clients so (GOAWAY, `Connection: close`), waits up to `drain` for requests at
    /// work, then cuts off the rest.
    void close(Duration drain) throws InterruptedException;

    /// Cuts everything off.
    @Override
    void close();
}
