package io.djong.admission.policy;

import io.djong.admission.AdmissionPlugin;
import io.djong.admission.Review;
import io.djong.admission.matching.Target;
import io.djong.admission.policy.Evaluator.ConditionFailure;
import io.djong.admission.policy.PolicyWorld.ConfigurationException;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Refuses, warns or notes what the validations of bound policies object to.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ Validating Admission Policy
public final class ValidatingAdmissionPolicy implements AdmissionPlugin {

    private static final String FAILURE = "validation.policy.admission.k8s.io/validation_failure";

    private final Policies policies;
    private final PolicyWorld world;

    /// A policy's no. `binding` is null when the policy itself cannot be used.
    private record Denial(Policy policy, Policy.@Nullable Binding binding, Decision decision) {}

    public ValidatingAdmissionPolicy(Policies policies, PolicyWorld world) {
        this.policies = policies;
        this.world = world;
    }

    @Override
    public void validate(Review review) {
        List<Policy> all = policies.all();
        if (all.isEmpty() || PolicyWorld.isExempt(review)) {
            return;
        }
        List<Denial> denials = new ArrayList<>();
        for (Policy policy : all) {
            ask(policy, review, denials);
        }
        if (!denials.isEmpty()) {
            throw denied(review, denials.getFirst());
        }
    }

    private void ask(Policy policy, Review review, List<Denial> denials) {
        Optional<Target> target;
        try {
            target = policy.criteria().match(review, world.labels(), world.equivalents());
        } catch (ApiException failure) {
            misconfigured(policy, null, failure, denials);
            return;
        }
        if (target.isEmpty()) {
            return;
        }
        Review seen = world.seen(review, target.get());
        Map<String, Set<String>> annotations = new LinkedHashMap<>();
        for (Policy.Binding binding : policy.bindings()) {
            try {
                if (binding.criteria()
                        .match(review, world.labels(), world.equivalents())
                        .isPresent()) {
                    ask(policy, binding, seen, target.get(), annotations, denials);
                }
            } catch (ConfigurationException | ApiException failure) {
                misconfigured(policy, binding, failure, denials);
            }
        }
        annotations.forEach((key, values) ->
                review.call()
                        .notes()
                        .annotate(policy.name() + "/" + key, String.join(", ", values)));
    }

    private static void misconfigured(
            Policy policy,
            Policy.@Nullable Binding binding,
            Exception failure,
            List<Denial> denials) {
        if (!policy.failsOpen()) {
            String what = binding == null ? "policy" : "binding";
            denials.add(
                    new Denial(
                            policy,
                            binding,
                            new Decision(
                                    0,
                                    "failed to configure " + what + ": " + failure.getMessage(),
                                    Reason.INVALID)));
        }
    }

    private void ask(
            Policy policy,
            Policy.Binding binding,
            Review seen,
            Target target,
            Map<String, Set<String>> annotations,
            List<Denial> denials)
            throws ConfigurationException {
        List<Optional<Fields>> params = world.params(policy, binding, seen);
        Fields namespace = world.namespaceObject(seen);
        for (Optional<Fields> one : params) {
            Validation validation =
                    new Validation(policy, seen, target, one.orElse(null), namespace, world);
            for (Decision decision : decisions(policy, validation)) {
                act(policy, binding, decision, seen, denials);
            }
            annotate(policy, binding, validation, annotations, denials);
        }
    }

    private static List<Decision> decisions(Policy policy, Validation validation) {
        try {
            return validation.decisions();
        } catch (ConditionFailure | Evaluator.OutOfBudgetException failure) {
            return policy.failsOpen()
                    ? List.of()
                    : List.of(
                            new Decision(0, String.valueOf(failure.getMessage()), Reason.INVALID));
        }
    }

    private static void act(
            Policy policy,
            Policy.Binding binding,
            Decision decision,
            Review review,
            List<Denial> denials) {
        for (String action : binding.actions()) {
            switch (action) {
                case "Deny" -> denials.add(new Denial(policy, binding, decision));
                case "Warn" ->
                        review.call()
                                .notes()
                                .warn(
                                        "Validation failed for ValidatingAdmissionPolicy '%s' with binding '%s': %s"
                                                .formatted(
                                                        policy.name(),
                                                        binding.name(),
                                                        decision.message()));
                case "Audit" ->
                        review.call()
                                .notes()
                                .annotate(
                                        FAILURE,
                                        Json.text(List.of(note(policy, binding, decision))));
                default -> {}
            }
        }
    }

    private static Fields note(Policy policy, Policy.Binding binding, Decision decision) {
        return Fields.builder()
                .add("message", decision.message())
                .add("policy", policy.name())
                .add("binding", binding.name())
                .add("expressionIndex", (long) decision.index())
                .add("validationActions", binding.actions())
                .build();
    }

    private static void annotate(
            Policy policy,
            Policy.Binding binding,
            Validation validation,
            Map<String, Set<String>> annotations,
            List<Denial> denials) {
        for (Validation.Annotation annotation : validation.annotations()) {
            String error = annotation.error();
            if (error == null) {
                annotations
                        .computeIfAbsent(annotation.key(), _ -> new LinkedHashSet<>())
                        .add(annotation.value());
            } else if (!policy.failsOpen()) {
                denials.add(new Denial(policy, binding, new Decision(0, error, Reason.INVALID)));
            }
        }
    }

    private static ApiException denied(Review review, Denial denial) {
        String with = denial.binding == null ? "" : " with binding '" + denial.binding.name() + "'";
        String message =
                "ValidatingAdmissionPolicy '%s'%s denied request: %s"
                        .formatted(denial.policy.name(), with, denial.decision.message());
        Failure forbidden = review.forbidden(message).failure();
        Failure.Details details = forbidden.details();
        Reason reason = denial.decision.reason();
        return new ApiException(
                new Failure(
                        reason,
                        reason.code(),
                        forbidden.message(),
                        details == null
                                ? null
                                : new Failure.Details(
                                        details.name(),
                                        details.group(),
                                        details.kind(),
                                        details.uid(),
                                        List.of(new Failure.Cause("", message, "")),
                                        details.retryAfterSeconds())));
    }

    /// What a policy objects to.
    ///
    /// @param index of the validation
    record Decision(int index, String message, Reason reason) {}
}
