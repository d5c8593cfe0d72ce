package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.structural.EmbeddedObjects;
import io.djong.apiserver.structural.SchemaNode;
import io.djong.apiserver.structural.Shaping;
import io.djong.apiserver.structural.ValueValidator;
import io.djong.apiserver.validation.FieldError;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Defaults keep to the schema that they are defaults of.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting Defaulting
final class DefaultsValidation {

    private static final Set<String> META = Set.of("metadata", "apiVersion", "kind");

    private final boolean requirePruned;
    private final FieldErrors errors = new FieldErrors();

    private DefaultsValidation(boolean requirePruned) {
        this.requirePruned = requirePruned;
    }

    static List<FieldError> check(SchemaNode root, FieldPath path, boolean requirePruned) {
        DefaultsValidation validation = new DefaultsValidation(requirePruned);
        validation.node(root.asEmbedded(), false, path);
        return validation.errors.all();
    }

    private void node(SchemaNode schema, boolean insideMeta, FieldPath path) {
        boolean inside = insideMeta && !schema.embedded();
        if (schema.defaultValue() != null) {
            value(schema, schema.defaultValue(), inside, path.child("default"));
        }
        if (schema.items() != null) {
            node(schema.items(), inside, path.child("items"));
        }
        schema.properties()
                .forEach((name, property) ->
                        node(
                                property,
                                inside || (schema.embedded() && META.contains(name)),
                                path.child("properties").key(name)));
    }

    private void value(SchemaNode schema, Object value, boolean insideMeta, FieldPath path) {
        if (!insideMeta && requirePruned && !Objects.equals(Shaping.pruned(value, schema), value)) {
            errors.invalid(path, value, "must not have unknown fields");
        }
        int before = errors.size();
        if (!insideMeta) {
            EmbeddedObjects.validate(value, schema, path, errors);
        }
        if (errors.size() == before) {
            ValueValidator.validate(value, schema.withOpenIntOrString(), path.toString())
                    .forEach(errors::add);
        }
    }
}
