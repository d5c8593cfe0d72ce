package io.djong.http;

/// The other side has gone away, or this side has closed already.
public final class ClosedException extends RuntimeException {

    public ClosedException(String message) {
        super(message);
    }

    public ClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
