package io.djong.apiserver.resources.admissionregistration;

import io.djong.admission.policy.Expressions;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.cel.CelType;
import io.djong.cel.Compilation;
import io.djong.cel.Program;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether the expressions of policies and webhooks compile, and to what they evaluate.
final class ExpressionChecks {

    private static final int CONDITIONS_MAX = 64;

    private ExpressionChecks() {}

    /// @param wanted the types that it may evaluate to; empty for any
    static void result(
            Compilation compilation,
            String expression,
            List<CelType> wanted,
            FieldPath path,
            FieldErrors errors) {
        switch (compilation) {
            case Compilation.Rejected(String message) ->
                    errors.invalid(path, expression, "compilation failed: " + message);
            case Compilation.Compiled(Program program) -> {
                String type = program.type().toString();
                if (!wanted.isEmpty()
                        && wanted.stream().noneMatch(one -> one.toString().equals(type))) {
                    errors.invalid(path, expression, mismatch(wanted, type));
                }
            }
        }
    }

    private static String mismatch(List<CelType> wanted, String type) {
        return wanted.size() == 1
                ? "must evaluate to " + wanted.getFirst() + " but got " + type
                : "must evaluate to one of ["
                        + String.join(" ", wanted.stream().map(CelType::toString).toList())
                        + "] but got "
                        + type;
    }

    /// @param scope what conditions can see
    static void conditions(
            Fields object, Expressions.Scope scope, FieldPath path, FieldErrors errors) {
        List<Fields> conditions = Trees.objects(object, "matchConditions");
        if (conditions.size() > CONDITIONS_MAX) {
            errors.tooMany(path, conditions.size(), CONDITIONS_MAX);
        }
        Set<String> names = new HashSet<>();
        for (int at = 0; at < conditions.size(); at++) {
            FieldPath here = path.index(at);
            String expression = conditions.get(at).string("expression").strip();
            if (expression.isEmpty()) {
                errors.required(here.child("expression"), "");
            } else {
                result(
                        scope.compile(expression),
                        expression,
                        List.of(CelType.BOOL),
                        here.child("expression"),
                        errors);
            }
            String name = conditions.get(at).string("name");
            if (name.isEmpty()) {
                errors.required(here.child("name"), "");
            } else {
                errors.invalid(here.child("name"), name, Names.qualified(name));
                if (!names.add(name)) {
                    errors.duplicate(here.child("name"), name);
                }
            }
        }
    }

    static void variables(
            Fields spec, Expressions.Scope scope, FieldPath path, FieldErrors errors) {
        List<Fields> variables = Trees.objects(spec, "variables");
        for (int at = 0; at < variables.size(); at++) {
            FieldPath here = path.index(at);
            String name = variables.get(at).string("name");
            if (name.isBlank()) {
                errors.required(here.child("name"), "name is not specified");
            } else if (!name.matches("[_a-zA-Z][_a-zA-Z0-9]*")) {
                errors.invalid(here.child("name"), name, "name is not a valid CEL identifier");
            }
            String expression = variables.get(at).string("expression");
            Compilation compiled = scope.variables().get(name);
            if (expression.isBlank()) {
                errors.required(here.child("expression"), "expression is not specified");
            } else if (compiled != null) {
                result(compiled, expression, List.of(), here.child("expression"), errors);
            }
        }
    }
}
