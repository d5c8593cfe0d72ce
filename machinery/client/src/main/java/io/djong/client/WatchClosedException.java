package io.djong.client;

/// The server ended a watch in the ordinary way; nothing was lost, the caller watches again from its last revision.
public final class WatchClosedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public WatchClosedException(String message) {
        super(message);
    }
}
