package io.djong.http;

import org.jspecify.annotations.Nullable;

/// A call of [HttpClient] that got no (whole) answer.
public final class TransportException extends RuntimeException {

    /// What went wrong, for callers that try again.
    public enum Kind {
        /// No such host, refused, no route: nothing was sent.
        CONNECT,
        /// The TLS handshake failed: nothing was sent.
        TLS,
        /// No answer in time.
        TIMEOUT,
        /// The connection ended early; the server may or may not have acted.
        CLOSED
    }

    private final Kind kind;

    public TransportException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
