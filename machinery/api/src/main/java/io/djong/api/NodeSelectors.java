package io.djong.api;

import io.djong.api.core.v1.Affinity;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeAffinity;
import io.djong.api.core.v1.NodeSelector;
import io.djong.api.core.v1.NodeSelectorRequirement;
import io.djong.api.core.v1.NodeSelectorTerm;
import io.djong.api.core.v1.PodSpec;
import io.djong.meta.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which nodes a pod may be on.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity Node affinity
public final class NodeSelectors {

    private NodeSelectors() {}

    /// Whether the pod's node selector and required affinity allow the node.
    public static boolean allows(PodSpec pod, Node node) {
        if (!LabelSelector.of(pod.nodeSelector()).matches(node.labels())) {
            return false;
        }
        NodeSelector required = required(pod);
        return required == null || matches(required, node);
    }

    public static @Nullable NodeSelector required(PodSpec pod) {
        Affinity affinity = pod.affinity();
        NodeAffinity ofNodes = affinity == null ? null : affinity.nodeAffinity();
        return ofNodes == null ? null : ofNodes.requiredDuringSchedulingIgnoredDuringExecution();
    }

    /// Whether any term matches; one without conditions matches nothing.
    public static boolean matches(NodeSelector selector, Node node) {
        return selector.nodeSelectorTerms().stream().anyMatch(term -> matches(term, node));
    }

    public static boolean matches(NodeSelectorTerm term, Node node) {
        if (term.matchExpressions().isEmpty() && term.matchFields().isEmpty()) {
            return false;
        }
        for (NodeSelectorRequirement requirement : term.matchExpressions()) {
            if (!matches(requirement, node.labels().get(requirement.key()))) {
                return false;
            }
        }
        for (NodeSelectorRequirement requirement : term.matchFields()) {
            if (!requirement.key().equals("metadata.name") || !matches(requirement, node.name())) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(NodeSelectorRequirement requirement, @Nullable String value) {
        List<String> values = requirement.values();
        return switch (requirement.operator()) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> compare(value, values) > 0;
            case "Lt" -> compare(value, values) < 0;
            default -> false;
        };
    }

    private static int compare(@Nullable String value, List<String> values) {
        try {
            return value == null || values.size() != 1
                    ? 0
                    : Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
        } catch (NumberFormatException notNumbers) {
            return 0;
        }
    }
}
