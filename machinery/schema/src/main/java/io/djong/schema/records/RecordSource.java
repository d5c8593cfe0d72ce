package io.djong.schema.records;

import io.djong.schema.Field;
import io.djong.schema.KindFacts;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import io.djong.schema.ValueType.Primitive;
import org.jspecify.annotations.Nullable;

/// The source of one record.
final class RecordSource {

    private final StructType type;
    private final @Nullable KindFacts kind;
    private final StringBuilder out = new StringBuilder();

    RecordSource(StructType type, @Nullable KindFacts kind) {
        this.type = type;
        this.kind = kind;
    }

    String text() {
        String name = type.simpleName();
        out.append("package ").append(JavaNames.packageOf(type.name())).append(";\n\n");
        out.append("import io.djong.meta.tree.Fields;\nimport io.djong.meta.tree.Views;\n");
        out.append("import org.jspecify.annotations.Nullable;\n\n");
        out.append("/// `").append(type.name()).append("`, seen in a document.\n");
        out.append("public record ").append(name).append("(Fields fields)");
        if (kind != null) {
            out.append(" implements io.djong.api.ApiObject<").append(name).append(">");
        }
        out.append(" {\n\n");
        out.append("    public static final ").append(name).append(" EMPTY = new ").append(name);
        out.append("(Fields.EMPTY);\n");
        if (kind != null) {
            kindParts(name, kind);
        }
        for (Field field : type.fields()) {
            if (kind == null
                    || !(field.name().equals("kind") || field.name().equals("apiVersion"))) {
                accessor(field);
                wither(name, field);
            }
        }
        return out.append("}\n").toString();
    }

    private void kindParts(String name, KindFacts facts) {
        out.append("\n    public static final io.djong.meta.Kind<")
                .append(name)
                .append("> KIND =\n");
        out.append("            new io.djong.meta.Kind<>(new io.djong.meta.GroupVersion(\"");
        out.append(facts.groupVersion().group())
                .append("\", \"")
                .append(facts.groupVersion().version());
        out.append("\"), \"")
                .append(facts.kind())
                .append("\", \"")
                .append(facts.resource())
                .append("\", ");
        out.append(facts.isNamespaced()).append(", ").append(name).append("::new);\n\n");
        out.append("    @Override\n    public io.djong.meta.Kind<")
                .append(name)
                .append("> ofKind() {\n");
        out.append("        return KIND;\n    }\n\n");
        out.append("    @Override\n    public ")
                .append(name)
                .append(" withFields(Fields changed) {\n");
        out.append("        return new ").append(name).append("(changed);\n    }\n");
        if (type.field("metadata") == null) {
            out.append(
                    "\n    @Override\n    public io.djong.api.meta.v1.ObjectMeta metadata() {\n");
            out.append("        return io.djong.api.meta.v1.ObjectMeta.EMPTY;\n    }\n");
        }
    }

    private void accessor(Field field) {
        String key = quoted(field.name());
        Shape shape = Shape.of(field);
        out.append("\n");
        if (kind != null && field.name().equals("metadata")) {
            out.append("    @Override\n");
        }
        out.append("    public ")
                .append(shape.returned())
                .append(' ')
                .append(JavaNames.accessor(field.name()));
        out.append("() {\n        return ").append(shape.read(key)).append(";\n    }\n");
    }

    private void wither(String name, Field field) {
        Shape shape = Shape.of(field);
        out.append("\n    public ")
                .append(name)
                .append(' ')
                .append(JavaNames.wither(field.name()))
                .append('(');
        out.append(shape.returned())
                .append(" value) {\n        return new ")
                .append(name)
                .append('(');
        out.append(shape.write(quoted(field.name()))).append(");\n    }\n");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /// Whether a list or map of it lies in the tree just as Java wants it.
    static boolean isPlain(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(Primitive primitive, _) ->
                    switch (primitive) {
                        case STRING, BOOL, INT64, UINT64 -> true;
                        case INT32, UINT32, FLOAT64, BYTES -> false;
                    };
            case ValueType.ListOf(ValueType element) -> isPlain(element);
            case ValueType.MapOf(ValueType value) -> isPlain(value);
            case ValueType.Ref _, ValueType.Special _ -> false;
        };
    }
}
