package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.structural.SchemaNode;
import io.djong.apiserver.structural.SchemaPath;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What rules say beside their expressions.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules Validation rules
record RuleTexts(FieldErrors errors) {

    private static final List<String> REASONS =
            List.of(
                    "FieldValueDuplicate",
                    "FieldValueForbidden",
                    "FieldValueInvalid",
                    "FieldValueRequired");

    void check(Fields node, FieldPath path) {
        List<Fields> rules = Trees.objects(node, "x-kubernetes-validations");
        for (int i = 0; i < rules.size(); i++) {
            rule(node, rules.get(i), path.child("x-kubernetes-validations").index(i));
        }
    }

    private void rule(Fields node, Fields rule, FieldPath path) {
        String text = rule.string("rule").strip();
        String message = rule.string("message");
        if (text.isEmpty()) {
            errors.required(path.child("rule"), "rule is not specified");
        } else if (!message.isEmpty() && message.isBlank()) {
            errors.invalid(path.child("message"), message, "must be non-empty if specified");
        } else if (hasBreaks(message.strip())) {
            errors.invalid(path.child("message"), message, "must not contain line breaks");
        } else if (hasBreaks(text) && message.isBlank()) {
            errors.required(
                    path.child("message"),
                    "message must be specified if rule contains line breaks");
        }
        String expression = rule.string("messageExpression");
        if (!expression.isEmpty() && expression.isBlank()) {
            errors.required(
                    path.child("messageExpression"),
                    "messageExpression must be non-empty if specified");
        }
        String reason = rule.stringOrNull("reason");
        if (reason != null && !REASONS.contains(reason)) {
            errors.notSupported(path.child("reason"), reason, REASONS);
        }
        fieldPath(node, rule.string("fieldPath"), path.child("fieldPath"));
    }

    private void fieldPath(Fields node, String text, FieldPath path) {
        if (text.isEmpty()) {
            return;
        }
        if (text.isBlank()) {
            errors.invalid(path, text, "must be non-empty if specified");
        }
        if (hasBreaks(text)) {
            errors.invalid(path, text, "must not contain line breaks");
        }
        if (!leadsSomewhere(node, text)) {
            errors.invalid(path, text, "must be a valid path");
        }
    }

    private static boolean leadsSomewhere(Fields node, String text) {
        try {
            SchemaPath.parse(text, SchemaNode.of(node), true);
            return true;
        } catch (IllegalArgumentException nowhere) {
            return false;
        }
    }

    private static boolean hasBreaks(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }
}
