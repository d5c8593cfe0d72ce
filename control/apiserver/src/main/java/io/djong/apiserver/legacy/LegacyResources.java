package io.djong.apiserver.legacy;

import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.resources.Resource.Names;
import io.djong.apiserver.resources.Resource.Traits;
import io.djong.meta.GroupVersion;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Resources of versions that upstream no longer serves. Each shares its place in the store, its verbs and its rules with
/// today's resource of the kind.
public final class LegacyResources {

    private static final Set<String> WORKLOADS =
            Set.of("extensions/v1beta1", "apps/v1beta1", "apps/v1beta2", "batch/v1beta1");

    private LegacyResources() {}

    /// @param today the resources of today's versions, the preferred ones first
    public static List<Resource> of(Schema schema, List<Resource> today) {
        Map<GroupVersion, List<KindFacts>> facts = new HashMap<>();
        for (KindFacts kind : schema.kinds()) {
            if (kind.isResource()) {
                facts.computeIfAbsent(kind.groupVersion(), _ -> new ArrayList<>()).add(kind);
            }
        }
        List<Resource> all = new ArrayList<>();
        for (GroupVersion version : LegacyVersions.ALL) {
            List<Resource> served = new ArrayList<>();
            for (KindFacts kind : facts.getOrDefault(version, List.of())) {
                Resource now = today(today, kind);
                if (now != null) {
                    served.add(resource(schema, LegacyVersions.withEnd(kind), now));
                }
            }
            served.sort(Comparator.comparing(Resource::name));
            all.addAll(served);
        }
        return List.copyOf(all);
    }

    /// Whether a resource is of a version that upstream has removed.
    public static boolean isRemoved(Resource resource) {
        return LegacyVersions.isRemoved(resource.facts());
    }

    /// Whether the resource is of an old version at all.
    public static boolean isOld(Resource resource) {
        return resource.conversion() instanceof LegacyConversion;
    }

    /// What clients are warned of at each request.
    public static String warning(Resource resource) {
        return LegacyVersions.warning(resource.facts());
    }

    private static @Nullable Resource today(List<Resource> today, KindFacts kind) {
        String group = LegacyVersions.homeGroup(kind);
        for (Resource one : today) {
            if (one.group().equals(group) && one.kind().equals(kind.kind())) {
                return one;
            }
        }
        return null;
    }

    private static Resource resource(Schema schema, KindFacts kind, Resource today) {
        LegacyConversion conversion =
                new LegacyConversion(kind.groupVersion().toString(), LegacyForms.of(kind), today);
        return new Resource(
                kind,
                schema.type(kind.typeName()),
                today.name(),
                names(kind, today),
                today.verbs(),
                today.subresources(),
                traits(kind, today.traits()),
                new LegacyRules(today.rules(), conversion),
                today.storage(),
                conversion,
                null);
    }

    /// A kind that moved is found by its short names in its new group alone.
    private static Names names(KindFacts kind, Resource today) {
        return kind.groupVersion().group().equals(today.group())
                ? today.names()
                : new Names(today.names().singular(), List.of(), List.of());
    }

    /// The old versions of workloads left dependents alone.
    private static Traits traits(KindFacts kind, Traits today) {
        boolean orphans =
                today.orphansByDefault()
                        || (WORKLOADS.contains(kind.groupVersion().toString())
                                && !Set.of("Ingress", "NetworkPolicy", "ControllerRevision")
                                        .contains(kind.kind()));
        return new Traits(
                today.hasGeneration(), today.createsOnUpdate(), today.answersDeleted(), orphans);
    }
}
