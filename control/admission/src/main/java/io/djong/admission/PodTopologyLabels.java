package io.djong.admission;

import io.djong.api.core.v1.Node;
import io.djong.client.Lookup;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.util.Map;
import java.util.Set;

/// Writes the zone and region of the chosen node into a binding, from where they reach the pod's labels.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podtopologylabels PodTopologyLabels
public final class PodTopologyLabels implements AdmissionPlugin {

    private static final Set<String> LABELS =
            Set.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");

    private final Lookup<Node> nodes;

    public PodTopologyLabels(Lookup<Node> nodes) {
        this.nodes = nodes;
    }

    @Override
    public Fields mutate(Review review) {
        boolean isBinding = review.isOf("", "pods", "binding") || review.isOf("", "bindings");
        if (!(review instanceof Review.Create) || !isBinding) {
            return review.object();
        }
        String node = review.object().fields("target").string("name");
        Map<String, String> labels =
                nodes.find(ObjectKey.of(node)).map(Node::labels).orElse(Map.of());
        Fields binding = review.object();
        for (String label : LABELS.stream().sorted().toList()) {
            String value = labels.get(label);
            if (value != null) {
                binding = binding.withAt(value, "metadata", "labels", label);
            }
        }
        return binding;
    }
}
