package io.djong.apiserver.structural;

import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.wire.managed.MergeType;
import io.djong.wire.managed.MergeTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How server-side apply merges values of a schema.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy Merge strategy
public final class MergeForm {

    private static final MergeType METADATA =
            MergeType.of(
                    Schema.kubernetes().type("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"));

    private static final Set<String> META = Set.of("apiVersion", "kind", "metadata");

    private MergeForm() {}

    /// The form of whole objects.
    public static MergeType root(SchemaNode schema) {
        return object(schema.asEmbedded());
    }

    /// Whether a document has the types that its schema declares, as it must have to be merged. Stored documents may
    /// have others, of earlier schemas.
    public static boolean fits(Fields object, SchemaNode schema) {
        return fieldsFit(object, schema.asEmbedded());
    }

    private static boolean fieldsFit(Fields object, SchemaNode schema) {
        for (int i = 0; i < object.size(); i++) {
            String name = object.nameAt(i);
            if (schema.embedded() && META.contains(name)) {
                continue;
            }
            SchemaNode field = schema.field(name);
            boolean open = schema.preserves() || schema.hasAdditional();
            if (field == null ? !open : !valueFits(object.valueAt(i), field)) {
                return false;
            }
        }
        return true;
    }

    private static boolean valueFits(@Nullable Object value, SchemaNode schema) {
        if (value == null || schema.intOrString()) {
            return true;
        }
        return switch (schema.type()) {
            case "object" -> value instanceof Fields fields && fieldsFit(fields, schema);
            case "array" -> value instanceof List<?> list && elementsFit(list, schema.items());
            case "string" -> value instanceof String;
            case "integer", "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            default -> true;
        };
    }

    private static boolean elementsFit(List<?> list, @Nullable SchemaNode items) {
        return items == null || list.stream().allMatch(item -> valueFits(item, items));
    }

    private static MergeType of(SchemaNode schema) {
        if (schema.intOrString()) {
            return MergeTypes.UNTYPED;
        }
        return switch (schema.type()) {
            case "object" -> object(schema);
            case "array" -> list(schema);
            case "string" -> MergeTypes.STRING;
            case "integer", "number" -> MergeTypes.NUMERIC;
            case "boolean" -> MergeTypes.BOOLEAN;
            default -> MergeTypes.DEDUCED;
        };
    }

    private static MergeType list(SchemaNode schema) {
        SchemaNode items = schema.items();
        MergeType element = items == null ? MergeTypes.DEDUCED : of(items);
        return switch (schema.listType()) {
            case "set" ->
                    new MergeType.Lists(element, MergeType.Relation.SET, schema.listMapKeys());
            case "map" ->
                    new MergeType.Lists(element, MergeType.Relation.MAP, schema.listMapKeys());
            default ->
                    new MergeType.Lists(element, MergeType.Relation.ATOMIC, schema.listMapKeys());
        };
    }

    private static MergeType object(SchemaNode schema) {
        Map<String, MergeType> fields = new HashMap<>();
        Map<String, @Nullable Object> defaults = new HashMap<>();
        schema.properties()
                .forEach((name, property) -> {
                    fields.put(name, of(property));
                    if (property.defaultValue() != null) {
                        defaults.put(name, property.defaultValue());
                    }
                });
        if (schema.embedded()) {
            fields.put("apiVersion", MergeTypes.STRING);
            fields.put("kind", MergeTypes.STRING);
            fields.put("metadata", METADATA);
        }
        return new MergeType.Objects(
                MergeTypes.declared(fields, defaults),
                others(schema),
                schema.mapType().equals("atomic"));
    }

    private static @Nullable MergeType others(SchemaNode schema) {
        SchemaNode additional = schema.additional();
        if (additional != null) {
            return of(additional);
        }
        boolean open = schema.preserves() || (schema.hasAdditional() && !isClosed(schema));
        return open ? MergeTypes.DEDUCED : null;
    }

    private static boolean isClosed(SchemaNode schema) {
        return schema.limits().additionalForbidden();
    }
}
