package io.djong.http;

import io.djong.meta.Threads;

@SuppressWarnings("DoNotCallSuggester")
final class NettyServer {
    private NettyServer() {}

    static HttpServer start(ServerConfig config, Threads threads, HttpHandler handler) {
        throw new UnsupportedOperationException(
                "first commit: interfaces only " + config + threads + handler);
    }
}
