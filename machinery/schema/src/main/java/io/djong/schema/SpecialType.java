package io.djong.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Types whose JSON form is not that of a structure.
public enum SpecialType {
    /// RFC 3339 with whole seconds; `null` when zero.
    TIME,
    /// RFC 3339 with microseconds.
    MICRO_TIME,
    /// Go's duration text: `1m30s`.
    DURATION,
    QUANTITY,
    INT_OR_STRING,
    /// Any JSON object, kept as it is.
    RAW_EXTENSION,
    /// The tree of owned fields of server-side apply, kept as it is.
    FIELDS_V1,
    /// Any JSON value.
    JSON,
    /// A JSON schema, or a boolean.
    SCHEMA_OR_BOOL,
    /// A JSON schema, or a list of them.
    SCHEMA_OR_ARRAY,
    /// A JSON schema, or a list of strings.
    SCHEMA_OR_STRING_ARRAY;

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private static final Map<String, SpecialType> BY_NAME =
            Map.ofEntries(
                    Map.entry(META + "Time", TIME),
                    Map.entry(META + "MicroTime", MICRO_TIME),
                    Map.entry(META + "Duration", DURATION),
                    Map.entry(META + "FieldsV1", FIELDS_V1),
                    Map.entry("io.k8s.apimachinery.pkg.api.resource.Quantity", QUANTITY),
                    Map.entry("io.k8s.apimachinery.pkg.util.intstr.IntOrString", INT_OR_STRING),
                    Map.entry("io.k8s.apimachinery.pkg.runtime.RawExtension", RAW_EXTENSION));

    static @Nullable SpecialType of(String typeName) {
        SpecialType known = BY_NAME.get(typeName);
        if (known != null || !typeName.startsWith("io.k8s.apiextensions-apiserver.")) {
            return known;
        }
        return switch (typeName.substring(typeName.lastIndexOf('.') + 1)) {
            case "JSON" -> JSON;
            case "JSONSchemaPropsOrBool" -> SCHEMA_OR_BOOL;
            case "JSONSchemaPropsOrArray" -> SCHEMA_OR_ARRAY;
            case "JSONSchemaPropsOrStringArray" -> SCHEMA_OR_STRING_ARRAY;
            default -> null;
        };
    }
}
