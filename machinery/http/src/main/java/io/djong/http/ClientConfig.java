package io.djong.http;

import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Trust;
import java.time.Duration;

/// How an [HttpClient] connects.
///
/// @param tls for `https` origins
/// @param http2 whether HTTP/2 may be agreed on
/// @param connectTimeout for TCP and TLS together
/// @param connectionsPerOrigin for HTTP/1.1, and for HTTP/2 when streams run out
/// @param idleTimeout how long an unused connection is kept
/// @param pingAfter silence on an HTTP/2 connection with open streams before the server is asked for a sign of
///     life, for which it has half as long
public record ClientConfig(
        ClientTls tls,
        boolean http2,
        Duration connectTimeout,
        int connectionsPerOrigin,
        Duration idleTimeout,
        Duration pingAfter,
        int eventLoopThreads) {

    /// Silence before asking and idle time as client-go has them.
    public static ClientConfig defaults() {
        return new ClientConfig(
                ClientTls.trusting(new Trust.SystemRoots()),
                true,
                Duration.ofSeconds(30),
                64,
                Duration.ofSeconds(90),
                Duration.ofSeconds(30),
                1);
    }

    public ClientConfig withTls(ClientTls tls) {
        return new ClientConfig(
                tls,
                http2,
                connectTimeout,
                connectionsPerOrigin,
                idleTimeout,
                pingAfter,
                eventLoopThreads);
    }

    public ClientConfig withHttp2(boolean http2) {
        return new ClientConfig(
                tls,
                http2,
                connectTimeout,
                connectionsPerOrigin,
                idleTimeout,
                pingAfter,
                eventLoopThreads);
    }

    public ClientConfig withConnectTimeout(Duration connectTimeout) {
        return new ClientConfig(
                tls,
                http2,
                connectTimeout,
                connectionsPerOrigin,
                idleTimeout,
                pingAfter,
                eventLoopThreads);
    }

    public ClientConfig withPingAfter(Duration pingAfter) {
        return new ClientConfig(
                tls,
                http2,
                connectTimeout,
                connectionsPerOrigin,
                idleTimeout,
                pingAfter,
                eventLoopThreads);
    }
}
