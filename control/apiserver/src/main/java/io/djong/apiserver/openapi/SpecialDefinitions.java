package io.djong.apiserver.openapi;

import io.djong.meta.tree.Fields;
import io.djong.schema.SpecialType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The definitions of types that are no structures, and of two that only OpenAPI knows. They are upstream's.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/ Common definitions
final class SpecialDefinitions {

    static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    /// The body of a PATCH, whatever its form.
    static final String PATCH = META + "Patch";

    /// What `/version` answers.
    static final String VERSION_INFO = "io.k8s.apimachinery.pkg.version.Info";

    private static final String EXTENSIONS =
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

    private static final List<String> VERSION_FIELDS =
            List.of(
                    "major",
                    "minor",
                    "gitVersion",
                    "gitCommit",
                    "gitTreeState",
                    "buildDate",
                    "goVersion",
                    "compiler",
                    "platform");

    private static final List<String> MORE_VERSION_FIELDS =
            List.of(
                    "emulationMajor",
                    "emulationMinor",
                    "minCompatibilityMajor",
                    "minCompatibilityMinor");

    private SpecialDefinitions() {}

    static String name(SpecialType type) {
        return switch (type) {
            case TIME -> META + "Time";
            case MICRO_TIME -> META + "MicroTime";
            case DURATION -> META + "Duration";
            case FIELDS_V1 -> META + "FieldsV1";
            case QUANTITY -> "io.k8s.apimachinery.pkg.api.resource.Quantity";
            case INT_OR_STRING -> "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
            case RAW_EXTENSION -> "io.k8s.apimachinery.pkg.runtime.RawExtension";
            case JSON -> EXTENSIONS + "JSON";
            case SCHEMA_OR_BOOL -> EXTENSIONS + "JSONSchemaPropsOrBool";
            case SCHEMA_OR_ARRAY -> EXTENSIONS + "JSONSchemaPropsOrArray";
            case SCHEMA_OR_STRING_ARRAY -> EXTENSIONS + "JSONSchemaPropsOrStringArray";
        };
    }

    /// The definition of that name, or null when it is an ordinary structure.
    static @Nullable Fields find(String typeName, Edition edition) {
        if (typeName.equals(PATCH)) {
            return described("The body of a PATCH request, in one of the forms of patches.")
                    .add("type", "object")
                    .build();
        }
        if (typeName.equals(VERSION_INFO)) {
            return versionInfo(edition);
        }
        for (SpecialType type : SpecialType.values()) {
            if (typeName.equals(name(type))) {
                return special(type, edition);
            }
        }
        return null;
    }

    private static Fields special(SpecialType type, Edition edition) {
        return switch (type) {
            case TIME ->
                    described("A time in whole seconds, as RFC 3339 writes it.")
                            .add("type", "string")
                            .add("format", "date-time")
                            .build();
            case MICRO_TIME ->
                    described("A time in microseconds, as RFC 3339 writes it.")
                            .add("type", "string")
                            .add("format", "date-time")
                            .build();
            case DURATION ->
                    described("A span of time, as in 1h30m or 10s.").add("type", "string").build();
            case FIELDS_V1 ->
                    described(
                                    "A set of fields as a tree. A key is '.' for the field itself, 'f:<name>' for"
                                            + " a field, 'k:<keys>' for an item of a list by its keys, 'v:<value>' for"
                                            + " an item by its value, or 'i:<index>' for an item by its place.")
                            .add("type", "object")
                            .build();
            case RAW_EXTENSION ->
                    described("An object of any kind, kept as it is.")
                            .add("type", "object")
                            .build();
            case QUANTITY ->
                    either(
                            "An amount: a number with at most three decimal places and a suffix. Suffixes are Ki, Mi,"
                                    + " Gi, Ti, Pi and Ei for powers of 1024; n, u, m, k, M, G, T, P and E for powers of"
                                    + " 1000; or an exponent such as e3. It is answered in canonical form: without"
                                    + " fractional digits and with the largest suffix that allows that, so 1.5 becomes"
                                    + " 1500m and 1.5Gi becomes 1536Mi.",
                            "",
                            "number",
                            edition);
            case INT_OR_STRING ->
                    either(
                            "A whole number or a text, such as the number or the name of a port.",
                            "int-or-string",
                            "integer",
                            edition);
            case JSON -> described("Any JSON value.").build();
            case SCHEMA_OR_BOOL -> described("A JSON schema, or a boolean.").build();
            case SCHEMA_OR_ARRAY -> described("A JSON schema, or a list of them.").build();
            case SCHEMA_OR_STRING_ARRAY ->
                    described("A JSON schema, or a list of strings.").build();
        };
    }

    private static Fields.Builder described(String text) {
        return new Fields.Builder(4).add("description", text);
    }

    /// OpenAPI 2 has no word for a choice, so there it is a string.
    private static Fields either(String text, String format, String other, Edition edition) {
        Fields.Builder definition = described(text);
        if (!format.isEmpty()) {
            definition.add("format", format);
        }
        return switch (edition) {
            case V2 -> definition.add("type", "string").build();
            case V3 -> definition.add("oneOf", List.of(type(other), type("string"))).build();
        };
    }

    private static Fields type(String name) {
        return Fields.of("type", name);
    }

    private static Fields versionInfo(Edition edition) {
        Fields.Builder properties = new Fields.Builder(16);
        for (String field : VERSION_FIELDS) {
            properties.add(
                    field,
                    switch (edition) {
                        case V2 -> type("string");
                        case V3 -> Fields.of("type", "string", "default", "");
                    });
        }
        MORE_VERSION_FIELDS.forEach(field -> properties.add(field, type("string")));
        return described("Which version of the server this is.")
                .add("type", "object")
                .add("properties", properties.build())
                .add("required", VERSION_FIELDS)
                .build();
    }
}
