package io.djong.apiserver.resources.core;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Labels of nodes that have other names by now. Texts as in Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/reference/labels-annotations-taints/ Well-Known Labels
public final class DeprecatedNodeLabels {

    private static final Map<String, String> TEXTS =
            Map.of(
                    "beta.kubernetes.io/arch", text("1.14", "kubernetes.io/arch"),
                    "beta.kubernetes.io/os", text("1.14", "kubernetes.io/os"),
                    "failure-domain.beta.kubernetes.io/region",
                            text("1.17", "topology.kubernetes.io/region"),
                    "failure-domain.beta.kubernetes.io/zone",
                            text("1.17", "topology.kubernetes.io/zone"),
                    "beta.kubernetes.io/instance-type",
                            text("1.17", "node.kubernetes.io/instance-type"));

    private DeprecatedNodeLabels() {}

    private static String text(String since, String now) {
        return "deprecated since v" + since + "; use \"" + now + "\" instead";
    }

    /// What users are told, or null for labels that are fine.
    public static @Nullable String warning(String label) {
        return TEXTS.get(label);
    }
}
