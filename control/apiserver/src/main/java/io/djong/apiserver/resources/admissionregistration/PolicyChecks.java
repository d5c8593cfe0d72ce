package io.djong.apiserver.resources.admissionregistration;

import io.djong.admission.policy.Expressions;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.cel.CelType;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What admission policies must be like.
///
/// @spec https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/admissionregistration/validation/validation.go Validation
final class PolicyChecks {

    private static final List<String> REASONS =
            List.of("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");
    private static final Set<String> MUTATING_OPERATIONS =
            Set.of("*", "CONNECT", "CREATE", "UPDATE");
    private static final int ANNOTATIONS_MAX = 20;
    private static final int ANNOTATION_BYTES_MAX = 5 * 1024;

    private final Fields object;
    private final Fields spec;
    private final boolean mutating;
    private final FieldErrors errors;
    private final FieldPath path = FieldPath.of("spec");

    PolicyChecks(Fields object, boolean mutating, FieldErrors errors) {
        this.object = object;
        this.spec = object.fields("spec");
        this.mutating = mutating;
        this.errors = errors;
    }

    void run() {
        String failure = spec.string("failurePolicy");
        if (failure.isEmpty()) {
            errors.required(path.child("failurePolicy"), "");
        } else if (!failure.equals("Fail") && !failure.equals("Ignore")) {
            errors.notSupported(path.child("failurePolicy"), failure, "Fail", "Ignore");
        }
        Fields kind = spec.fieldsOrNull("paramKind");
        if (kind != null) {
            paramKind(kind, path.child("paramKind"));
        }
        constraints();
        Expressions.Scope scope = Expressions.scope(spec, mutating);
        ExpressionChecks.conditions(
                spec,
                Expressions.scope(spec.without("variables"), mutating),
                path.child("matchConditions"),
                errors);
        ExpressionChecks.variables(spec, scope, path.child("variables"), errors);
        if (mutating) {
            mutations(scope);
        } else {
            validations(scope);
        }
    }

    private void constraints() {
        FieldPath here = path.child("matchConstraints");
        Fields match = spec.fieldsOrNull("matchConstraints");
        if (match == null) {
            errors.required(here, "");
            return;
        }
        MatchChecks.validate(match, here, errors);
        List<Fields> rules = Trees.objects(match, "resourceRules");
        if (rules.isEmpty()) {
            errors.required(here.child("resourceRules"), "");
        }
        if (mutating) {
            for (Fields rule : rules) {
                for (String operation : Trees.texts(rule, "operations")) {
                    if (!MUTATING_OPERATIONS.contains(operation)) {
                        errors.notSupported(
                                here.child("resourceRules", "operations"),
                                operation,
                                MUTATING_OPERATIONS.stream().sorted().toList());
                    }
                }
            }
        }
    }

    private void paramKind(Fields kind, FieldPath here) {
        String version = kind.string("apiVersion");
        int slash = version.indexOf('/');
        if (version.isEmpty()) {
            errors.required(here.child("apiVersion"), "");
        } else if (slash != version.lastIndexOf('/')) {
            errors.invalid(
                    here.child("apiVersion"),
                    version,
                    "unexpected GroupVersion string: " + version);
        } else {
            if (slash > 0) {
                String group = version.substring(0, slash);
                join(Names.dnsSubdomain(group), group, here.child("apiVersion"), "");
            }
            String plain = version.substring(slash + 1);
            if (plain.isEmpty()) {
                errors.invalid(here.child("apiVersion"), version, "version must be specified");
            } else {
                join(Names.dns1035Label(plain), plain, here.child("apiVersion"), "");
            }
        }
        String name = kind.string("kind");
        if (name.isEmpty()) {
            errors.required(here.child("kind"), "");
        } else {
            join(
                    Names.dns1035Label(name.toLowerCase(Locale.ROOT)),
                    name,
                    here.child("kind"),
                    "may have mixed case, but should otherwise match: ");
        }
    }

    private void join(List<String> wrong, String value, FieldPath here, String prefix) {
        if (!wrong.isEmpty()) {
            errors.invalid(here, value, prefix + String.join(",", wrong));
        }
    }

    private void validations(Expressions.Scope scope) {
        List<Fields> validations = Trees.objects(spec, "validations");
        List<Fields> annotations = Trees.objects(spec, "auditAnnotations");
        if (validations.isEmpty() && annotations.isEmpty()) {
            String why = "validations or auditAnnotations must contain at least one item";
            errors.required(path.child("validations"), why);
            errors.required(path.child("auditAnnotations"), why);
        }
        for (int at = 0; at < validations.size(); at++) {
            validation(validations.get(at), scope, path.child("validations").index(at));
        }
        annotations(annotations, scope, path.child("auditAnnotations"));
    }

    private void validation(Fields validation, Expressions.Scope scope, FieldPath here) {
        String expression = validation.string("expression");
        if (expression.isBlank()) {
            errors.required(here.child("expression"), "expression is not specified");
        } else {
            ExpressionChecks.result(
                    scope.compile(expression),
                    expression,
                    List.of(CelType.BOOL),
                    here.child("expression"),
                    errors);
        }
        String messageExpression = validation.string("messageExpression");
        if (!messageExpression.isEmpty() && messageExpression.isBlank()) {
            errors.invalid(
                    here.child("messageExpression"),
                    messageExpression,
                    "must be non-empty if specified");
        } else if (!messageExpression.isEmpty()) {
            ExpressionChecks.result(
                    scope.compileMessage(messageExpression),
                    messageExpression,
                    List.of(CelType.STRING),
                    here.child("messageExpression"),
                    errors);
        }
        String message = validation.string("message");
        if (!message.isEmpty() && message.isBlank()) {
            errors.invalid(
                    here.child("message"), message, "message must be non-empty if specified");
        } else if (message.strip().contains("\n") || message.strip().contains("\r")) {
            errors.invalid(here.child("message"), message, "message must not contain line breaks");
        }
        String reason = validation.string("reason");
        if (validation.has("reason") && !REASONS.contains(reason)) {
            errors.notSupported(here.child("reason"), reason, REASONS);
        }
    }

    private void annotations(List<Fields> annotations, Expressions.Scope scope, FieldPath here) {
        if (annotations.size() > ANNOTATIONS_MAX) {
            errors.invalid(
                    here,
                    annotations,
                    "must not have more than " + ANNOTATIONS_MAX + " auditAnnotations");
        }
        Set<String> keys = new HashSet<>();
        for (int at = 0; at < annotations.size(); at++) {
            Fields annotation = annotations.get(at);
            FieldPath one = here.index(at);
            String key = annotation.string("key");
            String name = Trees.name(object);
            if (name.isEmpty()) {
                errors.invalid(one.child("key"), key, "requires metadata.name be non-empty");
            } else {
                String whole = name + "/" + key;
                errors.invalid(one.child("key"), whole, Names.qualified(whole));
            }
            String expression = annotation.string("valueExpression").strip();
            if (expression.isEmpty()) {
                errors.required(one.child("valueExpression"), "valueExpression is not specified");
            } else if (expression.length() > ANNOTATION_BYTES_MAX) {
                errors.required(
                        one.child("valueExpression"),
                        "must not exceed " + ANNOTATION_BYTES_MAX + " bytes in length");
            } else {
                ExpressionChecks.result(
                        scope.compile(expression),
                        annotation.string("valueExpression"),
                        List.of(CelType.STRING, CelType.NULL),
                        one.child("valueExpression"),
                        errors);
            }
            if (!keys.add(key)) {
                errors.duplicate(one.child("key"), key);
            }
        }
    }

    private void mutations(Expressions.Scope scope) {
        List<Fields> mutations = Trees.objects(spec, "mutations");
        if (mutations.isEmpty()) {
            errors.required(path.child("mutations"), "mutations must contain at least one item");
        }
        for (int at = 0; at < mutations.size(); at++) {
            mutation(mutations.get(at), scope, path.child("mutations").index(at));
        }
        String reinvocation = spec.string("reinvocationPolicy");
        if (reinvocation.isEmpty()) {
            errors.required(path.child("reinvocationPolicy"), "");
        } else if (!reinvocation.equals("Never") && !reinvocation.equals("IfNeeded")) {
            errors.notSupported(
                    path.child("reinvocationPolicy"), reinvocation, "IfNeeded", "Never");
        }
    }

    private void mutation(Fields mutation, Expressions.Scope scope, FieldPath here) {
        String type = mutation.string("patchType");
        switch (type) {
            case "" -> errors.required(here.child("patchType"), "");
            case "ApplyConfiguration" ->
                    patch(
                            mutation,
                            "applyConfiguration",
                            "jsonPatch",
                            Expressions.OBJECT,
                            scope,
                            here);
            case "JSONPatch" ->
                    patch(
                            mutation,
                            "jsonPatch",
                            "applyConfiguration",
                            Expressions.JSON_PATCHES,
                            scope,
                            here);
            default ->
                    errors.notSupported(
                            here.child("patchType"), type, "ApplyConfiguration", "JSONPatch");
        }
    }

    private void patch(
            Fields mutation,
            String field,
            String other,
            CelType wanted,
            Expressions.Scope scope,
            FieldPath here) {
        String type = mutation.string("patchType");
        Fields patch = mutation.fieldsOrNull(field);
        if (patch == null) {
            errors.required(here.child(field), "must be specified when patchType is " + type);
        } else {
            String expression = patch.string("expression");
            FieldPath at = here.child(field, "expression");
            if (expression.isBlank()) {
                errors.required(at, "");
            } else {
                ExpressionChecks.result(
                        scope.compile(expression), expression, List.of(wanted), at, errors);
            }
        }
        if (mutation.has(other)) {
            errors.invalid(
                    here.child(other),
                    "{" + other + "}",
                    "must not be specified when patchType is " + type);
        }
    }
}
