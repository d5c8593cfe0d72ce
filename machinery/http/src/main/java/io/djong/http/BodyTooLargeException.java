package io.djong.http;

/// A body has more bytes than the reader wanted. Uncaught in a handler it answers 413.
public final class BodyTooLargeException extends RuntimeException {

    private final int maxBytes;

    public BodyTooLargeException(int maxBytes) {
        super("body: has more than " + maxBytes + " bytes");
        this.maxBytes = maxBytes;
    }

    public int maxBytes() {
        return maxBytes;
    }
}
