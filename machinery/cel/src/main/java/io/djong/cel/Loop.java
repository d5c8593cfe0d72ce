package io.djong.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A comprehension: a fold over the elements of a list or the entries of a map.
///
/// @param second "" when there is one variable
record Loop(
        String first,
        String second,
        Node range,
        String accumulator,
        Node start,
        Node condition,
        Node step,
        Node result)
        implements Node {

    @Override
    public Object evaluate(Evaluation evaluation, @Nullable Scope scope) {
        Object over = range.evaluate(evaluation, scope);
        Scope accu = new Scope(accumulator, orFailure(start, evaluation, scope), scope);
        switch (over) {
            case Values.CelList list -> {
                for (int at = 0; at < list.size(); at++) {
                    boolean isPair = !second.isEmpty();
                    Object element = list.get(at);
                    if (!turn(evaluation, accu, isPair ? (Object) (long) at : element, element)) {
                        break;
                    }
                }
            }
            case Values.CelMap map -> {
                List<Object> keys = map.keys();
                for (Object key : keys) {
                    Object value = second.isEmpty() ? key : map.find(key);
                    if (!turn(evaluation, accu, key, value == null ? Values.Null.NULL : value)) {
                        break;
                    }
                }
            }
            default -> throw EvaluationException.noSuchOverload();
        }
        return result.evaluate(evaluation, accu);
    }

    private boolean turn(Evaluation evaluation, Scope accu, Object one, Object other) {
        Scope inner = new Scope(first, one, accu);
        if (!second.isEmpty()) {
            inner = new Scope(second, other, inner);
        }
        if (!Boolean.TRUE.equals(condition.evaluate(evaluation, inner))) {
            return false;
        }
        accu.value = orFailure(step, evaluation, inner);
        return true;
    }

    /// Failures are values of the accumulator: a later element may still decide `exists` or `all`.
    private static Object orFailure(Node node, Evaluation evaluation, @Nullable Scope scope) {
        try {
            return node.evaluate(evaluation, scope);
        } catch (EvaluationException failure) {
            return failure;
        }
    }
}
