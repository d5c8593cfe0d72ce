package io.djong.cel;

import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads OpenAPI v3 schemas as types with sizes.
///
/// @spec https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/apiserver/pkg/cel/common/schemas.go SchemaDeclType
final class OpenApiTypes {

    /// The largest request body.
    static final long MAX_REQUEST_BYTES = 3L * 1024 * 1024;

    private static final long MAX_STRING = MAX_REQUEST_BYTES - 2;
    private static final long MAX_DURATION = 32;
    private static final long MAX_DATE_TIME = 32;
    private static final long DATE = 12;
    private static final long MIN_DURATION = 3;
    private static final long MIN_DATE_TIME = 21;
    static final long MIN_STRING = 2;
    static final long MIN_BOOL = 4;
    static final long MIN_NUMBER = 1;

    private static final Fields STRING = Fields.of("type", "string");
    private static final Fields OBJECT_META =
            Fields.of(
                    "type",
                    "object",
                    "properties",
                    Fields.of("name", STRING, "generateName", STRING));

    private OpenApiTypes() {}

    static @Nullable SchemaType of(Fields schema, boolean isResourceRoot) {
        if (schema.bool("x-kubernetes-int-or-string")) {
            return new SchemaType.Scalar(CelType.DYN, MAX_STRING, 1);
        }
        return switch (schema.string("type")) {
            case "array" -> list(schema);
            case "object" -> object(isResourceRoot ? withMeta(schema) : schema);
            case "string" -> string(schema);
            case "boolean" -> new SchemaType.Scalar(CelType.BOOL, 0, MIN_BOOL);
            case "number" -> new SchemaType.Scalar(CelType.DOUBLE, 0, MIN_NUMBER);
            case "integer" -> new SchemaType.Scalar(CelType.INT, 0, MIN_NUMBER);
            default -> null;
        };
    }

    private static @Nullable SchemaType nested(Fields schema) {
        return of(schema, schema.bool("x-kubernetes-embedded-resource"));
    }

    private static Fields withMeta(Fields schema) {
        return schema.with(
                "properties",
                schema.fields("properties")
                        .with("kind", STRING)
                        .with("apiVersion", STRING)
                        .with("metadata", OBJECT_META));
    }

    private static @Nullable SchemaType list(Fields schema) {
        SchemaType element = schema.has("items") ? nested(schema.fields("items")) : null;
        if (element == null) {
            return null;
        }
        long most = limit(schema, "maxItems", (MAX_REQUEST_BYTES - 2) / (element.minSize() + 1));
        String type = schema.string("x-kubernetes-list-type");
        List<String> keys =
                schema.list("x-kubernetes-list-map-keys").stream().map(String::valueOf).toList();
        return new SchemaType.ListOf(element, most, type.isEmpty() ? "atomic" : type, keys);
    }

    private static long limit(Fields schema, String name, long otherwise) {
        Long declared = schema.integerOrNull(name);
        return declared == null ? otherwise : Math.max(declared, 0);
    }

    private static @Nullable SchemaType object(Fields schema) {
        Fields additional = schema.fieldsOrNull("additionalProperties");
        if (additional != null) {
            SchemaType value = nested(additional);
            return value == null
                    ? null
                    : new SchemaType.MapOf(
                            value,
                            limit(
                                    schema,
                                    "maxProperties",
                                    (MAX_REQUEST_BYTES - 2) / (value.minSize() + 6)));
        }
        Set<Object> required = new HashSet<>(schema.list("required"));
        Map<String, SchemaType.Property> fields = new HashMap<>();
        long size = 2;
        Fields properties = schema.fields("properties");
        for (int at = 0; at < properties.size(); at++) {
            String name = properties.nameAt(at);
            if (!(properties.valueAt(at) instanceof Fields property)) {
                continue;
            }
            SchemaType type = nested(property);
            if (type == null) {
                continue;
            }
            String escaped = Names.escape(name);
            if (escaped != null) {
                fields.put(escaped, new SchemaType.Property(name, type));
            }
            if (required.contains(name) && property.value("default") == null) {
                size += bytes(name) + type.minSize() + 4;
            }
        }
        return new SchemaType.ObjectOf("object", size, () -> fields);
    }

    private static SchemaType string(Fields schema) {
        return switch (schema.string("format")) {
            case "byte" ->
                    new SchemaType.Scalar(
                            CelType.BYTES, limit(schema, "maxLength", MAX_STRING), MIN_STRING);
            case "duration" -> new SchemaType.Scalar(CelType.DURATION, MAX_DURATION, MIN_DURATION);
            case "date" -> new SchemaType.Scalar(CelType.TIMESTAMP, DATE, DATE);
            case "date-time" ->
                    new SchemaType.Scalar(CelType.TIMESTAMP, MAX_DATE_TIME, MIN_DATE_TIME);
            default -> new SchemaType.Scalar(CelType.STRING, maxLength(schema), MIN_STRING);
        };
    }

    /// `maxLength` counts code points, of up to four bytes.
    private static long maxLength(Fields schema) {
        Long declared = schema.integerOrNull("maxLength");
        if (declared != null) {
            return Math.max(declared, 0) * 4;
        }
        long longest = 0;
        for (Object value : schema.list("enum")) {
            longest = Math.max(longest, value instanceof String text ? bytes(text) : 0);
        }
        return schema.list("enum").isEmpty() ? MAX_STRING : longest;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
