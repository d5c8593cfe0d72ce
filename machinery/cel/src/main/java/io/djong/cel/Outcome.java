package io.djong.cel;

/// How an evaluation ended, and what it cost.
public sealed interface Outcome {

    /// In units of cel-go's cost tracker.
    long cost();

    /// @param value Boolean, Long, Double, String, or a value of [Values]; [Values#toTree] makes it a document
    record Value(Object value, long cost) implements Outcome {
        public boolean isTrue() {
            return Boolean.TRUE.equals(value);
        }
    }

    /// @param message worded as upstream
    /// @param isOutOfBudget whether it was stopped because it costs too much
    record Failed(String message, boolean isOutOfBudget, long cost) implements Outcome {}
}
