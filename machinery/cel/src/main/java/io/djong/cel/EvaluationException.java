package io.djong.cel;

/// An expression has no value: worded as cel-go words it. Part of the language (`||` absorbs it), so without a stack trace.
public final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public EvaluationException(String message) {
        super(message, null, false, false);
    }

    static EvaluationException noSuchOverload() {
        return new EvaluationException("no such overload");
    }
}
