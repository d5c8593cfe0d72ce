package io.djong.wire;

/// A document that cannot be read; the message is what upstream's decoder says, as far as clients see it.
public final class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public DecodeException(String message) {
        super(message, null, false, false);
    }

    public DecodeException(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    @Override
    public String getMessage() {
        return java.util.Objects.requireNonNullElse(super.getMessage(), "");
    }
}
