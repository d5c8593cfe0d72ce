package io.djong.apiserver.structural;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One node of a schema, read from `JSONSchemaProps`.
///
/// @param type "" when it is open
/// @param preserves whether unknown fields stay
/// @param embedded whether the value is an object of the API itself
/// @param properties by name, in alphabetical order
/// @param hasAdditional whether fields beside the properties are spoken of at all
/// @param additional the schema of these; null for a plain `true` or `false`
/// @param listType "" when it is not said, which means atomic
/// @param mapType "" when it is not said, which means granular
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema Structural schema
public record SchemaNode(
        Fields source,
        String type,
        boolean nullable,
        boolean preserves,
        boolean embedded,
        boolean intOrString,
        @Nullable Object defaultValue,
        Map<String, SchemaNode> properties,
        @Nullable SchemaNode items,
        boolean hasAdditional,
        @Nullable SchemaNode additional,
        String listType,
        List<String> listMapKeys,
        String mapType,
        Limits limits,
        List<SchemaNode> allOf,
        List<SchemaNode> anyOf,
        List<SchemaNode> oneOf,
        @Nullable SchemaNode not,
        List<Fields> rules) {

    public static final SchemaNode EMPTY = of(Fields.EMPTY);

    /// What single values must keep to.
    ///
    /// @param format "" when there is none that is checked
    /// @param pattern null when there is none
    /// @param patternFault why the pattern cannot be used, or null
    public record Limits(
            String format,
            String patternText,
            @Nullable Pattern pattern,
            @Nullable String patternFault,
            @Nullable Double maximum,
            boolean exclusiveMaximum,
            @Nullable Double minimum,
            boolean exclusiveMinimum,
            @Nullable Double multipleOf,
            @Nullable Long maxLength,
            @Nullable Long minLength,
            @Nullable Long maxItems,
            @Nullable Long minItems,
            @Nullable Long maxProperties,
            @Nullable Long minProperties,
            List<@Nullable Object> values,
            List<String> required,
            boolean additionalForbidden) {

        static Limits of(Fields props, String type) {
            String text = props.string("pattern");
            Pattern pattern = null;
            String fault = null;
            if (!text.isEmpty()) {
                try {
                    pattern = Pattern.compile(text);
                } catch (PatternSyntaxException malformed) {
                    fault = malformed.getMessage();
                }
            }
            return new Limits(
                    Formats.checked(type, props.string("format")),
                    text,
                    pattern,
                    fault,
                    decimal(props, "maximum"),
                    props.bool("exclusiveMaximum"),
                    decimal(props, "minimum"),
                    props.bool("exclusiveMinimum"),
                    decimal(props, "multipleOf"),
                    props.integerOrNull("maxLength"),
                    props.integerOrNull("minLength"),
                    props.integerOrNull("maxItems"),
                    props.integerOrNull("minItems"),
                    props.integerOrNull("maxProperties"),
                    props.integerOrNull("minProperties"),
                    props.list("enum"),
                    texts(props.list("required")),
                    Boolean.FALSE.equals(props.value("additionalProperties")));
        }

        private static @Nullable Double decimal(Fields props, String name) {
            return props.value(name) instanceof Number number ? number.doubleValue() : null;
        }
    }

    public static SchemaNode of(Fields props) {
        boolean intOrString = props.bool("x-kubernetes-int-or-string");
        Object additional = props.value("additionalProperties");
        return new SchemaNode(
                props,
                props.string("type"),
                props.bool("nullable"),
                props.bool("x-kubernetes-preserve-unknown-fields"),
                props.bool("x-kubernetes-embedded-resource"),
                intOrString,
                props.value("default"),
                properties(props.fields("properties")),
                props.value("items") instanceof Fields items ? of(items) : null,
                additional != null,
                additional instanceof Fields schema ? of(schema) : null,
                props.string("x-kubernetes-list-type"),
                texts(props.list("x-kubernetes-list-map-keys")),
                props.string("x-kubernetes-map-type"),
                Limits.of(props, intOrString ? "" : props.string("type")),
                all(props.list("allOf")),
                all(props.list("anyOf")),
                all(props.list("oneOf")),
                props.value("not") instanceof Fields not ? of(not) : null,
                objects(props.list("x-kubernetes-validations")));
    }

    private static Map<String, SchemaNode> properties(Fields properties) {
        Map<String, SchemaNode> nodes = new TreeMap<>();
        properties.forEach((name, schema) -> nodes.put(name, of(asFields(schema))));
        return Collections.unmodifiableMap(nodes);
    }

    private static Fields asFields(@Nullable Object value) {
        return value instanceof Fields fields ? fields : Fields.EMPTY;
    }

    private static List<SchemaNode> all(List<@Nullable Object> schemas) {
        return schemas.stream().map(schema -> of(asFields(schema))).toList();
    }

    private static List<Fields> objects(List<@Nullable Object> values) {
        return values.stream().map(SchemaNode::asFields).toList();
    }

    private static List<String> texts(List<@Nullable Object> values) {
        List<String> texts = new ArrayList<>(values.size());
        for (Object value : values) {
            if (value instanceof String text) {
                texts.add(text);
            }
        }
        return List.copyOf(texts);
    }

    /// The schema of a field, or null when nothing is said of it.
    public @Nullable SchemaNode field(String name) {
        SchemaNode property = properties.get(name);
        return property != null ? property : additional;
    }

    /// The same, as an object of the API itself: what the root of every custom resource is.
    public SchemaNode asEmbedded() {
        return embedded
                ? this
                : new SchemaNode(
                        source,
                        type,
                        nullable,
                        preserves,
                        true,
                        intOrString,
                        defaultValue,
                        properties,
                        items,
                        hasAdditional,
                        additional,
                        listType,
                        listMapKeys,
                        mapType,
                        limits,
                        allOf,
                        anyOf,
                        oneOf,
                        not,
                        rules);
    }

    /// The same with values of any type where it says `x-kubernetes-int-or-string`: so upstream checks defaults.
    public SchemaNode withOpenIntOrString() {
        return of(open(source));
    }

    private static Fields open(Fields props) {
        Fields.Builder opened = new Fields.Builder(props.size());
        props.forEach((name, value) -> {
            if (!name.equals("x-kubernetes-int-or-string")) {
                opened.add(name, open(name, value));
            }
        });
        return opened.build();
    }

    private static @Nullable Object open(String name, @Nullable Object value) {
        return switch (value) {
            case Fields map when name.equals("properties") -> {
                Fields.Builder opened = new Fields.Builder(map.size());
                map.forEach((property, schema) -> opened.add(property, open(asFields(schema))));
                yield opened.build();
            }
            case Fields schema when name.equals("items") || name.equals("additionalProperties") ->
                    open(schema);
            case null -> null;
            default -> value;
        };
    }

    /// The types that a value may have; none when it is open.
    List<String> types() {
        return intOrString
                ? List.of("integer", "string")
                : type.isEmpty() ? List.of() : List.of(type);
    }
}
