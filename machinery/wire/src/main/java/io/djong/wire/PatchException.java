package io.djong.wire;

/// A patch that is malformed or does not fit its document; the message is upstream's.
public final class PatchException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// Which answer upstream gives.
    public enum Cause {
        /// The patch itself cannot be read: a bad request.
        MALFORMED,
        /// It does not fit the document: unprocessable.
        UNPROCESSABLE,
        /// It has more operations than are allowed: too large.
        TOO_LARGE
    }

    private final Cause kind;

    public PatchException(Cause kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Cause kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return java.util.Objects.requireNonNullElse(super.getMessage(), "");
    }
}
