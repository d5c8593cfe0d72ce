package io.djong.http;

import io.djong.http.tls.ServerTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where and how an [HttpServer] listens.
///
/// @param host address or name to bind; empty for all addresses
/// @param port 0 for any free one
/// @param tls null for plain HTTP/1.1
/// @param limits what clients may ask of it
/// @param eventLoopThreads threads that move bytes
public record ServerConfig(
        String host, int port, @Nullable ServerTls tls, Limits limits, int eventLoopThreads) {

    /// Two loops feed the handlers of four cores; more only take time from them.
    private static final int EVENT_LOOP_THREADS_MAX = 2;

    /// What a client may ask of a server.
    ///
    /// @param headerBytes size of a request's header block; beyond it 431
    /// @param concurrentStreams requests at the same time on one HTTP/2 connection
    /// @param connections open at the same time; further ones wait in the listen backlog
    /// @param handshakeTimeout for TLS
    /// @param idleTimeout how long a connection may have no request at work
    /// @param bodyTimeout how long a client may pause in the middle of a body
    public record Limits(
            int headerBytes,
            int concurrentStreams,
            int connections,
            Duration handshakeTimeout,
            Duration idleTimeout,
            Duration bodyTimeout) {

        /// Header size, streams and handshake as kube-apiserver 1.36 has them; it idles connections as long as Go does.
        public static Limits defaults() {
            return new Limits(
                    1 << 20,
                    250,
                    20_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(60));
        }

        public Limits withConcurrentStreams(int streams) {
            return new Limits(
                    headerBytes, streams, connections, handshakeTimeout, idleTimeout, bodyTimeout);
        }

        public Limits withHeaderBytes(int bytes) {
            return new Limits(
                    bytes,
                    concurrentStreams,
                    connections,
                    handshakeTimeout,
                    idleTimeout,
                    bodyTimeout);
        }

        public Limits withIdleTimeout(Duration timeout) {
            return new Limits(
                    headerBytes,
                    concurrentStreams,
                    connections,
                    handshakeTimeout,
                    timeout,
                    bodyTimeout);
        }
    }

    /// Plain HTTP/1.1, usual limits.
    public static ServerConfig plain(String host, int port) {
        return new ServerConfig(host, port, null, Limits.defaults(), defaultLoops());
    }

    /// HTTP/2 and HTTP/1.1 over TLS, usual limits.
    public static ServerConfig tls(String host, int port, ServerTls tls) {
        return new ServerConfig(host, port, tls, Limits.defaults(), defaultLoops());
    }

    public ServerConfig withLimits(Limits limits) {
        return new ServerConfig(host, port, tls, limits, eventLoopThreads);
    }

    public ServerConfig withEventLoopThreads(int threads) {
        return new ServerConfig(host, port, tls, limits, threads);
    }

    private static int defaultLoops() {
        return Math.clamp(
                Runtime.getRuntime().availableProcessors() / 2, 1, EVENT_LOOP_THREADS_MAX);
    }
}
