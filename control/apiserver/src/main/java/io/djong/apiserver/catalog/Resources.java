package io.djong.apiserver.catalog;

import io.djong.apiserver.legacy.LegacyResources;
import io.djong.apiserver.resources.KindList;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.resources.admissionregistration.AdmissionregistrationResources;
import io.djong.apiserver.resources.apiextensions.ApiextensionsResources;
import io.djong.apiserver.resources.apiregistration.ApiregistrationResources;
import io.djong.apiserver.resources.apps.AppsResources;
import io.djong.apiserver.resources.autoscaling.AutoscalingResources;
import io.djong.apiserver.resources.batch.BatchResources;
import io.djong.apiserver.resources.certificates.CertificatesResources;
import io.djong.apiserver.resources.coordination.CoordinationResources;
import io.djong.apiserver.resources.core.CoreResources;
import io.djong.apiserver.resources.discovery.DiscoveryResources;
import io.djong.apiserver.resources.dynamic.DynamicResources;
import io.djong.apiserver.resources.events.EventsResources;
import io.djong.apiserver.resources.flowcontrol.FlowcontrolResources;
import io.djong.apiserver.resources.networking.NetworkingResources;
import io.djong.apiserver.resources.node.NodeResources;
import io.djong.apiserver.resources.policy.PolicyResources;
import io.djong.apiserver.resources.rbac.RbacResources;
import io.djong.apiserver.resources.scheduling.SchedulingResources;
import io.djong.apiserver.resources.storage.StorageResources;
import io.djong.meta.GroupVersion;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All resources that are served.
public final class Resources {

    private static final List<KindList> RULES =
            List.of(
                    CoreResources.RULES,
                    AdmissionregistrationResources.RULES,
                    ApiextensionsResources.RULES,
                    ApiregistrationResources.RULES,
                    AppsResources.RULES,
                    AutoscalingResources.RULES,
                    BatchResources.RULES,
                    CertificatesResources.RULES,
                    CoordinationResources.RULES,
                    DiscoveryResources.RULES,
                    DynamicResources.RULES,
                    EventsResources.RULES,
                    FlowcontrolResources.RULES,
                    NetworkingResources.RULES,
                    NodeResources.RULES,
                    PolicyResources.RULES,
                    RbacResources.RULES,
                    SchedulingResources.RULES,
                    StorageResources.RULES);

    /// Served but never stored under a name of its own: only answered through a subresource.
    private static final List<String> NOT_RESOURCES = List.of("Eviction");

    /// The built-in resources, groups in discovery's order.
    public static final List<Resource> ALL = builtIn(Schema.kubernetes());

    /// Those of versions that upstream has removed, or not turned on: each shares its objects with one of [#ALL].
    public static final List<Resource> LEGACY = LegacyResources.of(Schema.kubernetes(), ALL);

    /// Whatever version an object may have been written in, served or not.
    public static final List<Resource> KNOWN =
            Stream.concat(ALL.stream(), LEGACY.stream()).toList();

    private record Place(GroupVersion groupVersion, String resource) {}

    private final List<Resource> resources;
    private final Map<Place, Resource> byPlace = new HashMap<>();
    private final Map<GroupVersion, List<Resource>> byVersion = new LinkedHashMap<>();

    public Resources(List<Resource> resources) {
        this.resources = List.copyOf(resources);
        for (Resource resource : resources) {
            byPlace.put(new Place(resource.groupVersion(), resource.name()), resource);
            byVersion
                    .computeIfAbsent(resource.groupVersion(), _ -> new ArrayList<>())
                    .add(resource);
        }
    }

    /// What a server with that configuration serves of the built-in kinds.
    public static Resources served(ServedApis apis) {
        return new Resources(KNOWN.stream().filter(apis::serves).toList());
    }

    public List<Resource> all() {
        return resources;
    }

    /// The resource of that URL, or null.
    public @Nullable Resource find(GroupVersion groupVersion, String resource) {
        return byPlace.get(new Place(groupVersion, resource));
    }

    /// The resource in its preferred version, or null.
    public @Nullable Resource preferred(String group, String resource) {
        for (Resource one : resources) {
            if (one.group().equals(group) && one.name().equals(resource)) {
                return one;
            }
        }
        return null;
    }

    /// Group-versions in discovery's order, each with its resources by name.
    public Map<GroupVersion, List<Resource>> byVersion() {
        return byVersion;
    }

    private static List<Resource> builtIn(Schema schema) {
        List<Resource> all = new ArrayList<>();
        Map<GroupVersion, List<KindFacts>> facts = new HashMap<>();
        for (KindFacts kind : schema.kinds()) {
            facts.computeIfAbsent(kind.groupVersion(), _ -> new ArrayList<>()).add(kind);
        }
        for (ServedVersions.Group group : ServedVersions.ALL) {
            for (String version : group.versions()) {
                facts.getOrDefault(new GroupVersion(group.name(), version), List.of()).stream()
                        .filter(kind -> isServed(kind))
                        .map(kind -> resource(schema, kind))
                        .sorted(java.util.Comparator.comparing(Resource::name))
                        .forEach(all::add);
            }
        }
        return List.copyOf(all);
    }

    private static boolean isServed(KindFacts kind) {
        return (kind.isResource() || kind.kind().equals("Binding"))
                && !NOT_RESOURCES.contains(kind.kind());
    }

    private static Resource resource(Schema schema, KindFacts kind) {
        String group = kind.groupVersion().group();
        String name = kind.resource();
        KindFacts facts = kind.isResource() ? kind : namespaced(kind);
        return new Resource(
                facts,
                schema.type(kind.typeName()),
                name,
                KindNames.of(name, kind.kind()),
                KindVerbs.verbs(kind),
                KindVerbs.subresources(kind, schema.type(kind.typeName())),
                KindTraits.of(name, rules(group, kind.kind())),
                rules(group, kind.kind()),
                Conversions.storage(group, name),
                Conversions.of(kind));
    }

    private static KindFacts namespaced(KindFacts kind) {
        return new KindFacts(
                kind.groupVersion(),
                kind.kind(),
                kind.typeName(),
                KindFacts.Scope.NAMESPACED,
                kind.subresources(),
                kind.introduced(),
                kind.deprecated(),
                kind.removed(),
                kind.replacement());
    }

    private static KindRules rules(String group, String kind) {
        for (KindList list : RULES) {
            if (list.group().equals(group)) {
                return Objects.requireNonNullElse(list.find(kind), KindRules.NONE);
            }
        }
        return KindRules.NONE;
    }
}
