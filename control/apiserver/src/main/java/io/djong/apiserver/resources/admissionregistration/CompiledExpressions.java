package io.djong.apiserver.resources.admissionregistration;

import io.djong.admission.policy.Expressions.Scope;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Expressions;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.cel.CelType;
import io.djong.cel.Compilation;
import io.djong.cel.Program;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;

/// Whether the expressions of policies and webhooks compile, and to what they evaluate.
final class CompiledExpressions implements Expressions {

    @Override
    public void validate(
            String expression, Use use, Fields owner, FieldPath path, FieldErrors errors) {
        switch (compiled(expression.strip(), use, owner)) {
            case Compilation.Rejected(String message) ->
                    errors.invalid(path, expression, "compilation failed: " + message);
            case Compilation.Compiled(Program program) -> {
                List<String> wanted = wanted(use).stream().map(CelType::toString).toList();
                String type = program.type().toString();
                if (!wanted.isEmpty() && !wanted.contains(type)) {
                    errors.invalid(path, expression, mismatch(wanted, type));
                }
            }
        }
    }

    private static Compilation compiled(String expression, Use use, Fields owner) {
        if (use == Use.MATCH_CONDITION && owner.isEmpty()) {
            return io.djong.admission.policy.Expressions.compileCondition(expression);
        }
        boolean mutates = owner.has("mutations");
        if (use == Use.MATCH_CONDITION) {
            return scope(owner.without("variables"), mutates).compile(expression);
        }
        Scope scope = scope(owner, mutates);
        return switch (use) {
            case MESSAGE -> scope.compileMessage(expression);
            case VARIABLE -> variable(expression, owner, scope);
            default -> scope.compile(expression);
        };
    }

    private static Scope scope(Fields spec, boolean mutates) {
        return io.djong.admission.policy.Expressions.scope(spec, mutates);
    }

    /// A variable sees only those before it, so it was compiled in its turn.
    private static Compilation variable(String expression, Fields spec, Scope scope) {
        return Trees.objects(spec, "variables").stream()
                .filter(variable -> variable.string("expression").strip().equals(expression))
                .map(variable -> scope.variables().get(variable.string("name")))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> scope.compile(expression));
    }

    /// The types that it may evaluate to; empty for any.
    private static List<CelType> wanted(Use use) {
        return switch (use) {
            case AUDIT_ANNOTATION -> List.of(CelType.STRING, CelType.NULL);
            case DEVICE_SELECTOR, MATCH_CONDITION, VALIDATION -> List.of(CelType.BOOL);
            case MESSAGE -> List.of(CelType.STRING);
            case MUTATION_APPLY -> List.of(io.djong.admission.policy.Expressions.OBJECT);
            case MUTATION_PATCH -> List.of(io.djong.admission.policy.Expressions.JSON_PATCHES);
            case VARIABLE -> List.of();
        };
    }

    private static String mismatch(List<String> wanted, String type) {
        return wanted.size() == 1
                ? "must evaluate to " + wanted.getFirst() + " but got " + type
                : "must evaluate to one of [" + String.join(" ", wanted) + "] but got " + type;
    }
}
