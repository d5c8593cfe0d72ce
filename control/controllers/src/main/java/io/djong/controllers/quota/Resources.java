package io.djong.controllers.quota;

import io.djong.api.ApiObject;
import io.djong.api.DynamicObject;
import io.djong.api.Kinds;
import io.djong.api.quota.Evaluator;
import io.djong.client.Discovery;
import io.djong.meta.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which kinds a quota's names are about. Small lock: `this`, around what discovery told.
final class Resources {

    /// The resources with names of their own in quotas; all others are named `count/<resource>.<group>`.
    private static final List<String> CORE =
            List.of(
                    "pods",
                    "services",
                    "persistentvolumeclaims",
                    "configmaps",
                    "secrets",
                    "replicationcontrollers",
                    "resourcequotas");

    private static final String COUNT = "count/";

    private final Discovery discovery;
    private final Map<String, Kind<DynamicObject>> kinds = new HashMap<>();

    /// @param evaluator measures objects of the kind
    record Counted(Kind<DynamicObject> kind, Evaluator evaluator) {}

    Resources(Discovery discovery) {
        this.discovery = discovery;
        for (Kind<? extends ApiObject<?>> kind : Kinds.all()) {
            kinds.putIfAbsent(kind.groupResource(), DynamicObject.kind(kind));
        }
    }

    /// The kinds that count under any of these names.
    List<Counted> of(Set<String> names) {
        List<Counted> counted = new ArrayList<>();
        for (String resource : CORE) {
            add("", resource, names, counted);
        }
        for (String name : names) {
            if (name.startsWith(COUNT) && !CORE.contains(name.substring(COUNT.length()))) {
                String groupResource = name.substring(COUNT.length());
                int dot = groupResource.indexOf('.');
                add(
                        dot < 0 ? "" : groupResource.substring(dot + 1),
                        dot < 0 ? groupResource : groupResource.substring(0, dot),
                        names,
                        counted);
            }
        }
        return counted;
    }

    private void add(String group, String resource, Set<String> names, List<Counted> counted) {
        Evaluator evaluator = Evaluator.of(group, resource);
        if (evaluator.matching(names).isEmpty()) {
            return;
        }
        Kind<DynamicObject> kind = find(group.isEmpty() ? resource : resource + "." + group);
        if (kind != null && kind.namespaced()) {
            counted.add(new Counted(kind, evaluator));
        }
    }

    private synchronized @Nullable Kind<DynamicObject> find(String groupResource) {
        if (!kinds.containsKey(groupResource)) {
            for (Discovery.Resource resource : discovery.preferred().resources()) {
                kinds.putIfAbsent(resource.kind().groupResource(), resource.kind());
            }
        }
        return kinds.get(groupResource);
    }
}
