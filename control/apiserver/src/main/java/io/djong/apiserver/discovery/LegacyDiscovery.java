package io.djong.apiserver.discovery;

import io.djong.apiserver.resources.Resource;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The old form of discovery: one document for each version.
final class LegacyDiscovery {

    private LegacyDiscovery() {}

    static Fields resourceList(GroupVersion version, List<Resource> resources) {
        List<Fields> entries = new ArrayList<>();
        for (Resource resource : resources) {
            entries.add(entry(resource));
            for (String name : resource.subresources()) {
                entries.add(subresource(resource, Subresources.of(resource, name)));
            }
        }
        entries.sort(Comparator.comparing(entry -> entry.string("name")));
        List<@Nullable Object> listed = List.copyOf(entries);
        Fields.Builder list = Fields.builder().add("kind", "APIResourceList");
        if (!version.group().isEmpty()) {
            list.add("apiVersion", "v1");
        }
        return list.add("groupVersion", version.toString()).add("resources", listed).build();
    }

    private static Fields entry(Resource resource) {
        Fields.Builder entry = new Fields.Builder(9);
        entry.add("name", resource.name())
                .add("singularName", resource.names().singular())
                .add("namespaced", resource.isNamespaced())
                .add("kind", resource.kind())
                .add("verbs", List.copyOf(resource.verbs()));
        if (!resource.names().shortNames().isEmpty()) {
            entry.add("shortNames", resource.names().shortNames());
        }
        if (!resource.names().categories().isEmpty()) {
            entry.add("categories", resource.names().categories());
        }
        if (resource.isStored() && resource.allows("create")) {
            entry.add(
                    "storageVersionHash",
                    Hashes.storageVersion(resource.group(), resource.version(), resource.kind()));
        }
        return entry.build();
    }

    private static Fields subresource(Resource resource, Subresources subresource) {
        Fields.Builder entry = new Fields.Builder(7);
        entry.add("name", resource.name() + "/" + subresource.name())
                .add("singularName", "")
                .add("namespaced", resource.isNamespaced());
        if (!subresource.kindVersion().equals(resource.groupVersion())) {
            entry.add("group", subresource.kindVersion().group())
                    .add("version", subresource.kindVersion().version());
        }
        return entry.add("kind", subresource.kind()).add("verbs", subresource.verbs()).build();
    }
}
