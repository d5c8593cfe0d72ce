package io.djong.apiserver.customresources;

import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.resources.Trees;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A definition as it is served: its versions, and the resources that they are.
final class CustomDefinition {

    /// In the order in which upstream lists them.
    private static final Set<String> VERBS =
            Collections.unmodifiableSet(
                    new LinkedHashSet<>(
                            List.of(
                                    "delete",
                                    "deletecollection",
                                    "get",
                                    "list",
                                    "patch",
                                    "create",
                                    "update",
                                    "watch")));

    private static final Resource.Traits TRAITS = new Resource.Traits(true, false, false, false);

    private static final String PARTIAL =
            "io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadata";

    private final Fields spec;
    private final Fields acceptedNames;
    private final boolean terminating;
    private final Converter converter;
    private final Map<String, CustomVersion> versions = new LinkedHashMap<>();
    private final List<Resource> resources = new ArrayList<>();

    CustomDefinition(Fields crd, Converter converter) {
        this.spec = crd.fields("spec");
        this.acceptedNames = crd.fields("status").fields("acceptedNames");
        this.terminating = isTerminating(crd);
        this.converter = converter;
        for (Fields version : Trees.objects(spec, "versions")) {
            CustomVersion one = new CustomVersion(this, version);
            versions.put(one.name(), one);
        }
        for (CustomVersion version : versions.values()) {
            if (version.source().bool("served")) {
                resources.add(resource(version));
            }
        }
    }

    static boolean isTerminating(Fields crd) {
        return crd.fields("metadata").has("deletionTimestamp")
                || DefinitionStatus.isTrue(crd, "Terminating");
    }

    /// Whether a later state of the definition is served in the same way.
    boolean isSame(Fields crd) {
        return spec.equals(crd.fields("spec"))
                && acceptedNames.equals(crd.fields("status").fields("acceptedNames"))
                && terminating == isTerminating(crd);
    }

    String group() {
        return spec.string("group");
    }

    String plural() {
        return spec.fields("names").string("plural");
    }

    String kind() {
        return acceptedNames.string("kind");
    }

    Fields acceptedNames() {
        return acceptedNames;
    }

    boolean isTerminating() {
        return terminating;
    }

    boolean isNamespaced() {
        return spec.string("scope").equals("Namespaced");
    }

    Converter converter() {
        return converter;
    }

    List<Resource> resources() {
        return resources;
    }

    /// What the keys of all instances begin with.
    String keyPrefix() {
        return new Resource.StorageName(group(), plural()).prefix();
    }

    CustomVersion storageVersion() {
        for (CustomVersion version : versions.values()) {
            if (version.source().bool("storage")) {
                return version;
            }
        }
        throw new IllegalStateException("definition without a storage version: " + plural());
    }

    CustomVersion version(String name) {
        CustomVersion version = versions.get(name);
        return version == null ? storageVersion() : version;
    }

    /// The version that a stored document is in.
    CustomVersion versionOf(Fields stored) {
        return version(GroupVersion.parse(stored.string("apiVersion")).version());
    }

    List<String> deprecationWarnings(Fields version) {
        if (!version.bool("deprecated")) {
            return List.of();
        }
        String own = version.stringOrNull("deprecationWarning");
        return List.of(own != null ? own : deprecationWarning(version.string("name")));
    }

    private String deprecationWarning(String name) {
        String warning = group() + "/" + name + " " + kind() + " is deprecated";
        return versions.values().stream()
                .filter(one -> one.source().bool("served") && !one.source().bool("deprecated"))
                .map(CustomVersion::name)
                .filter(other -> VersionOrder.PREFERRED_FIRST.compare(other, name) < 0)
                .min(VersionOrder.PREFERRED_FIRST)
                .map(best -> warning + "; use " + group() + "/" + best + " " + kind())
                .orElse(warning);
    }

    private Resource resource(CustomVersion version) {
        Fields subresources = version.source().fields("subresources");
        List<String> parts = new ArrayList<>(2);
        for (String name : List.of("scale", "status")) {
            if (subresources.value(name) != null) {
                parts.add(name);
            }
        }
        GroupVersion groupVersion = new GroupVersion(group(), version.name());
        return new Resource(
                new KindFacts(
                        groupVersion,
                        kind(),
                        typeName(groupVersion, kind()),
                        isNamespaced() ? KindFacts.Scope.NAMESPACED : KindFacts.Scope.CLUSTER,
                        List.copyOf(parts),
                        "",
                        "",
                        "",
                        ""),
                Schema.kubernetes().type(PARTIAL),
                acceptedNames.string("plural"),
                new Resource.Names(
                        acceptedNames.string("singular"),
                        texts(acceptedNames, "shortNames"),
                        texts(acceptedNames, "categories")),
                VERBS,
                List.copyOf(parts),
                TRAITS,
                new CustomRules(version),
                new Resource.StorageName(group(), plural()),
                version,
                version);
    }

    /// `com.example.stable.v1.CronTab`, as OpenAPI names it.
    static String typeName(GroupVersion version, String kind) {
        List<String> labels = new ArrayList<>(Arrays.asList(version.group().split("\\.")));
        Collections.reverse(labels);
        return String.join(".", labels) + "." + version.version() + "." + kind;
    }

    private static List<String> texts(Fields names, String field) {
        return Trees.texts(names, field);
    }
}
