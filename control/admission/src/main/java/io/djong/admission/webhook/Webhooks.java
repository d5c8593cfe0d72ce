package io.djong.admission.webhook;

import io.djong.admission.Review;
import io.djong.admission.matching.Equivalents;
import io.djong.admission.matching.MatchCriteria.NamespaceLabels;
import io.djong.admission.matching.Target;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// What both kinds of webhooks work with.
///
/// @param random safe for many threads
public record Webhooks(
        HookClient client,
        NamespaceLabels namespaces,
        Equivalents equivalents,
        Documents documents,
        Conditions conditions,
        HookMetrics metrics,
        Clock clock,
        Threads threads,
        RandomGenerator random) {

    /// Whoever gets its own webhooks wrong must be able to get them right again.
    private static final Set<String> EXEMPT =
            Set.of(
                    "ValidatingWebhookConfiguration",
                    "MutatingWebhookConfiguration",
                    "ValidatingAdmissionPolicy",
                    "ValidatingAdmissionPolicyBinding",
                    "MutatingAdmissionPolicy",
                    "MutatingAdmissionPolicyBinding");

    static boolean isExempt(Review review) {
        return review.call().kindVersion().group().equals("admissionregistration.k8s.io")
                && EXEMPT.contains(review.call().kind());
    }

    /// A webhook that is to be asked, and what it is shown.
    record Invocation(Hook hook, Target target, Review seen) {}

    /// Empty when the webhook is not about this request.
    ///
    /// @throws io.djong.meta.ApiException when that cannot be found out
    Optional<Invocation> invocation(Hook hook, Review review, boolean mutates) {
        Optional<Target> target = hook.criteria().match(review, namespaces, equivalents);
        if (target.isEmpty()) {
            return Optional.empty();
        }
        Review seen = converted(review, target.get());
        if (!hook.conditions().isEmpty() && !holds(hook, review, seen, mutates)) {
            return Optional.empty();
        }
        return Optional.of(new Invocation(hook, target.get(), seen));
    }

    private boolean holds(Hook hook, Review review, Review seen, boolean mutates) {
        boolean holds;
        try {
            holds = conditions.hold(hook, hook.conditions(), seen);
        } catch (Conditions.ConditionException failed) {
            if (!hook.failsOpen()) {
                throw review.forbidden(String.valueOf(failed.getMessage()));
            }
            holds = false;
        }
        if (!holds) {
            metrics.excluded(hook.name(), mutates ? "admit" : "validating", review.operation());
        }
        return holds;
    }

    private Review converted(Review review, Target target) {
        if (target.isOf(review.call())) {
            return review;
        }
        Target own = Target.of(review.call());
        Fields object = documents.convert(review.object(), own, target);
        return review instanceof Review.Update || review instanceof Review.Delete
                ? withOld(review, object, documents.convert(review.old(), own, target))
                : review.withObject(object);
    }

    private static Review withOld(Review review, Fields object, Fields old) {
        return review instanceof Review.Update
                ? new Review.Update(review.call(), object, old)
                : new Review.Delete(review.call(), old);
    }
}
