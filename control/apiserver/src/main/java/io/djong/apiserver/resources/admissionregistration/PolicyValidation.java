package io.djong.apiserver.resources.admissionregistration;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.Expressions;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What admission policies must be like.
final class PolicyValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final int ANNOTATIONS_MAX = 20;
    private static final int ANNOTATION_EXPRESSION_MAX = 5 * 1024;
    private static final String ONE_AT_LEAST =
            "validations or auditAnnotations must contain at least one item";
    private static final List<String> REASONS =
            List.of("Forbidden", "Invalid", "RequestEntityTooLarge");
    private static final List<String> REINVOCATIONS = List.of("IfNeeded", "Never");
    private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
    private static final Set<String> RESERVED =
            Set.of(
                    "true",
                    "false",
                    "null",
                    "in",
                    "as",
                    "break",
                    "const",
                    "continue",
                    "else",
                    "for",
                    "function",
                    "if",
                    "import",
                    "let",
                    "loop",
                    "package",
                    "namespace",
                    "return",
                    "var",
                    "void",
                    "while");

    private final Fields object;
    private final Fields spec;
    private final Expressions expressions;
    private final FieldErrors errors;

    private PolicyValidation(Fields object, Expressions expressions, FieldErrors errors) {
        this.object = object;
        this.spec = object.fields("spec");
        this.expressions = expressions;
        this.errors = errors;
    }

    /// @param before null in a create
    static void validate(
            Fields object,
            @Nullable Fields before,
            boolean mutating,
            Expressions expressions,
            FieldErrors errors) {
        PolicyValidation validation = new PolicyValidation(object, expressions, errors);
        validation.matching(before, mutating);
        validation.variables();
        if (mutating) {
            validation.mutations();
        } else {
            validation.validations();
        }
    }

    private void matching(@Nullable Fields before, boolean mutating) {
        String failure = spec.stringOrNull("failurePolicy");
        if (failure == null) {
            errors.required(SPEC.child("failurePolicy"), "");
        } else {
            Checks.supported(
                    failure, MatchValidation.FAILURE_POLICIES, SPEC.child("failurePolicy"), errors);
        }
        Fields kind = spec.fieldsOrNull("paramKind");
        if (kind != null) {
            parameterKind(kind, SPEC.child("paramKind"));
        }
        Fields constraints = spec.fieldsOrNull("matchConstraints");
        FieldPath at = SPEC.child("matchConstraints");
        if (constraints == null) {
            errors.required(at, "");
        } else {
            MatchValidation.resources(constraints, at, errors);
            if (constraints.list("resourceRules").isEmpty()) {
                errors.required(at.child("resourceRules"), "");
            }
            if (mutating) {
                MatchValidation.mutableOperations(constraints, at, errors);
            }
        }
        if (before == null || !hasConditionsOf(before.fields("spec"))) {
            MatchValidation.conditions(
                    Trees.objects(spec, "matchConditions"),
                    spec,
                    expressions,
                    SPEC.child("matchConditions"),
                    errors);
        }
    }

    private boolean hasConditionsOf(Fields before) {
        return Objects.equals(spec.value("paramKind"), before.value("paramKind"))
                && spec.list("matchConditions").equals(before.list("matchConditions"));
    }

    private void parameterKind(Fields kind, FieldPath path) {
        String version = kind.string("apiVersion");
        int slash = version.indexOf('/');
        if (version.isEmpty()) {
            errors.required(path.child("apiVersion"), "");
        } else if (slash != version.lastIndexOf('/')) {
            errors.invalid(
                    path.child("apiVersion"),
                    version,
                    "unexpected GroupVersion string: " + version);
        } else {
            groupAndVersion(
                    version,
                    version.substring(0, Math.max(slash, 0)),
                    version.substring(slash + 1),
                    path.child("apiVersion"));
        }
        String name = kind.string("kind");
        List<String> wrong = Names.dns1035Label(name.toLowerCase(Locale.ROOT));
        if (name.isEmpty()) {
            errors.required(path.child("kind"), "");
        } else if (!wrong.isEmpty()) {
            errors.invalid(
                    path.child("kind"),
                    name,
                    "may have mixed case, but should otherwise match: " + String.join(",", wrong));
        }
    }

    private void groupAndVersion(String text, String group, String version, FieldPath path) {
        List<String> wrongGroup = Names.dnsSubdomain(group);
        if (!group.isEmpty() && !wrongGroup.isEmpty()) {
            errors.invalid(path, group, String.join(",", wrongGroup));
        }
        List<String> wrongVersion = Names.dns1035Label(version);
        if (version.isEmpty()) {
            errors.invalid(path, text, "version must be specified");
        } else if (!wrongVersion.isEmpty()) {
            errors.invalid(path, version, String.join(",", wrongVersion));
        }
    }

    private void variables() {
        List<Fields> variables = Trees.objects(spec, "variables");
        for (int i = 0; i < variables.size(); i++) {
            FieldPath path = SPEC.child("variables").index(i);
            String name = variables.get(i).string("name");
            if (name.isBlank()) {
                errors.required(path.child("name"), "name is not specified");
            } else if (!IDENTIFIER.matcher(name).matches() || RESERVED.contains(name)) {
                errors.invalid(path.child("name"), name, "name is not a valid CEL identifier");
            }
            expression(
                    variables.get(i).string("expression"),
                    Expressions.Use.VARIABLE,
                    path.child("expression"));
        }
    }

    private void expression(String expression, Expressions.Use use, FieldPath path) {
        if (expression.isBlank()) {
            errors.required(path, "expression is not specified");
        } else {
            expressions.validate(expression, use, spec, path, errors);
        }
    }

    private void validations() {
        List<Fields> validations = Trees.objects(spec, "validations");
        List<Fields> annotations = Trees.objects(spec, "auditAnnotations");
        if (validations.isEmpty() && annotations.isEmpty()) {
            errors.required(SPEC.child("validations"), ONE_AT_LEAST);
            errors.required(SPEC.child("auditAnnotations"), ONE_AT_LEAST);
            return;
        }
        for (int i = 0; i < validations.size(); i++) {
            validation(validations.get(i), SPEC.child("validations").index(i));
        }
        FieldPath path = SPEC.child("auditAnnotations");
        if (annotations.size() > ANNOTATIONS_MAX) {
            errors.invalid(
                    path,
                    spec.value("auditAnnotations"),
                    "must not have more than " + ANNOTATIONS_MAX + " auditAnnotations");
        }
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < annotations.size(); i++) {
            annotation(annotations.get(i), path.index(i));
            String key = annotations.get(i).string("key");
            if (!keys.add(key)) {
                errors.duplicate(path.index(i).child("key"), key);
            }
        }
    }

    private void validation(Fields validation, FieldPath path) {
        expression(
                validation.string("expression"),
                Expressions.Use.VALIDATION,
                path.child("expression"));
        String messageExpression = validation.string("messageExpression");
        if (!messageExpression.isEmpty() && messageExpression.isBlank()) {
            errors.invalid(
                    path.child("messageExpression"),
                    messageExpression,
                    "must be non-empty if specified");
        } else if (!messageExpression.isEmpty()) {
            expressions.validate(
                    messageExpression,
                    Expressions.Use.MESSAGE,
                    spec,
                    path.child("messageExpression"),
                    errors);
        }
        String message = validation.string("message");
        if (!message.isEmpty() && message.isBlank()) {
            errors.invalid(
                    path.child("message"), message, "message must be non-empty if specified");
        } else if (message.strip().contains("\n") || message.strip().contains("\r")) {
            errors.invalid(path.child("message"), message, "message must not contain line breaks");
        }
        String reason = validation.stringOrNull("reason");
        if (reason != null) {
            Checks.supported(reason, REASONS, path.child("reason"), errors);
        }
    }

    private void annotation(Fields annotation, FieldPath path) {
        String name = Trees.name(object);
        String key = annotation.string("key");
        if (name.isEmpty()) {
            errors.invalid(path.child("key"), key, "requires metadata.name be non-empty");
        } else {
            String qualified = name + "/" + key;
            errors.invalid(path.child("key"), qualified, Names.qualified(qualified));
        }
        String value = annotation.string("valueExpression");
        FieldPath at = path.child("valueExpression");
        if (value.isBlank()) {
            errors.required(at, "valueExpression is not specified");
        } else if (value.strip().getBytes(StandardCharsets.UTF_8).length
                > ANNOTATION_EXPRESSION_MAX) {
            errors.required(
                    at, "must not exceed " + ANNOTATION_EXPRESSION_MAX + " bytes in length");
        } else {
            expressions.validate(value, Expressions.Use.AUDIT_ANNOTATION, spec, at, errors);
        }
    }

    private void mutations() {
        List<Fields> mutations = Trees.objects(spec, "mutations");
        if (mutations.isEmpty()) {
            errors.required(SPEC.child("mutations"), "mutations must contain at least one item");
        }
        for (int i = 0; i < mutations.size(); i++) {
            mutation(mutations.get(i), SPEC.child("mutations").index(i));
        }
        Checks.oneOf(
                spec.string("reinvocationPolicy"),
                REINVOCATIONS,
                SPEC.child("reinvocationPolicy"),
                errors);
    }

    private void mutation(Fields mutation, FieldPath path) {
        String type = mutation.string("patchType");
        switch (type) {
            case "" -> errors.required(path.child("patchType"), "");
            case "ApplyConfiguration" ->
                    patch(
                            mutation,
                            "applyConfiguration",
                            "jsonPatch",
                            Expressions.Use.MUTATION_APPLY,
                            path);
            case "JSONPatch" ->
                    patch(
                            mutation,
                            "jsonPatch",
                            "applyConfiguration",
                            Expressions.Use.MUTATION_PATCH,
                            path);
            default ->
                    errors.notSupported(
                            path.child("patchType"), type, "ApplyConfiguration", "JSONPatch");
        }
    }

    private void patch(
            Fields mutation, String wanted, String other, Expressions.Use use, FieldPath path) {
        String type = mutation.string("patchType");
        Fields patch = mutation.fieldsOrNull(wanted);
        if (patch == null) {
            errors.required(path.child(wanted), "must be specified when patchType is " + type);
        } else {
            FieldPath at = path.child(wanted, "expression");
            String expression = patch.string("expression");
            if (expression.isBlank()) {
                errors.required(at, "");
            } else {
                expressions.validate(expression, use, spec, at, errors);
            }
        }
        if (Trees.isSet(mutation, other)) {
            errors.invalid(
                    path.child(other),
                    "{" + other + "}",
                    "must not be specified when patchType is " + type);
        }
    }
}
