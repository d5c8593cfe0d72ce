package io.djong.apiserver.validation;

import io.djong.meta.tree.Fields;

/// Tells what is wrong with a CEL expression: where compiling them is plugged in.
///
/// @spec https://kubernetes.io/docs/reference/using-api/cel/ Common Expression Language in Kubernetes
@FunctionalInterface
public interface Expressions {

    /// Takes every expression as it is.
    Expressions UNCHECKED = (expression, use, owner, path, errors) -> {};

    /// What an expression is for, which decides on its variables and on its type.
    enum Use {
        AUDIT_ANNOTATION,
        DEVICE_SELECTOR,
        MATCH_CONDITION,
        MESSAGE,
        MUTATION_APPLY,
        MUTATION_PATCH,
        VALIDATION,
        VARIABLE
    }

    /// @param owner the `spec` that says which parameters and variables there are; empty for webhooks and devices
    void validate(String expression, Use use, Fields owner, FieldPath path, FieldErrors errors);
}
