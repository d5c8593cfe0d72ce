package io.djong.meta;

/// The API refused. Thrown by the server's stages and by clients alike; carries the [Failure] as clients see it.
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    public ApiException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public ApiException(Failure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    public boolean is(Reason reason) {
        return failure.reason() == reason;
    }
}
