package io.djong.http;

import io.djong.meta.Threads;
import java.util.List;

/// Sends requests and waits for answers. Connections are kept and shared: one or a few for each origin with HTTP/2, one
/// for each concurrent request otherwise. Any number of threads may send.
public interface HttpClient extends AutoCloseable {

    static HttpClient of(ClientConfig config, Threads threads) {
        return NettyClient.of(config, threads);
    }

    /// Returns when status and headers have come. Redirects and error statuses are answers like any other.
    ///
    /// @throws TransportException when there is no answer
    Response send(Request request) throws InterruptedException;

    /// Opens a WebSocket offering `protocols`, over HTTP/1.1.
    ///
    /// @throws UpgradeRefusedException when the server answers something else than 101
    WebSocketConnection webSocket(Request request, List<String> protocols)
            throws InterruptedException;

    /// Opens a SPDY/3.1 session, as `kubectl exec` and `port-forward` of old do.
    ///
    /// @throws UpgradeRefusedException when the server answers something else than 101
    Upgraded<SpdyConnection> spdy(Request request) throws InterruptedException;

    /// Asks for `protocol` over HTTP/1.1 and hands over the bare connection.
    ///
    /// @throws UpgradeRefusedException when the server answers something else than 101
    Upgraded<RawConnection> upgrade(Request request, String protocol) throws InterruptedException;

    /// What an upgrade gave, and the headers of the 101 with it.
    record Upgraded<T>(T connection, Headers headers) {}

    /// Ends all connections.
    @Override
    void close();
}
