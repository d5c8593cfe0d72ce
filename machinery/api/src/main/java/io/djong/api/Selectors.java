package io.djong.api;

import io.djong.api.meta.v1.LabelSelectorRequirement;
import io.djong.meta.LabelSelector;
import io.djong.meta.LabelSelector.Operator;
import io.djong.meta.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the selectors of documents into ones that match.
public final class Selectors {

    private Selectors() {}

    /// An absent selector selects nothing, an empty one everything.
    ///
    /// @throws IllegalArgumentException if an operator is none of the four
    public static LabelSelector of(io.djong.api.meta.v1.@Nullable LabelSelector selector) {
        if (selector == null) {
            return LabelSelector.NOTHING;
        }
        List<Requirement> requirements =
                new ArrayList<>(LabelSelector.of(selector.matchLabels()).requirements());
        for (LabelSelectorRequirement expression : selector.matchExpressions()) {
            requirements.add(
                    new Requirement(
                            expression.key(),
                            operator(expression.operator()),
                            Set.copyOf(expression.values())));
        }
        requirements.sort(Comparator.comparing(Requirement::key));
        return requirements.isEmpty()
                ? LabelSelector.EVERYTHING
                : new LabelSelector(List.copyOf(requirements));
    }

    private static Operator operator(String name) {
        return switch (name) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default ->
                    throw new IllegalArgumentException(
                            "\"" + name + "\" is not a valid label selector operator");
        };
    }
}
