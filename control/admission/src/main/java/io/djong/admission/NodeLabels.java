package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Which labels a kubelet may give its own node: none by which it could draw pods to itself that are not meant for it.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction NodeRestriction
final class NodeLabels {

    private static final String RESTRICTED_DOMAIN = "node-restriction.kubernetes.io";

    private static final Set<String> KUBELET_LABELS =
            Set.of(
                    "kubernetes.io/hostname",
                    "topology.kubernetes.io/zone",
                    "topology.kubernetes.io/region",
                    "failure-domain.beta.kubernetes.io/zone",
                    "failure-domain.beta.kubernetes.io/region",
                    "node.kubernetes.io/instance-type",
                    "beta.kubernetes.io/instance-type",
                    "kubernetes.io/os",
                    "beta.kubernetes.io/os",
                    "kubernetes.io/arch",
                    "beta.kubernetes.io/arch");

    private static final List<String> KUBELET_DOMAINS =
            List.of("kubelet.kubernetes.io", "node.kubernetes.io");

    private NodeLabels() {}

    /// The keys that are changed between the two and may not be.
    static Set<String> forbidden(Fields labels, Fields old) {
        Set<String> forbidden = new TreeSet<>();
        Set<String> keys = new TreeSet<>(labels.keySet());
        keys.addAll(old.keySet());
        for (String key : keys) {
            boolean isChanged = !Objects.equals(labels.value(key), old.value(key));
            if (isChanged && (isIn(domain(key), RESTRICTED_DOMAIN) || isForeign(key))) {
                forbidden.add(key);
            }
        }
        return forbidden;
    }

    /// A label of Kubernetes that is not one of those that kubelets set.
    private static boolean isForeign(String key) {
        String domain = domain(key);
        return (isIn(domain, "kubernetes.io") || isIn(domain, "k8s.io"))
                && !KUBELET_LABELS.contains(key)
                && KUBELET_DOMAINS.stream().noneMatch(own -> isIn(domain, own));
    }

    private static String domain(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? "" : key.substring(0, slash);
    }

    private static boolean isIn(String domain, String parent) {
        return domain.equals(parent) || domain.endsWith("." + parent);
    }
}
