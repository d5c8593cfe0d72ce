package io.djong.admission.webhook;

/// A webhook that gave no usable answer; whether that matters is for its failure policy to say.
public final class HookException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;

    /// @param message upstream's text
    /// @param code for the metrics: the HTTP status that upstream thinks of
    HookException(String message, int code) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
