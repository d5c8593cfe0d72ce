package io.djong.apiserver.resources;

import io.djong.meta.GroupVersion;
import io.djong.meta.Kind;
import io.djong.meta.tree.Fields;
import io.djong.schema.KindFacts;
import io.djong.schema.StructType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One served group, version and resource: the facts of its kind, its names, and its rules.
///
/// @param names singular, short names, categories
/// @param verbs as discovery lists them: `create`, `delete`, `deletecollection`, `get`, `list`, `patch`, `update`, `watch`
/// @param subresources beyond those that follow from the rules (`status`, `scale`)
/// @param storage group and resource of the key under which objects are stored
/// @param conversion between this version and the one that is stored
/// @param custom how documents are read when `type` knows nothing but their metadata; null for built-in kinds
public record Resource(
        KindFacts facts,
        StructType type,
        String name,
        Names names,
        Set<String> verbs,
        List<String> subresources,
        Traits traits,
        KindRules rules,
        StorageName storage,
        Conversion conversion,
        @Nullable CustomType custom) {

    /// A built-in kind.
    public Resource(
            KindFacts facts,
            StructType type,
            String name,
            Names names,
            Set<String> verbs,
            List<String> subresources,
            Traits traits,
            KindRules rules,
            StorageName storage,
            Conversion conversion) {
        this(
                facts,
                type,
                name,
                names,
                verbs,
                subresources,
                traits,
                rules,
                storage,
                conversion,
                null);
    }

    /// What else a resource is called.
    public record Names(String singular, List<String> shortNames, List<String> categories) {}

    /// Habits of kinds that follow from nothing.
    ///
    /// @param hasGeneration whether `metadata.generation` counts changes of what users want
    /// @param createsOnUpdate whether a PUT to a name that is not there creates it
    /// @param answersDeleted whether a delete answers the object, not a `Status`
    /// @param orphansByDefault whether a delete without a policy leaves dependents alone
    public record Traits(
            boolean hasGeneration,
            boolean createsOnUpdate,
            boolean answersDeleted,
            boolean orphansByDefault) {}

    /// The place in the store that all versions of a kind share.
    public record StorageName(String group, String resource) {

        /// `/registry/deployments.apps/`, or `/registry/pods/`.
        public String prefix() {
            return "/registry/" + (group.isEmpty() ? resource : resource + "." + group) + "/";
        }
    }

    /// Changes documents between the served version and the stored one.
    public interface Conversion {

        Conversion NONE =
                new Conversion() {
                    @Override
                    public boolean isNone() {
                        return true;
                    }

                    @Override
                    public Fields toStored(Fields served) {
                        return served;
                    }

                    @Override
                    public Fields toServed(Fields stored) {
                        return stored;
                    }
                };

        Fields toStored(Fields served);

        Fields toServed(Fields stored);

        /// Whether the served version is the stored one.
        default boolean isNone() {
            return false;
        }

        /// The type of the stored documents, given that of the served ones.
        default StructType storedType(StructType served) {
            return served;
        }
    }

    public GroupVersion groupVersion() {
        return facts.groupVersion();
    }

    public String group() {
        return facts.groupVersion().group();
    }

    public String version() {
        return facts.groupVersion().version();
    }

    public String kind() {
        return facts.kind();
    }

    public String apiVersion() {
        return facts.groupVersion().toString();
    }

    public boolean isNamespaced() {
        return facts.isNamespaced();
    }

    /// `deployments.apps`, or `pods`.
    public String groupResource() {
        return group().isEmpty() ? name : name + "." + group();
    }

    public boolean allows(String verb) {
        return verbs.contains(verb);
    }

    /// Whether objects are stored; reviews and bindings are only answered.
    public boolean isStored() {
        return verbs.contains("get");
    }

    public boolean hasStatus() {
        return subresources.contains("status");
    }

    public @Nullable ScalePaths scale() {
        return subresources.contains("scale") ? scaleOrUsual() : null;
    }

    private ScalePaths scaleOrUsual() {
        ScalePaths special = rules.scale();
        return special == null ? ScalePaths.USUAL : special;
    }

    /// The key of an object in the store; `namespace` is "" outside namespaces.
    public String key(String namespace, String objectName) {
        return isNamespaced()
                ? storage.prefix() + namespace + "/" + objectName
                : storage.prefix() + objectName;
    }

    /// What the keys of all objects in a namespace begin with; "" for all namespaces.
    public String keyPrefix(String namespace) {
        return namespace.isEmpty() ? storage.prefix() : storage.prefix() + namespace + "/";
    }

    public String listKind() {
        return custom == null ? kind() + "List" : custom.listKind();
    }

    /// As clients and controllers name it.
    public Kind<Fields> asKind() {
        return new Kind<>(groupVersion(), kind(), name, isNamespaced(), fields -> fields);
    }
}
