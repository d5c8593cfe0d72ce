package io.djong.controllers.namespace;

import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.NamespaceCondition;
import io.djong.api.core.v1.NamespaceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What stands between a namespace and its end, as conditions worded by upstream. Confined to one pass.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/#NamespaceStatus NamespaceStatus
final class NamespaceProgress {

    private final List<String> undiscovered = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> remaining = new TreeMap<>();
    private final Map<String, Integer> finalizers = new TreeMap<>();

    void undiscovered(List<String> groups) {
        undiscovered.addAll(groups);
    }

    void failed(String message) {
        failures.add(message);
    }

    /// @param groupResource as in `pods.` and `deployments.apps`: with the dot even in the core group
    void remains(String groupResource, List<List<String>> finalizersOfEach) {
        remaining.put(groupResource, finalizersOfEach.size());
        finalizersOfEach.forEach(
                each -> each.forEach(name -> finalizers.merge(name, 1, Integer::sum)));
    }

    boolean isDone() {
        return undiscovered.isEmpty() && failures.isEmpty() && remaining.isEmpty();
    }

    boolean hasFailures() {
        return !undiscovered.isEmpty() || !failures.isEmpty();
    }

    NamespaceStatus status(Namespace namespace, Instant now) {
        List<NamespaceCondition> conditions = new ArrayList<>(namespace.status().conditions());
        set(
                conditions,
                "NamespaceDeletionDiscoveryFailure",
                undiscovered.isEmpty() ? "ResourcesDiscovered" : "DiscoveryFailed",
                undiscovered.isEmpty()
                        ? "All resources successfully discovered"
                        : "Discovery failed for some groups, "
                                + undiscovered.size()
                                + " failing: unable to retrieve the complete list of server APIs: "
                                + String.join(", ", undiscovered),
                !undiscovered.isEmpty(),
                now);
        set(
                conditions,
                "NamespaceDeletionGroupVersionParsingFailure",
                "ParsedGroupVersions",
                "All legacy kube types successfully parsed",
                false,
                now);
        set(
                conditions,
                "NamespaceDeletionContentFailure",
                failures.isEmpty() ? "ContentDeleted" : "ContentDeletionFailed",
                failures.isEmpty()
                        ? "All content successfully deleted, may be waiting on finalization"
                        : "Failed to delete all resource types, "
                                + failures.size()
                                + " remaining: "
                                + String.join(", ", failures),
                !failures.isEmpty(),
                now);
        set(
                conditions,
                "NamespaceContentRemaining",
                remaining.isEmpty() ? "ContentRemoved" : "SomeResourcesRemain",
                remaining.isEmpty()
                        ? "All content successfully removed"
                        : "Some resources are remaining: "
                                + joined(
                                        remaining,
                                        (name, count) ->
                                                name + " has " + count + " resource instances"),
                !remaining.isEmpty(),
                now);
        set(
                conditions,
                "NamespaceFinalizersRemaining",
                finalizers.isEmpty() ? "ContentHasNoFinalizers" : "SomeFinalizersRemain",
                finalizers.isEmpty()
                        ? "All content-preserving finalizers finished"
                        : "Some content in the namespace has finalizers remaining: "
                                + joined(
                                        finalizers,
                                        (name, count) ->
                                                name + " in " + count + " resource instances"),
                !finalizers.isEmpty(),
                now);
        return namespace.status().withConditions(conditions);
    }

    private static String joined(
            Map<String, Integer> counts,
            java.util.function.BiFunction<String, Integer, String> text) {
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(one -> text.apply(one.getKey(), one.getValue()))
                        .toList());
    }

    private static void set(
            List<NamespaceCondition> conditions,
            String type,
            String reason,
            String message,
            boolean holds,
            Instant now) {
        NamespaceCondition next =
                NamespaceCondition.EMPTY
                        .withType(type)
                        .withStatus(holds ? "True" : "False")
                        .withLastTransitionTime(now)
                        .withReason(reason)
                        .withMessage(message);
        for (int i = 0; i < conditions.size(); i++) {
            NamespaceCondition before = conditions.get(i);
            if (before.type().equals(type)) {
                boolean same = before.status().equals(next.status());
                conditions.set(
                        i, same ? next.withLastTransitionTime(before.lastTransitionTime()) : next);
                return;
            }
        }
        conditions.add(next);
    }
}
