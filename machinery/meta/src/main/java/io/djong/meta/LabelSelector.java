package io.djong.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which labels are wanted: requirements that all hold. No requirement selects everything.
///
/// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ Labels and Selectors
public record LabelSelector(List<Requirement> requirements) {

    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    /// Matches no labels at all.
    public static final LabelSelector NOTHING =
            new LabelSelector(List.of(new Requirement("", Operator.IN, Set.of())));

    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GREATER_THAN,
        LESS_THAN
    }

    /// One condition on one label.
    public record Requirement(String key, Operator operator, Set<String> values) {

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GREATER_THAN, LESS_THAN -> compares(value);
            };
        }

        private boolean compares(@org.jspecify.annotations.Nullable String value) {
            if (value == null) {
                return false;
            }
            try {
                int order =
                        Long.compare(
                                Long.parseLong(value), Long.parseLong(values.iterator().next()));
                return operator == Operator.GREATER_THAN ? order > 0 : order < 0;
            } catch (NumberFormatException notANumber) {
                return false;
            }
        }
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /// Each label with exactly that value.
    public static LabelSelector of(Map<String, String> labels) {
        List<Requirement> requirements = new ArrayList<>(labels.size());
        labels.forEach(
                (key, value) -> requirements.add(new Requirement(key, Operator.IN, Set.of(value))));
        return new LabelSelector(List.copyOf(requirements));
    }

    /// Reads `a=b,c!=d,e in (x,y),!f,g`.
    ///
    /// @throws IllegalArgumentException worded as upstream's `labels.Parse`
    public static LabelSelector parse(String text) {
        return LabelSelectorParser.parse(text);
    }

    /// As [#parse] reads it; a single value is written with an equals sign.
    @Override
    public String toString() {
        return LabelSelectorParser.text(this);
    }
}
