package io.djong.admission.policy;

import io.djong.admission.Review;
import io.djong.admission.matching.Target;
import io.djong.admission.policy.Evaluator.ConditionFailure;
import io.djong.admission.policy.Evaluator.Expression;
import io.djong.admission.policy.Evaluator.OutOfBudgetException;
import io.djong.admission.policy.Evaluator.Result;
import io.djong.admission.policy.ValidatingAdmissionPolicy.Decision;
import io.djong.cel.Budget;
import io.djong.cel.Values;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One policy about one request with one set of parameters. Confined to the request's thread.
final class Validation {

    /// Longer messages are not shown.
    private static final int MESSAGE_BYTES_MAX = 5 * 1024;

    /// Longer annotations are cut.
    private static final int ANNOTATION_MAX = 10 * 1024;

    private final Policy policy;
    private final Policy.Code code;
    private final Budget budget = new Budget(Budget.PER_REQUEST);
    private final RequestValues values;
    private boolean isMeant;

    Validation(
            Policy policy,
            Review seen,
            Target target,
            @Nullable Fields params,
            @Nullable Fields namespace,
            PolicyWorld world) {
        this.policy = policy;
        this.code = policy.code().get();
        this.values =
                new RequestValues(
                        seen, target, params, namespace, world.access(), code.variables(), budget);
    }

    List<Decision> decisions() throws ConditionFailure, OutOfBudgetException {
        try {
            isMeant = Evaluator.holds(code.conditions(), values);
        } catch (ConditionFailure failure) {
            if (policy.failsOpen()) {
                return List.of();
            }
            throw failure;
        }
        if (!isMeant) {
            return List.of();
        }
        List<Result> results = Evaluator.evaluate(code.rules(), values, budget);
        List<Fields> rules = Expressions.objects(policy.spec(), "validations");
        List<Decision> decisions = new ArrayList<>();
        for (int at = 0; at < results.size(); at++) {
            Result result = results.get(at);
            if (result.error() != null) {
                if (!policy.failsOpen()) {
                    decisions.add(new Decision(at, result.error(), Reason.INVALID));
                }
            } else if (!result.isTrue()) {
                decisions.add(objection(at, rules.get(at)));
            }
        }
        return decisions;
    }

    private Decision objection(int at, Fields rule) {
        Reason reason =
                rule.string("reason").isEmpty() ? Reason.INVALID : Reason.of(rule.string("reason"));
        Expression expression = code.messages().get(at);
        String message = "";
        if (expression != null) {
            try {
                message = message(Evaluator.evaluate(expression, values, budget));
            } catch (OutOfBudgetException spent) {
                return new Decision(
                        at, "failed messageExpression: " + spent.getMessage(), Reason.INVALID);
            }
        }
        if (message.isEmpty()) {
            message = rule.string("message").strip();
        }
        if (message.isEmpty()) {
            message = "failed expression: " + rule.string("expression").strip();
        }
        return new Decision(at, message, reason);
    }

    /// What can be shown, or "".
    private static String message(Result result) {
        if (!(result.value() instanceof String text)) {
            return "";
        }
        String shown = text.strip();
        return shown.contains("\n")
                        || shown.getBytes(StandardCharsets.UTF_8).length > MESSAGE_BYTES_MAX
                ? ""
                : shown;
    }

    /// @param error instead of a value, or null
    record Annotation(String key, String value, @Nullable String error) {}

    /// For the audit event; only after [#decisions].
    List<Annotation> annotations() {
        if (!isMeant || code.annotations().isEmpty()) {
            return List.of();
        }
        List<Fields> declared = Expressions.objects(policy.spec(), "auditAnnotations");
        List<Annotation> annotations = new ArrayList<>();
        Budget own = new Budget(Budget.PER_REQUEST);
        for (int at = 0; at < declared.size(); at++) {
            String key = declared.get(at).string("key");
            try {
                Result result = Evaluator.evaluate(code.annotations().get(at), values, own);
                add(key, result, declared.get(at).string("valueExpression"), annotations);
            } catch (OutOfBudgetException spent) {
                annotations.add(new Annotation(key, "", spent.getMessage()));
                break;
            }
        }
        return annotations;
    }

    private static void add(
            String key, Result result, String expression, List<Annotation> annotations) {
        if (result.error() != null) {
            annotations.add(new Annotation(key, "", result.error()));
            return;
        }
        switch (result.value()) {
            case String text -> {
                String value = text.strip();
                if (!value.isEmpty()) {
                    annotations.add(
                            new Annotation(
                                    key,
                                    value.substring(0, Math.min(value.length(), ANNOTATION_MAX)),
                                    null));
                }
            }
            case Values.Null _ -> {}
            case null, default ->
                    annotations.add(
                            new Annotation(
                                    key,
                                    "",
                                    "valueExpression '%s' resulted in unsupported return type. Return type must be either string or null."
                                            .formatted(expression)));
        }
    }
}
