package io.djong.http;

/// A request that deserves `status` and `message` as plain text, unless the handler knows better.
public final class HttpException extends RuntimeException {

    private final int status;

    public HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }

    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
