package io.djong.client;

import io.djong.meta.Kind;
import io.djong.meta.tree.Fields;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The discovery documents of [MemoryApi].
final class MemoryDiscovery {

    private static final List<String> VERBS =
            List.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "update",
                    "watch");

    private MemoryDiscovery() {}

    static Fields answer(String path, Collection<Kind<?>> kinds) {
        if (path.equals("/apis")) {
            return groups(kinds);
        }
        String groupVersion = path.substring(path.indexOf('/', 1) + 1);
        List<Fields> resources =
                kinds.stream()
                        .filter(kind -> kind.apiVersion().equals(groupVersion))
                        .filter(kind ->
                                !kind.name().endsWith("Review") && !kind.name().equals("Eviction"))
                        .map(kind ->
                                Fields.of("name", kind.resource(), "kind", kind.name())
                                        .with("namespaced", kind.namespaced())
                                        .with("verbs", VERBS))
                        .toList();
        return Fields.of(
                "kind", "APIResourceList", "groupVersion", groupVersion, "resources", resources);
    }

    private static Fields groups(Collection<Kind<?>> kinds) {
        Map<String, TreeSet<String>> versions = new TreeMap<>();
        for (Kind<?> kind : kinds) {
            if (!kind.group().isEmpty()) {
                versions.computeIfAbsent(kind.group(), _ -> new TreeSet<>()).add(kind.apiVersion());
            }
        }
        List<Fields> groups =
                versions.entrySet().stream()
                        .map(group ->
                                Fields.of(
                                        "name",
                                        group.getKey(),
                                        "versions",
                                        group.getValue().stream()
                                                .map(version -> Fields.of("groupVersion", version))
                                                .toList(),
                                        "preferredVersion",
                                        Fields.of("groupVersion", group.getValue().first())))
                        .toList();
        return Fields.of("kind", "APIGroupList", "groups", groups);
    }
}
