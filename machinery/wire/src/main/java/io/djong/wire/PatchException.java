package io.djong.wire;

/// A patch that is malformed or does not fit its document; the message is upstream's.
public final class PatchException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// Which answer upstream gives.
    public enum Answer {
        /// The patch itself cannot be read: a bad request.
        MALFORMED,
        /// It does not fit the document: unprocessable; upstream keeps the message to itself.
        UNPROCESSABLE,
        /// It has more operations than are allowed: too large.
        TOO_LARGE,
        /// Upstream takes it for an error of its own.
        INTERNAL
    }

    private final Answer answer;

    public PatchException(Answer answer, String message) {
        super(message, null, false, false);
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }

    @Override
    public String getMessage() {
        return java.util.Objects.requireNonNullElse(super.getMessage(), "");
    }
}
