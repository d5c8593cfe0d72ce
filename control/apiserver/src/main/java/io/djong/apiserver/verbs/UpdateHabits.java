package io.djong.apiserver.verbs;

import io.djong.apiserver.resources.Resource;
import java.util.Set;

/// How thoroughly upstream looks at kinds when they change: each look counts as causes of its own.
final class UpdateHabits {

    /// Kinds whose metadata is not looked at as a new object's as well.
    private static final Set<String> ONLY_CHANGES =
            Set.of(
                    "cronjobs",
                    "daemonsets",
                    "deployments",
                    "horizontalpodautoscalers",
                    "ingresses",
                    "jobs",
                    "namespaces",
                    "networkpolicies",
                    "nodes",
                    "poddisruptionbudgets",
                    "replicasets",
                    "replicationcontrollers",
                    "resourcequotas",
                    "statefulsets");

    private UpdateHabits() {}

    static boolean checksOnlyChanges(Resource resource) {
        return ONLY_CHANGES.contains(resource.name());
    }
}
