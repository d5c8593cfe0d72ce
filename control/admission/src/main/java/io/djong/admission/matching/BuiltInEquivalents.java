package io.djong.admission.matching;

import io.djong.meta.GroupVersion;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The versions of built-in kinds, and the groups that kinds have moved between.
///
/// @spec https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubeapiserver/default_storage_factory_builder.go Cohabitating resources
public final class BuiltInEquivalents implements Equivalents {

    /// Resources that several groups serve from the same storage.
    private static final Map<String, Set<String>> GROUPS_BY_RESOURCE =
            Map.of(
                    "networkpolicies", Set.of("extensions", "networking.k8s.io"),
                    "ingresses", Set.of("extensions", "networking.k8s.io"),
                    "deployments", Set.of("extensions", "apps"),
                    "daemonsets", Set.of("extensions", "apps"),
                    "replicasets", Set.of("extensions", "apps"),
                    "podsecuritypolicies", Set.of("extensions", "policy"),
                    "events", Set.of("", "events.k8s.io"));

    private record Asked(GroupVersion version, String resource, String subresource) {}

    private final Schema schema;
    private final Map<Asked, List<Target>> known = new ConcurrentHashMap<>();

    public BuiltInEquivalents(Schema schema) {
        this.schema = schema;
    }

    @Override
    public List<Target> of(GroupVersion version, String resource, String subresource) {
        return isBuiltIn(version)
                ? known.computeIfAbsent(new Asked(version, resource, subresource), this::find)
                : List.of();
    }

    /// Keeps the memory of answers bounded: only these groups can have any.
    private boolean isBuiltIn(GroupVersion version) {
        return schema.kinds().stream()
                .anyMatch(kind -> kind.groupVersion().group().equals(version.group()));
    }

    private List<Target> find(Asked asked) {
        Set<String> moved = GROUPS_BY_RESOURCE.getOrDefault(asked.resource, Set.of());
        Set<String> groups =
                moved.contains(asked.version.group()) ? moved : Set.of(asked.version.group());
        List<Target> found = new ArrayList<>();
        for (KindFacts kind : schema.kinds()) {
            if (kind.isResource()
                    && groups.contains(kind.groupVersion().group())
                    && !kind.groupVersion().equals(asked.version)
                    && kind.resource().equals(asked.resource)) {
                found.add(target(kind, asked));
            }
        }
        return List.copyOf(found);
    }

    private static Target target(KindFacts kind, Asked asked) {
        return asked.subresource.equals("scale")
                ? new Target(
                        kind.groupVersion(),
                        asked.resource,
                        new GroupVersion("autoscaling", "v1"),
                        "Scale")
                : new Target(kind.groupVersion(), asked.resource, kind.groupVersion(), kind.kind());
    }
}
