package io.djong.scheduler.plugins;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeSelectorRequirement;
import io.djong.api.core.v1.NodeSelectorTerm;
import io.djong.meta.LabelSelector;
import io.djong.meta.LabelSelector.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether a node is what a term of a node selector describes.
final class NodeTerms {

    private NodeTerms() {}

    /// A term without any requirement describes no node.
    static boolean matches(NodeSelectorTerm term, Node node) {
        if (term.matchExpressions().isEmpty() && term.matchFields().isEmpty()) {
            return false;
        }
        return selector(term.matchExpressions()).matches(node.labels())
                && selector(term.matchFields()).matches(Map.of("metadata.name", node.name()));
    }

    private static LabelSelector selector(List<NodeSelectorRequirement> requirements) {
        List<LabelSelector.Requirement> all = new ArrayList<>(requirements.size());
        for (NodeSelectorRequirement requirement : requirements) {
            all.add(
                    new LabelSelector.Requirement(
                            requirement.key(),
                            operator(requirement.operator()),
                            Set.copyOf(requirement.values())));
        }
        return new LabelSelector(all);
    }

    private static Operator operator(String text) {
        return switch (text) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            case "Gt" -> Operator.GREATER_THAN;
            case "Lt" -> Operator.LESS_THAN;
            default -> throw new IllegalArgumentException("unknown operator " + text);
        };
    }
}
