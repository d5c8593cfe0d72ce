package io.djong.admission.policy;

import io.djong.admission.AdmissionPlugin;
import io.djong.admission.Review;
import io.djong.admission.matching.Target;
import io.djong.admission.policy.Evaluator.ConditionFailure;
import io.djong.admission.policy.Evaluator.Expression;
import io.djong.admission.policy.Evaluator.OutOfBudgetException;
import io.djong.admission.policy.Evaluator.Result;
import io.djong.admission.policy.PolicyWorld.ConfigurationException;
import io.djong.cel.Budget;
import io.djong.cel.EvaluationException;
import io.djong.cel.Values;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import io.djong.wire.JsonPatch;
import io.djong.wire.PatchException;
import io.djong.wire.managed.MergeType;
import io.djong.wire.managed.TypedMerge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Changes objects as the mutations of bound policies say: by merging a configuration, or by a JSON patch.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/ Mutating Admission Policy
public final class MutatingAdmissionPolicy implements AdmissionPlugin {

    private final Policies policies;
    private final PolicyWorld world;
    private final Function<Target, MergeType> types;

    /// What the first round of a request did; confined to the request.
    private static final class Rounds {
        private final Set<String> due = new HashSet<>();
        private Fields last = Fields.EMPTY;
    }

    /// A mutation that cannot be made; the message is upstream's.
    private static final class MutationException extends Exception {
        private static final long serialVersionUID = 1;

        MutationException(String message) {
            super(message);
        }
    }

    /// @param types how objects of a kind merge
    public MutatingAdmissionPolicy(
            Policies policies, PolicyWorld world, Function<Target, MergeType> types) {
        this.policies = policies;
        this.world = world;
        this.types = types;
    }

    @Override
    public Fields mutate(Review review) {
        List<Policy> all = policies.all();
        if (all.isEmpty() || review.object().isEmpty() || PolicyWorld.isExempt(review)) {
            return review.object();
        }
        Rounds rounds = review.call().reinvocation().memory(Rounds.class, Rounds::new);
        boolean again = review.call().reinvocation().isSecondRound();
        if (again && review.object().equals(rounds.last)) {
            return review.object();
        }
        List<String> objections = new ArrayList<>();
        Review current = review;
        for (Policy policy : all) {
            if (again && !rounds.due.contains(policy.name())) {
                continue;
            }
            current = current.withObject(apply(policy, current, rounds, objections));
        }
        rounds.last = current.object();
        if (!objections.isEmpty()) {
            throw denied(review, objections);
        }
        return current.object();
    }

    private Fields apply(Policy policy, Review review, Rounds rounds, List<String> objections) {
        Optional<Target> target;
        try {
            target = policy.criteria().match(review, world.labels(), world.equivalents());
        } catch (ApiException failure) {
            object(policy, null, "failed to configure policy: " + failure.getMessage(), objections);
            return review.object();
        }
        if (target.isEmpty()) {
            return review.object();
        }
        Fields object = review.object();
        for (Policy.Binding binding : policy.bindings()) {
            Review current = review.withObject(object);
            try {
                if (binding.criteria()
                        .match(current, world.labels(), world.equivalents())
                        .isPresent()) {
                    object = apply(policy, binding, current, target.get(), objections);
                }
            } catch (ConfigurationException | ApiException failure) {
                object(
                        policy,
                        binding,
                        "failed to configure binding: " + failure.getMessage(),
                        objections);
            }
        }
        if (policy.spec().string("reinvocationPolicy").equals("IfNeeded")) {
            rounds.due.add(policy.name());
        }
        if (!object.equals(review.object())) {
            review.call().reinvocation().want();
        }
        return object;
    }

    private static void object(
            Policy policy, Policy.@Nullable Binding binding, String why, List<String> objections) {
        if (!policy.failsOpen()) {
            objections.add(
                    binding == null
                            ? "policy \"%s\" denied request: %s".formatted(policy.name(), why)
                            : "policy '%s' with binding '%s' denied request: %s"
                                    .formatted(policy.name(), binding.name(), why));
        }
    }

    private Fields apply(
            Policy policy,
            Policy.Binding binding,
            Review review,
            Target target,
            List<String> objections)
            throws ConfigurationException {
        Fields namespace = world.namespaceObject(review);
        Fields object = review.object();
        for (Optional<Fields> params : world.params(policy, binding, review)) {
            try {
                object =
                        mutated(
                                policy,
                                review.withObject(object),
                                target,
                                params.orElse(null),
                                namespace);
            } catch (MutationException | ConditionFailure | OutOfBudgetException failure) {
                object(policy, binding, String.valueOf(failure.getMessage()), objections);
            }
        }
        return object;
    }

    private Fields mutated(
            Policy policy,
            Review review,
            Target target,
            @Nullable Fields params,
            @Nullable Fields namespace)
            throws MutationException, ConditionFailure, OutOfBudgetException {
        Policy.Code code = policy.code().get();
        Budget budget = new Budget(Budget.PER_REQUEST);
        Review seen = world.seen(review, target);
        if (!Evaluator.holds(
                code.conditions(), values(code, seen, target, params, namespace, budget))) {
            return review.object();
        }
        Fields object = seen.object();
        for (Expression mutation : code.rules()) {
            RequestValues values =
                    values(code, seen.withObject(object), target, params, namespace, budget);
            Result result = Evaluator.evaluate(mutation, values, budget);
            if (result.error() != null) {
                throw new MutationException(result.error());
            }
            object =
                    world.documents()
                            .complete(changed(object, result.value(), target, mutation), target);
        }
        return target.isOf(review.call())
                ? object
                : world.documents().convert(object, target, Target.of(review.call()));
    }

    private RequestValues values(
            Policy.Code code,
            Review seen,
            Target target,
            @Nullable Fields params,
            @Nullable Fields namespace,
            Budget budget) {
        return new RequestValues(
                seen, target, params, namespace, world.access(), code.variables(), budget);
    }

    private Fields changed(
            Fields object, @Nullable Object value, Target target, Expression mutation)
            throws MutationException {
        try {
            Object patch = value == null ? null : Values.toTree(value);
            if (patch instanceof Fields configuration) {
                return merged(object, configuration, target);
            }
            if (patch instanceof List<?>
                    && JsonPatch.apply(object, patch) instanceof Fields after) {
                return after;
            }
            throw new MutationException("a mutation must leave an object");
        } catch (EvaluationException | PatchException failure) {
            // A patch whose test fails is not meant for this object.
            if (failure instanceof PatchException
                    && String.valueOf(failure.getMessage()).endsWith("failed: test failed")) {
                return object;
            }
            throw new MutationException(
                    "expression '%s' resulted in error: %s"
                            .formatted(mutation.text(), failure.getMessage()));
        }
    }

    private Fields merged(Fields object, Fields configuration, Target target)
            throws MutationException {
        Fields metadata = configuration.fields("metadata");
        for (String name :
                List.of("name", "generateName", "namespace", "uid", "creationTimestamp")) {
            if (metadata.has(name)
                    && !java.util.Objects.equals(
                            metadata.value(name), object.at("metadata", name))) {
                throw new MutationException(
                        "error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .metadata."
                                + name);
            }
        }
        return TypedMerge.merge(types.apply(target), object, configuration);
    }

    private static ApiException denied(Review review, List<String> objections) {
        Failure forbidden = review.forbidden("admission request denied by policy").failure();
        Failure.Details details = forbidden.details();
        return new ApiException(
                new Failure(
                        forbidden.reason(),
                        forbidden.code(),
                        objections.getFirst(),
                        details == null
                                ? null
                                : new Failure.Details(
                                        details.name(),
                                        details.group(),
                                        details.kind(),
                                        details.uid(),
                                        objections.stream()
                                                .map(text -> new Failure.Cause("", text, ""))
                                                .toList(),
                                        details.retryAfterSeconds())));
    }
}
