package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.function.UnaryOperator;

/// PodDisruptionBudgets of `policy/v1beta1`, where an empty selector is one that selects nothing.
///
/// @spec https://kubernetes.io/docs/reference/using-api/deprecation-guide/#poddisruptionbudget-v125 PodDisruptionBudget
final class DisruptionBudgetForm implements LegacyForm {

    private static final String LABEL = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match";

    /// What today's version says for "nothing", and the old one for "everything".
    private static final Fields NONE = selector(Fields.of("key", LABEL, "operator", "Exists"));

    private static final Fields EVERYTHING =
            selector(Fields.of("key", LABEL, "operator", "DoesNotExist"));

    private static Fields selector(Fields expression) {
        return Fields.of("matchExpressions", List.of(expression));
    }

    @Override
    public Fields toToday(Fields old) {
        return selected(
                old,
                selector ->
                        selector.isEmpty()
                                ? NONE
                                : selector.equals(EVERYTHING) ? Fields.EMPTY : selector);
    }

    @Override
    public Fields toOld(Fields today) {
        return selected(
                today,
                selector ->
                        selector.isEmpty()
                                ? EVERYTHING
                                : selector.equals(NONE) ? Fields.EMPTY : selector);
    }

    private static Fields selected(Fields budget, UnaryOperator<Fields> change) {
        return within(budget, "spec", spec -> within(spec, "selector", change));
    }
}
