package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// Selectors of nodes.
public final class NodeSelectorValidation {

    private NodeSelectorValidation() {}

    /// @param checksValues whether values must be what labels can have
    public static void validate(
            Fields selector, boolean checksValues, FieldPath path, FieldErrors errors) {
        List<Fields> terms = Trees.objects(selector, "nodeSelectorTerms");
        FieldPath at = path.child("nodeSelectorTerms");
        if (terms.isEmpty()) {
            errors.required(at, "must have at least one node selector term");
        }
        for (int i = 0; i < terms.size(); i++) {
            term(terms.get(i), checksValues, at.index(i), errors);
        }
    }

    static void term(Fields term, boolean checksValues, FieldPath path, FieldErrors errors) {
        List<Fields> expressions = Trees.objects(term, "matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            expression(
                    expressions.get(i),
                    checksValues,
                    path.child("matchExpressions").index(i),
                    errors);
        }
        List<Fields> fields = Trees.objects(term, "matchFields");
        for (int i = 0; i < fields.size(); i++) {
            field(fields.get(i), path.child("matchFields").index(i), errors);
        }
    }

    private static void expression(
            Fields expression, boolean checksValues, FieldPath path, FieldErrors errors) {
        List<String> values = Trees.texts(expression, "values");
        switch (expression.string("operator")) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.required(
                            path.child("values"),
                            "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.forbidden(
                            path.child("values"),
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            case "Gt", "Lt" -> {
                if (values.size() != 1) {
                    errors.required(
                            path.child("values"),
                            "must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
            default ->
                    errors.invalid(
                            path.child("operator"),
                            expression.string("operator"),
                            "not a valid selector operator");
        }
        Checks.labelName(expression.string("key"), path.child("key"), errors);
        for (int i = 0; checksValues && i < values.size(); i++) {
            errors.invalid(
                    path.child("values").index(i), values.get(i), Names.labelValue(values.get(i)));
        }
    }

    private static void field(Fields field, FieldPath path, FieldErrors errors) {
        List<String> values = Trees.texts(field, "values");
        switch (field.string("operator")) {
            case "In", "NotIn" -> {
                if (values.size() != 1) {
                    errors.required(
                            path.child("values"),
                            "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
                }
            }
            default ->
                    errors.invalid(
                            path.child("operator"),
                            field.string("operator"),
                            "not a valid selector operator");
        }
        if (!field.string("key").equals("metadata.name")) {
            errors.invalid(
                    path.child("key"), field.string("key"), "not a valid field selector key");
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            Checks.subdomain(values.get(i), path.child("values").index(i), errors);
        }
    }
}
