package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.structural.SchemaNode;
import io.djong.apiserver.validation.FieldError;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What makes a schema structural: every field has its type outside of value validations, and these say nothing but what
/// values are allowed. Confined to one call.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema Structural schema
final class StructuralRules {

    private static final List<Fields> INT_OR_STRING =
            List.of(Fields.of("type", "integer"), Fields.of("type", "string"));

    private enum Level {
        ROOT,
        ITEM,
        FIELD
    }

    private final FieldErrors errors = new FieldErrors();

    private StructuralRules() {}

    /// What is wrong, in the order of the texts.
    static List<FieldError> check(Fields schema, FieldPath path) {
        StructuralRules rules = new StructuralRules();
        rules.node(schema, Level.ROOT, path);
        rules.complete(schema, schema, path, path);
        return rules.errors.all().stream()
                .sorted(Comparator.comparing(FieldError::toString))
                .toList();
    }

    /// Why a schema cannot even be read as a structural one, or null.
    static @Nullable String unreadable(Fields schema) {
        @Nullable String[] why = new @Nullable String[1];
        SchemaWalk.visit(
                schema,
                node -> {
                    if (why[0] == null) {
                        why[0] = unsupported(node);
                    }
                });
        return why[0];
    }

    private static @Nullable String unsupported(Fields node) {
        if (!node.string("id").isEmpty()) {
            return "OpenAPIV3Schema 'id' is not supported";
        }
        if (!node.string("$schema").isEmpty()) {
            return "OpenAPIV3Schema 'schema' is not supported";
        }
        if (!node.string("$ref").isEmpty()) {
            return "OpenAPIV3Schema '$ref' is not supported";
        }
        if (!node.fields("patternProperties").isEmpty()) {
            return "OpenAPIV3Schema 'patternProperties' is not supported";
        }
        if (node.has("dependencies")) {
            return "OpenAPIV3Schema 'dependencies' is not supported";
        }
        if (node.value("additionalItems") != null) {
            return "OpenAPIV3Schema 'additionalItems' is not supported";
        }
        if (!node.fields("definitions").isEmpty()) {
            return "OpenAPIV3Schema 'definitions' is not supported";
        }
        if (node.value("items") instanceof List) {
            return "OpenAPIV3Schema 'items' must be a schema, but is an array";
        }
        return Boolean.FALSE.equals(node.value("x-kubernetes-preserve-unknown-fields"))
                ? "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined"
                : null;
    }

    private void node(Fields node, Level level, FieldPath path) {
        Fields items = node.fieldsOrNull("items");
        String type = node.string("type");
        if (type.equals("array") && items == null) {
            errors.required(path.child("items"), "must be specified");
        }
        if (items != null) {
            node(items, Level.ITEM, path.child("items"));
        }
        Fields properties = node.fields("properties");
        properties.forEach((name, property) ->
                node(fields(property), Level.FIELD, path.child("properties").key(name)));
        Object additional = node.value("additionalProperties");
        if (additional != null) {
            if (level == Level.ROOT) {
                errors.forbidden(
                        path.child("additionalProperties"), "must not be used at the root");
            }
            if (additional instanceof Fields schema) {
                node(schema, Level.FIELD, path.child("additionalProperties"));
            }
        }
        extensions(node, path);
        values(node, isIntOrString(Trees.objects(node, "anyOf")), isIntOrStringInAllOf(node), path);
        type(node, level, path);
        metadata(node, level, path);
    }

    private static Fields fields(@Nullable Object value) {
        return value instanceof Fields fields ? fields : Fields.EMPTY;
    }

    private static boolean isIntOrString(List<Fields> anyOf) {
        return anyOf.equals(INT_OR_STRING);
    }

    private static boolean isIntOrStringInAllOf(Fields node) {
        List<Fields> allOf = Trees.objects(node, "allOf");
        return !allOf.isEmpty() && isIntOrString(Trees.objects(allOf.getFirst(), "anyOf"));
    }

    private void extensions(Fields node, FieldPath path) {
        if (!node.bool("x-kubernetes-int-or-string")) {
            return;
        }
        for (String other :
                List.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource")) {
            if (node.bool(other)) {
                errors.invalid(
                        path.child(other),
                        true,
                        "must be false if x-kubernetes-int-or-string is true");
            }
        }
    }

    private void type(Fields node, Level level, FieldPath path) {
        String type = node.string("type");
        boolean embedded = node.bool("x-kubernetes-embedded-resource");
        boolean preserves = node.bool("x-kubernetes-preserve-unknown-fields");
        FieldPath place = path.child("type");
        if (embedded && !type.equals("object")) {
            String must = "must be object if x-kubernetes-embedded-resource is true";
            if (type.isEmpty()) {
                errors.required(place, must);
            } else {
                errors.invalid(place, type, must);
            }
        } else if (type.isEmpty() && !node.bool("x-kubernetes-int-or-string") && !preserves) {
            errors.required(
                    place,
                    switch (level) {
                        case ROOT -> "must not be empty at the root";
                        case ITEM -> "must not be empty for specified array items";
                        case FIELD -> "must not be empty for specified object fields";
                    });
        }
        if (embedded && node.value("additionalProperties") != null) {
            errors.forbidden(
                    path.child("additionalProperties"),
                    "must not be used if x-kubernetes-embedded-resource is set");
        }
        if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
            errors.invalid(place, type, "must be object at the root");
        }
        if (embedded && !preserves && node.fields("properties").isEmpty()) {
            errors.required(
                    path.child("properties"),
                    "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
        }
    }

    private void metadata(Fields node, Level level, FieldPath path) {
        boolean checks = level == Level.ROOT || node.bool("x-kubernetes-embedded-resource");
        Fields properties = node.fields("properties");
        for (String name : List.of("kind", "apiVersion")) {
            Fields property = properties.fieldsOrNull(name);
            if (checks && property != null && !property.string("type").equals("string")) {
                errors.invalid(
                        path.child("properties").key(name).child("type"),
                        property.string("type"),
                        "must be string");
            }
        }
        Fields metadata = properties.fieldsOrNull("metadata");
        if (metadata == null) {
            return;
        }
        FieldPath place = path.child("properties").key("metadata");
        if (checks && !metadata.string("type").equals("object")) {
            errors.invalid(place.child("type"), metadata.string("type"), "must be object");
        }
        if (level == Level.ROOT && !isOnlyNames(metadata)) {
            errors.forbidden(
                    place,
                    "must not specify anything other than name and generateName, but metadata is implicitly specified");
        }
    }

    private static boolean isOnlyNames(Fields metadata) {
        Fields rest = metadata.without("type").without("default");
        Fields named = rest.fields("properties").without("name").without("generateName");
        if (!rest.fields("properties").isEmpty() && !named.isEmpty()) {
            return false;
        }
        return rest.without("properties").isEmpty();
    }

    private void values(Fields node, boolean skipAnyOf, boolean skipFirstAllOf, FieldPath path) {
        each(node, "anyOf", path, skipAnyOf);
        List<Fields> allOf = Trees.objects(node, "allOf");
        for (int i = 0; i < allOf.size(); i++) {
            nested(allOf.get(i), skipFirstAllOf && i == 0, path.child("allOf").index(i));
        }
        each(node, "oneOf", path, false);
        Fields not = node.fieldsOrNull("not");
        if (not != null) {
            nested(not, false, path.child("not"));
        }
        String pattern = node.string("pattern");
        if (!pattern.isEmpty()) {
            String fault = SchemaNode.of(Fields.of("pattern", pattern)).limits().patternFault();
            if (fault != null) {
                errors.invalid(
                        path.child("pattern"),
                        pattern,
                        "must be a valid regular expression, but isn't: " + fault);
            }
        }
    }

    private void each(Fields node, String field, FieldPath path, boolean skip) {
        List<Fields> schemas = skip ? List.of() : Trees.objects(node, field);
        for (int i = 0; i < schemas.size(); i++) {
            nested(schemas.get(i), false, path.child(field).index(i));
        }
    }

    private void nested(Fields node, boolean skipAnyOf, FieldPath path) {
        values(node, skipAnyOf, false, path);
        Fields items = node.fieldsOrNull("items");
        if (items != null) {
            nested(items, false, path.child("items"));
        }
        node.fields("properties")
                .forEach((name, property) ->
                        nested(fields(property), false, path.child("properties").key(name)));
        forbidden(node, "type", "must be empty to be structural", path);
        forbidden(node, "additionalProperties", "must be undefined to be structural", path);
        forbidden(node, "default", "must be undefined to be structural", path);
        forbidden(node, "title", "must be empty to be structural", path);
        forbidden(node, "description", "must be empty to be structural", path);
        forbidden(node, "nullable", "must be false to be structural", path);
        for (String extension :
                List.of("preserve-unknown-fields", "embedded-resource", "int-or-string")) {
            forbidden(node, "x-kubernetes-" + extension, "must be false to be structural", path);
        }
        forbidden(node, "x-kubernetes-list-map-keys", "must be empty to be structural", path);
        forbidden(node, "x-kubernetes-list-type", "must be undefined to be structural", path);
        forbidden(node, "x-kubernetes-map-type", "must be undefined to be structural", path);
        forbidden(node, "x-kubernetes-validations", "must be empty to be structural", path);
        if (node.fields("properties").has("metadata")) {
            errors.forbidden(
                    path.child("properties").key("metadata"),
                    "must not be specified in a nested context");
        }
    }

    private void forbidden(Fields node, String field, String why, FieldPath path) {
        Object value = node.value(field);
        boolean isSet =
                switch (value) {
                    case null -> false;
                    case Boolean flag -> flag || field.equals("additionalProperties");
                    case String text -> !text.isEmpty() || field.equals("default");
                    case List<?> list -> !list.isEmpty() || field.equals("default");
                    default -> true;
                };
        if (isSet) {
            errors.forbidden(path.child(field), why);
        }
    }

    /// What value validations speak of must be there outside of them.
    private void complete(
            Fields values, @Nullable Fields schema, FieldPath place, FieldPath spoken) {
        if (schema == null) {
            errors.required(place, "because it is defined in " + spoken);
            return;
        }
        Fields not = values.fieldsOrNull("not");
        if (not != null) {
            completeNested(not, schema, place, spoken.child("not"));
        }
        for (String field : List.of("allOf", "anyOf", "oneOf")) {
            List<Fields> all = Trees.objects(values, field);
            for (int i = 0; i < all.size(); i++) {
                completeNested(all.get(i), schema, place, spoken.child(field).index(i));
            }
        }
    }

    private void completeNested(
            Fields values, @Nullable Fields schema, FieldPath place, FieldPath spoken) {
        complete(values, schema, place, spoken);
        if (schema == null) {
            return;
        }
        Fields items = values.fieldsOrNull("items");
        if (items != null) {
            completeNested(
                    items,
                    schema.fieldsOrNull("items"),
                    place.child("items"),
                    spoken.child("items"));
        }
        values.fields("properties")
                .forEach((name, property) ->
                        completeNested(
                                fields(property),
                                schema.fields("properties").fieldsOrNull(name),
                                place.child("properties").key(name),
                                spoken.child("properties").key(name)));
    }
}
