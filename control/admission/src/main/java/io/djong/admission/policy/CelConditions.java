package io.djong.admission.policy;

import io.djong.admission.Review;
import io.djong.admission.matching.Target;
import io.djong.admission.policy.Evaluator.Expression;
import io.djong.admission.webhook.Conditions;
import io.djong.admission.webhook.Hook;
import io.djong.cel.Budget;
import io.djong.meta.tree.Fields;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/// Match conditions of webhooks, compiled once for each hook. Any thread.
public final class CelConditions implements Conditions {

    private final Access access;
    private final Map<Hook, List<Expression>> compiled =
            Collections.synchronizedMap(new WeakHashMap<>());

    public CelConditions(Access access) {
        this.access = access;
    }

    @Override
    public boolean hold(Hook hook, List<Fields> conditions, Review seen) {
        List<Expression> expressions =
                compiled.computeIfAbsent(
                        hook,
                        _ ->
                                conditions.stream()
                                        .map(one -> one.string("expression"))
                                        .map(text ->
                                                new Expression(
                                                        text, Expressions.compileCondition(text)))
                                        .toList());
        RequestValues values =
                new RequestValues(
                        seen,
                        Target.of(seen.call()),
                        null,
                        null,
                        access,
                        Map.of(),
                        new Budget(Budget.MATCH_CONDITIONS));
        try {
            return Evaluator.holds(expressions, values);
        } catch (Evaluator.ConditionFailure failure) {
            throw new ConditionException(String.valueOf(failure.getMessage()));
        }
    }
}
