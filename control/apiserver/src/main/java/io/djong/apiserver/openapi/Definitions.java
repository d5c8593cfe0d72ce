package io.djong.apiserver.openapi;

import io.djong.apiserver.catalog.Resources;
import io.djong.descriptions.Descriptions;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes types down as JSON schemas.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy Merge strategy
final class Definitions {

    /// Kinds that every built-in group-version has.
    private static final Set<String> EVERYWHERE =
            Set.of(
                    SpecialDefinitions.META + "DeleteOptions",
                    SpecialDefinitions.META + "WatchEvent");

    private static final List<GroupVersion> BUILT_IN =
            List.copyOf(new Resources(Resources.ALL).byVersion().keySet());

    /// Kinds of the machinery count as of the core group, whatever package they live in.
    private static final String MACHINERY_GROUP = "meta.k8s.io";

    private final Schema schema;
    private final Edition edition;
    private final Descriptions descriptions;
    private final MoreDefinitions more;
    private final Map<String, List<@Nullable Object>> kindsByType = new HashMap<>();
    private final Properties properties;

    Definitions(Schema schema, Edition edition, Descriptions descriptions, MoreDefinitions more) {
        this.schema = schema;
        this.edition = edition;
        this.descriptions = descriptions;
        this.more = more;
        this.properties = new Properties(edition);
        for (KindFacts kind : schema.kinds()) {
            kindsByType
                    .computeIfAbsent(kind.typeName(), _ -> new ArrayList<>())
                    .add(kind(kind.groupVersion(), kind.kind()));
        }
    }

    /// As in `x-kubernetes-group-version-kind`.
    static Fields kind(GroupVersion version, String kind) {
        String group = version.group().equals(MACHINERY_GROUP) ? "" : version.group();
        return Fields.of("group", group, "kind", kind, "version", version.version());
    }

    /// Whether there is such a type.
    boolean has(String typeName) {
        return schema.typeNames().contains(typeName)
                || more.find(typeName, edition.reference("")) != null;
    }

    Fields of(String typeName) {
        Fields special = SpecialDefinitions.find(typeName, edition);
        if (special != null) {
            return special;
        }
        Fields custom = more.find(typeName, edition.reference(""));
        return custom != null ? custom : structure(schema.type(typeName));
    }

    private Fields structure(StructType type) {
        Fields.Builder definition = new Fields.Builder(6);
        String text = descriptions.ofType(type.name());
        if (!text.isEmpty()) {
            definition.add("description", text);
        }
        definition.add("type", "object");
        List<@Nullable Object> required = new ArrayList<>(0);
        Fields.Builder described = new Fields.Builder(type.fields().size());
        for (Field field : type.fields()) {
            described.add(
                    field.name(), properties.of(field, text(type, field), isItems(type, field)));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (described.size() > 0) {
            definition.add("properties", described.build());
        }
        if (!required.isEmpty()) {
            definition.add("required", required);
        }
        List<@Nullable Object> kinds = kinds(type);
        if (!kinds.isEmpty()) {
            definition.add("x-kubernetes-group-version-kind", kinds);
        }
        if (type.atomic()) {
            definition.add("x-kubernetes-map-type", "atomic");
        }
        return definition.build();
    }

    /// The items of a list kind are not merged by anybody, so nothing is said about how.
    private boolean isItems(StructType type, Field field) {
        return field.name().equals("items")
                && type.simpleName().endsWith("List")
                && kindsByType.containsKey(type.name());
    }

    private List<@Nullable Object> kinds(StructType type) {
        if (EVERYWHERE.contains(type.name())) {
            return BUILT_IN.stream()
                    .<@Nullable Object>map(version -> kind(version, type.simpleName()))
                    .toList();
        }
        return kindsByType.getOrDefault(type.name(), List.of());
    }

    /// The collected texts leave out fields that hold another structure; those say what that structure is.
    private String text(StructType type, Field field) {
        String text = descriptions.ofField(type.name(), field.name());
        if (!text.isEmpty()) {
            return text;
        }
        return switch (field.type()) {
            case ValueType.Ref ref ->
                    OwnTexts.of(
                            type.simpleName(), field.name(), descriptions.ofType(ref.typeName()));
            case ValueType.Special _ -> OwnTexts.of(type.simpleName(), field.name(), "");
            case ValueType.Scalar _, ValueType.ListOf _, ValueType.MapOf _ -> "";
        };
    }
}
