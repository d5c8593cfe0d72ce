package io.djong.apiserver.openapi;

import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import io.djong.schema.SpecialType;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import io.djong.wire.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Describes types as JSON schemas, and collects all types that those refer to. Confined to one thread.
final class SchemaDocuments {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private final boolean v3;
    private final Map<String, @Nullable Object> described = new TreeMap<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final Map<String, List<@Nullable Object>> kindsOfType = new HashMap<>();
    private final Set<String> seen = new TreeSet<>();

    SchemaDocuments(boolean v3) {
        this.v3 = v3;
        for (KindFacts kind : Schema.kubernetes().kinds()) {
            GroupVersion version = kind.groupVersion();
            kindsOfType
                    .computeIfAbsent(kind.typeName(), _ -> new ArrayList<>())
                    .add(kind(version.group(), version.version(), kind.kind()));
        }
    }

    static Fields kind(String group, String version, String kind) {
        return Fields.of("group", group, "version", version, "kind", kind);
    }

    /// A reference to the type, which will be among [#all].
    Fields reference(String typeName) {
        if (seen.add(typeName)) {
            waiting.add(typeName);
        }
        return Fields.of("$ref", (v3 ? "#/components/schemas/" : "#/definitions/") + typeName);
    }

    /// Everything that was referred to, by name.
    Fields all() {
        while (!waiting.isEmpty()) {
            String name = waiting.remove();
            described.put(name, special(name, describe(name)));
        }
        return Fields.copyOf(described);
    }

    private Fields describe(String typeName) {
        StructType type = Schema.kubernetes().type(typeName);
        Fields.Builder properties = new Fields.Builder(type.fields().size());
        List<@Nullable Object> required = new ArrayList<>();
        for (Field field : type.fields()) {
            properties.add(field.name(), property(field));
            if (field.required()) {
                required.add(field.name());
            }
        }
        Fields.Builder schema = new Fields.Builder(4);
        schema.add("type", "object");
        if (properties.size() > 0) {
            schema.add("properties", properties.build());
        }
        if (!required.isEmpty()) {
            schema.add("required", required);
        }
        List<@Nullable Object> kinds = kindsOfType.get(typeName);
        if (kinds != null) {
            schema.add("x-kubernetes-group-version-kind", kinds);
        }
        if (type.atomic()) {
            schema.add("x-kubernetes-map-type", "atomic");
        }
        return schema.build();
    }

    private Fields property(Field field) {
        Fields.Builder property = value(field.type()).toBuilder();
        if (field.defaultValue() != null) {
            property.set(
                    "default",
                    Json.parse(
                            field.defaultValue().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        if (field.type() instanceof ValueType.ListOf) {
            property.add(
                    "x-kubernetes-list-type",
                    switch (field.listType()) {
                        case ATOMIC -> "atomic";
                        case SET -> "set";
                        case MAP -> "map";
                    });
            if (!field.listMapKeys().isEmpty()) {
                property.add("x-kubernetes-list-map-keys", field.listMapKeys());
            }
        }
        if (field.atomicMap() || field.atomicStruct()) {
            property.add("x-kubernetes-map-type", "atomic");
        }
        if (!field.patchStrategies().isEmpty()) {
            property.add("x-kubernetes-patch-strategy", String.join(",", field.patchStrategies()));
        }
        if (!field.patchMergeKey().isEmpty()) {
            property.add("x-kubernetes-patch-merge-key", field.patchMergeKey());
        }
        return property.build();
    }

    private Fields value(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(ValueType.Primitive primitive, List<String> allowed) -> {
                Fields scalar = scalar(primitive);
                yield allowed.isEmpty() ? scalar : scalar.with("enum", allowed);
            }
            case ValueType.Ref(String name, _) -> {
                Fields reference = reference(name);
                yield v3 ? Fields.of("allOf", List.of(reference)) : reference;
            }
            case ValueType.Special(SpecialType special) -> {
                Fields reference = reference(name(special));
                yield v3 ? Fields.of("allOf", List.of(reference)) : reference;
            }
            case ValueType.ListOf(ValueType element) ->
                    Fields.of("type", "array", "items", value(element));
            case ValueType.MapOf(ValueType value) ->
                    Fields.of("type", "object", "additionalProperties", value(value));
        };
    }

    private static Fields scalar(ValueType.Primitive primitive) {
        return switch (primitive) {
            case STRING -> Fields.of("type", "string");
            case BOOL -> Fields.of("type", "boolean");
            case INT32, UINT32 -> Fields.of("type", "integer", "format", "int32");
            case INT64, UINT64 -> Fields.of("type", "integer", "format", "int64");
            case FLOAT64 -> Fields.of("type", "number", "format", "double");
            case BYTES -> Fields.of("type", "string", "format", "byte");
        };
    }

    private static String name(SpecialType special) {
        String extensions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
        return switch (special) {
            case TIME -> META + "Time";
            case MICRO_TIME -> META + "MicroTime";
            case DURATION -> META + "Duration";
            case FIELDS_V1 -> META + "FieldsV1";
            case QUANTITY -> "io.k8s.apimachinery.pkg.api.resource.Quantity";
            case INT_OR_STRING -> "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
            case RAW_EXTENSION -> "io.k8s.apimachinery.pkg.runtime.RawExtension";
            case JSON -> extensions + "JSON";
            case SCHEMA_OR_BOOL -> extensions + "JSONSchemaPropsOrBool";
            case SCHEMA_OR_ARRAY -> extensions + "JSONSchemaPropsOrArray";
            case SCHEMA_OR_STRING_ARRAY -> extensions + "JSONSchemaPropsOrStringArray";
        };
    }

    /// Types whose JSON is not that of their fields.
    private Fields special(String typeName, Fields described) {
        return switch (typeName.substring(typeName.lastIndexOf('.') + 1)) {
            case "Time", "MicroTime" -> Fields.of("type", "string", "format", "date-time");
            case "Duration" -> Fields.of("type", "string");
            case "Quantity" ->
                    v3
                            ? Fields.of(
                                    "oneOf",
                                    List.of(
                                            Fields.of("type", "string"),
                                            Fields.of("type", "number")))
                            : Fields.of("type", "string");
            case "IntOrString" ->
                    v3
                            ? Fields.of(
                                    "format",
                                    "int-or-string",
                                    "oneOf",
                                    List.of(
                                            Fields.of("type", "integer"),
                                            Fields.of("type", "string")))
                            : Fields.of("type", "string", "format", "int-or-string");
            case "RawExtension", "FieldsV1" -> Fields.of("type", "object");
            case "JSON",
                    "JSONSchemaPropsOrBool",
                    "JSONSchemaPropsOrArray",
                    "JSONSchemaPropsOrStringArray" ->
                    Fields.EMPTY;
            default -> described;
        };
    }
}
