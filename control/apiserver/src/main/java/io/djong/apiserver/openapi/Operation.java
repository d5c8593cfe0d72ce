package io.djong.apiserver.openapi;

import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One method on a path.
///
/// @param method in lower case
/// @param action as in `x-kubernetes-action`, "" for paths that are no resources
/// @param kind as in `x-kubernetes-group-version-kind`, null for paths that are no resources
/// @param parameters sorted by name, without the body
record Operation(
        String method,
        String id,
        String text,
        String action,
        @Nullable Fields kind,
        List<Parameter> parameters,
        @Nullable Body body,
        List<String> consumes,
        List<String> produces,
        List<Answer> answers) {

    /// What `*/*` stands for, both ways.
    static final List<String> ANYTHING = List.of("*/*");

    record Body(String typeName, boolean required) {}

    /// @param typeName the type of the answer, or "" for text
    record Answer(int status, String text, String typeName) {

        static Answer ok(String typeName) {
            return new Answer(200, "OK", typeName);
        }

        static Answer created(String typeName) {
            return new Answer(201, "Created", typeName);
        }

        static Answer accepted(String typeName) {
            return new Answer(202, "Accepted", typeName);
        }
    }
}
