package io.djong.http;

import io.djong.meta.Threads;

@SuppressWarnings("DoNotCallSuggester")
final class NettyClient {
    private NettyClient() {}

    static HttpClient of(ClientConfig config, Threads threads) {
        throw new UnsupportedOperationException(
                "first commit: interfaces only " + config + threads);
    }
}
