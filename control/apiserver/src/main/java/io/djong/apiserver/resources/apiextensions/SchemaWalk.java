package io.djong.apiserver.resources.apiextensions;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Goes through all nodes of a schema, parents first.
final class SchemaWalk {

    private static final List<String> SINGLE = List.of("not", "additionalProperties", "items");
    private static final List<String> MANY = List.of("allOf", "anyOf", "oneOf", "items");
    private static final List<String> NAMED =
            List.of("properties", "patternProperties", "definitions", "dependencies");

    private SchemaWalk() {}

    static void visit(Fields schema, Consumer<Fields> visitor) {
        visitor.accept(schema);
        for (String field : SINGLE) {
            visitIfSchema(schema.value(field), visitor);
        }
        for (String field : MANY) {
            if (schema.value(field) instanceof List<?> schemas) {
                schemas.forEach(one -> visitIfSchema(one, visitor));
            }
        }
        for (String field : NAMED) {
            schema.fields(field).values().forEach(one -> visitIfSchema(one, visitor));
        }
    }

    private static void visitIfSchema(@Nullable Object value, Consumer<Fields> visitor) {
        if (value instanceof Fields schema) {
            visit(schema, visitor);
        }
    }
}
