package io.djong.wire.managed;

/// A configuration that cannot be applied; the message is upstream's.
public final class ApplyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean badRequest;

    ApplyException(boolean badRequest, String message) {
        super(message, null, false, false);
        this.badRequest = badRequest;
    }

    /// Whether upstream answers 400; otherwise it takes the failure for its own and answers 500.
    public boolean isBadRequest() {
        return badRequest;
    }

    @Override
    public String getMessage() {
        return java.util.Objects.requireNonNullElse(super.getMessage(), "");
    }
}
