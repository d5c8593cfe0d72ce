package io.djong.http;

import io.djong.meta.Threads;

@SuppressWarnings("DoNotCallSuggester")
final class SpdySession {
    private SpdySession() {}

    static SpdyConnection start(RawConnection raw, boolean isServer, Threads threads) {
        throw new UnsupportedOperationException(
                "first commit: interfaces only " + raw + isServer + threads);
    }
}
