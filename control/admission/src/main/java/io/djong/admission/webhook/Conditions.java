package io.djong.admission.webhook;

import io.djong.admission.Review;
import io.djong.meta.tree.Fields;
import java.util.List;

/// Evaluates `matchConditions`.
@FunctionalInterface
public interface Conditions {

    /// Whether all of them hold.
    ///
    /// @param hook for the answers that are kept: the same conditions come with the same hook
    /// @param seen the review as the webhook would see it
    /// @throws ConditionException when none is false, and one cannot be evaluated
    boolean hold(Hook hook, List<Fields> conditions, Review seen);

    /// A condition that cannot be evaluated; the message is upstream's.
    final class ConditionException extends RuntimeException {

        private static final long serialVersionUID = 1;

        public ConditionException(String message) {
            super(message);
        }
    }
}
