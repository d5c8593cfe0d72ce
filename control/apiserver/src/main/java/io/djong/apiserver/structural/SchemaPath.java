package io.djong.apiserver.structural;

import io.djong.apiserver.validation.FieldPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place in a schema that a definition names, as in `.spec.color` or `.spec['a.b']`.
///
/// @param schema of what is there; null when nothing is said of it
public record SchemaPath(FieldPath path, @Nullable SchemaNode schema) {

    /// @param subscripts whether names may stand in brackets
    /// @throws IllegalArgumentException when it leads nowhere; worded as in Kubernetes 1.36
    public static SchemaPath parse(String text, SchemaNode root, boolean subscripts) {
        List<String> tokens = tokens(text);
        FieldPath path = FieldPath.ROOT;
        SchemaNode schema = root;
        int at = 0;
        while (at < tokens.size()) {
            String token = tokens.get(at++);
            String name;
            switch (token) {
                case "." -> name = next(tokens, at++);
                case "[" -> {
                    if (!subscripts) {
                        throw new IllegalArgumentException("array notation is not allowed");
                    }
                    String quoted = next(tokens, at++);
                    if (quoted.length() < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
                        throw new IllegalArgumentException(
                                "expected single quoted string but got " + quoted);
                    }
                    name =
                            quoted.substring(1, quoted.length() - 1)
                                    .replace("\\'", "'")
                                    .replace("\\\\", "\\");
                    String close = next(tokens, at++);
                    if (!close.equals("]")) {
                        throw new IllegalArgumentException("expected ] but got " + close);
                    }
                }
                default -> throw new IllegalArgumentException("expected [ or . but got: " + token);
            }
            if (schema == null) {
                throw new IllegalArgumentException("does not refer to a valid field");
            }
            SchemaNode property = schema.properties().get(name);
            boolean named = !schema.properties().isEmpty();
            if (named ? property == null : !schema.hasAdditional()) {
                throw new IllegalArgumentException("does not refer to a valid field");
            }
            path = named ? path.child(name) : path.key(name);
            schema = named ? property : schema.additional();
        }
        return new SchemaPath(path, schema);
    }

    private static String next(List<String> tokens, int at) {
        if (at >= tokens.size()) {
            throw new IllegalArgumentException("unexpected end of JSON path");
        }
        return tokens.get(at);
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            char first = text.charAt(start);
            int end = start + 1;
            if (first == '\'') {
                while (end < text.length()
                        && (text.charAt(end) != '\'' || text.charAt(end - 1) == '\\')) {
                    end++;
                }
                end = Math.min(end + 1, text.length());
            } else if (".[]".indexOf(first) < 0) {
                while (end < text.length() && ".[]".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
            }
            tokens.add(text.substring(start, end));
            start = end;
        }
        return tokens;
    }
}
