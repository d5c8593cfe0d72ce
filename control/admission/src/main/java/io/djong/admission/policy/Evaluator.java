package io.djong.admission.policy;

import io.djong.cel.Activation;
import io.djong.cel.Budget;
import io.djong.cel.Compilation;
import io.djong.cel.Outcome;
import io.djong.cel.Program;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evaluates a list of expressions against one budget.
final class Evaluator {

    /// An expression of a policy.
    record Expression(String text, Compilation compilation) {}

    /// A value, or why there is none.
    record Result(@Nullable Object value, @Nullable String error) {
        boolean isTrue() {
            return Boolean.TRUE.equals(value);
        }

        boolean isFalse() {
            return Boolean.FALSE.equals(value);
        }
    }

    /// The budget is spent: nothing more is evaluated.
    static final class OutOfBudgetException extends Exception {
        private static final long serialVersionUID = 1;

        OutOfBudgetException() {
            super(
                    "validation failed due to running out of cost budget, no further validation rules will be run");
        }
    }

    private Evaluator() {}

    static List<Result> evaluate(List<Expression> expressions, Activation activation, Budget budget)
            throws OutOfBudgetException {
        List<Result> results = new ArrayList<>();
        for (Expression expression : expressions) {
            results.add(evaluate(expression, activation, budget));
        }
        return results;
    }

    static Result evaluate(Expression expression, Activation activation, Budget budget)
            throws OutOfBudgetException {
        return switch (expression.compilation()) {
            case Compilation.Rejected(String message) ->
                    new Result(null, "compilation error: compilation failed: " + message);
            case Compilation.Compiled(Program program) -> {
                Outcome outcome = program.evaluate(activation);
                if (!budget.charge(outcome.cost())) {
                    throw new OutOfBudgetException();
                }
                yield switch (outcome) {
                    case Outcome.Value(Object value, _) -> new Result(value, null);
                    case Outcome.Failed(String message, _, _) ->
                            new Result(
                                    null,
                                    "expression '%s' resulted in error: %s"
                                            .formatted(expression.text(), message));
                };
            }
        };
    }

    /// Whether all conditions hold; one that is false decides, even beside one that fails.
    ///
    /// @throws ConditionFailure when none is false, and one has failed
    static boolean holds(List<Expression> conditions, Activation activation)
            throws ConditionFailure {
        if (conditions.isEmpty()) {
            return true;
        }
        List<String> errors = new ArrayList<>();
        try {
            for (Result result :
                    evaluate(conditions, activation, new Budget(Budget.MATCH_CONDITIONS))) {
                if (result.isFalse()) {
                    return false;
                }
                if (result.error() != null && !errors.contains(result.error())) {
                    errors.add(result.error());
                }
            }
        } catch (OutOfBudgetException spent) {
            throw new ConditionFailure(String.valueOf(spent.getMessage()));
        }
        if (!errors.isEmpty()) {
            throw new ConditionFailure(
                    errors.size() == 1 ? errors.getFirst() : "[" + String.join(", ", errors) + "]");
        }
        return true;
    }

    /// Match conditions cannot be evaluated.
    static final class ConditionFailure extends Exception {
        private static final long serialVersionUID = 1;

        ConditionFailure(String message) {
            super(message);
        }
    }
}
