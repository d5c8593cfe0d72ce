package io.djong.cel;

import org.jspecify.annotations.Nullable;

/// A compiled expression. Immutable; any number of threads.
public final class Program {

    private final String expression;
    private final CelType type;
    private final CostEstimate estimate;
    private final Node root;
    private final Environment environment;

    Program(
            String expression,
            CelType type,
            CostEstimate estimate,
            Node root,
            Environment environment) {
        this.expression = expression;
        this.type = type;
        this.estimate = estimate;
        this.root = root;
        this.environment = environment;
    }

    public String expression() {
        return expression;
    }

    public CelType type() {
        return type;
    }

    /// The most that an evaluation can cost, from the sizes in schemas; unsigned.
    public long maxCost() {
        return estimate.max();
    }

    public long minCost() {
        return estimate.min();
    }

    /// The value, or why there is none. Stops at [Budget#PER_CALL] and when the thread is interrupted.
    public Outcome evaluate(Activation activation) {
        return evaluate(activation, Budget.PER_CALL);
    }

    /// @param limit the most that it may cost
    public Outcome evaluate(Activation activation, long limit) {
        Evaluation evaluation = new Evaluation(activation, environment, limit);
        try {
            Object value = root.evaluate(evaluation, null);
            return new Outcome.Value(value, evaluation.cost());
        } catch (EvaluationException failure) {
            return new Outcome.Failed(text(failure.getMessage()), false, evaluation.cost());
        } catch (Evaluation.Cancelled cancelled) {
            return new Outcome.Failed(text(cancelled.getMessage()), true, evaluation.cost());
        } catch (StackOverflowError _) {
            return new Outcome.Failed("max recursion depth exceeded", true, evaluation.cost());
        }
    }

    private static String text(@Nullable String message) {
        return message == null ? "" : message;
    }
}
