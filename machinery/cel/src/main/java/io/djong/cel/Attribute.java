package io.djong.cel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A variable, or the value of an expression, and the way down into it.
///
/// Costs one unit, and one for every step, as cel-go counts.
///
/// @param variable its name, or null when `base` is given
record Attribute(@Nullable String variable, @Nullable Node base, List<Step> steps) implements Node {

    /// One step down.
    ///
    /// @param key the expression of the key
    /// @param isSelect written with a dot
    /// @param isOptional written with a question mark: missing is no error
    record Step(Node key, boolean isSelect, boolean isOptional) {}

    Attribute with(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Attribute(variable, base, List.copyOf(more));
    }

    @Override
    public Object evaluate(Evaluation evaluation, @Nullable Scope scope) {
        Object value = resolve(evaluation, scope);
        evaluation.charge(1);
        return value;
    }

    /// Without the unit for the attribute itself: as a key of another one.
    private Object resolve(Evaluation evaluation, @Nullable Scope scope) {
        Object value = base(evaluation, scope);
        for (Step step : steps) {
            Object found = take(value, step, evaluation, scope);
            if (found == null) {
                throw missing(value, step, evaluation, scope);
            }
            value = found;
        }
        return value;
    }

    /// Whether there is a value at the end.
    boolean isPresent(Evaluation evaluation, @Nullable Scope scope) {
        Object value = base(evaluation, scope);
        for (int at = 0; at < steps.size(); at++) {
            Object found = take(value, steps.get(at), evaluation, scope);
            if (at == steps.size() - 1) {
                return found != null
                        && !(found instanceof Values.Maybe(Object inner) && inner == null);
            }
            if (found == null) {
                throw missing(value, steps.get(at), evaluation, scope);
            }
            value = found;
        }
        return true;
    }

    private Object base(Evaluation evaluation, @Nullable Scope scope) {
        if (base != null) {
            return base.evaluate(evaluation, scope);
        }
        String name = variable == null ? "" : variable;
        for (Scope here = scope; here != null; here = here.outer) {
            if (here.name.equals(name)) {
                return here.get();
            }
        }
        return evaluation.variable(name);
    }

    private static Object key(Step step, Evaluation evaluation, @Nullable Scope scope) {
        return step.key() instanceof Attribute attribute
                ? attribute.resolve(evaluation, scope)
                : step.key().evaluate(evaluation, scope);
    }

    private static @Nullable Object take(
            Object value, Step step, Evaluation evaluation, @Nullable Scope scope) {
        Object key = key(step, evaluation, scope);
        evaluation.charge(1);
        if (value instanceof Values.Maybe(Object inner)) {
            Object found = inner == null ? null : find(inner, key, step);
            return found == null ? Values.Maybe.NONE : new Values.Maybe(found);
        }
        Object found = find(value, key, step);
        if (!step.isOptional()) {
            return found;
        }
        return found == null ? Values.Maybe.NONE : new Values.Maybe(found);
    }

    private static @Nullable Object find(Object value, Object key, Step step) {
        return switch (value) {
            case Values.CelMap map -> map.find(key);
            case Values.CelList list when !step.isSelect() -> {
                long at = index(key);
                yield at < 0 || at >= list.size() ? null : list.get((int) at);
            }
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static long index(Object key) {
        return switch (Values.key(key)) {
            case Long at -> at;
            default ->
                    throw new EvaluationException(
                            "unsupported index type '" + Values.typeOf(key).name() + "' in list");
        };
    }

    private static EvaluationException missing(
            Object value, Step step, Evaluation evaluation, @Nullable Scope scope) {
        Object key = key(step, evaluation, scope);
        return new EvaluationException(
                value instanceof Values.CelList
                        ? "index out of bounds: " + Conversions.text(key)
                        : "no such key: " + Conversions.text(key));
    }
}
