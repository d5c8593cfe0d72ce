package io.djong.apiserver.discovery;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The aggregated form of discovery: everything in two documents.
///
/// @spec https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery Aggregated discovery
final class AggregatedDiscovery {

    private AggregatedDiscovery() {}

    static Fields group(String name, List<GroupVersion> versions, Resources resources) {
        List<@Nullable Object> described = new ArrayList<>();
        for (GroupVersion version : versions) {
            List<@Nullable Object> entries = new ArrayList<>();
            for (Resource resource : resources.byVersion().getOrDefault(version, List.of())) {
                entries.add(resource(resource));
            }
            described.add(
                    Fields.of(
                            "version",
                            version.version(),
                            "resources",
                            entries,
                            "freshness",
                            "Current"));
        }
        Fields metadata = name.isEmpty() ? Fields.EMPTY : Fields.of("name", name);
        return Fields.of("metadata", metadata, "versions", described);
    }

    private static Fields resource(Resource resource) {
        Fields.Builder entry = new Fields.Builder(8);
        entry.add("resource", resource.name())
                .add("responseKind", kind(resource.groupVersion(), resource.kind()))
                .add("scope", resource.isNamespaced() ? "Namespaced" : "Cluster")
                .add("singularResource", resource.names().singular())
                .add("verbs", List.copyOf(resource.verbs()));
        if (!resource.names().shortNames().isEmpty()) {
            entry.add("shortNames", resource.names().shortNames());
        }
        if (!resource.names().categories().isEmpty()) {
            entry.add("categories", resource.names().categories());
        }
        List<@Nullable Object> subresources = new ArrayList<>();
        for (String name : resource.subresources()) {
            Subresources one = Subresources.of(resource, name);
            subresources.add(
                    Fields.of(
                            "subresource",
                            name,
                            "responseKind",
                            kind(one.kindVersion(), one.kind()),
                            "verbs",
                            one.verbs()));
        }
        if (!subresources.isEmpty()) {
            entry.add("subresources", subresources);
        }
        return entry.build();
    }

    private static Fields kind(GroupVersion version, String kind) {
        return Fields.of("group", version.group(), "version", version.version(), "kind", kind);
    }
}
