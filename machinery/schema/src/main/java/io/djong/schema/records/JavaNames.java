package io.djong.schema.records;

import java.util.Set;

/// Upstream's names as Java's.
final class JavaNames {

    /// Words of Java, methods of Object, and the record's own component.
    private static final Set<String> TAKEN =
            Set.of(
                    "continue",
                    "default",
                    "enum",
                    "not",
                    "interface",
                    "class",
                    "package",
                    "import",
                    "private",
                    "protected",
                    "public",
                    "static",
                    "switch",
                    "case",
                    "for",
                    "if",
                    "else",
                    "new",
                    "return",
                    "int",
                    "long",
                    "float",
                    "double",
                    "boolean",
                    "byte",
                    "short",
                    "char",
                    "void",
                    "null",
                    "true",
                    "false",
                    "this",
                    "super",
                    "final",
                    "abstract",
                    "native",
                    "volatile",
                    "transient",
                    "synchronized",
                    "throw",
                    "throws",
                    "try",
                    "catch",
                    "do",
                    "while",
                    "break",
                    "goto",
                    "const",
                    "assert",
                    "instanceof",
                    "extends",
                    "implements",
                    "strictfp",
                    "notify",
                    "wait",
                    "hashCode",
                    "toString",
                    "equals",
                    "getClass",
                    "finalize",
                    "clone",
                    "fields");

    private JavaNames() {}

    /// `io.k8s.api.apps.v1.Deployment` lives in `io.djong.api.apps.v1`.
    static String packageOf(String typeName) {
        String[] parts = typeName.split("\\.");
        return "io.djong.api."
                + parts[parts.length - 3].replace("-", "")
                + "."
                + parts[parts.length - 2];
    }

    static String classOf(String typeName) {
        return packageOf(typeName) + "." + typeName.substring(typeName.lastIndexOf('.') + 1);
    }

    /// `$ref` is `ref`, `x-kubernetes-list-type` is `xKubernetesListType`, `default` is `default_`.
    static String accessor(String field) {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (!Character.isJavaIdentifierPart(c) || c == '$') {
                upper = !name.isEmpty();
            } else {
                name.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return TAKEN.contains(name.toString()) ? name + "_" : name.toString();
    }

    static String wither(String field) {
        String accessor = accessor(field);
        String plain =
                accessor.endsWith("_") ? accessor.substring(0, accessor.length() - 1) : accessor;
        return "with" + Character.toUpperCase(plain.charAt(0)) + plain.substring(1);
    }
}
