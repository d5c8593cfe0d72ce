package io.djong.admission.webhook;

import io.djong.admission.AdmissionPlugin;
import io.djong.admission.Call;
import io.djong.admission.Review;
import io.djong.admission.matching.Target;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Log;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import io.djong.wire.JsonPatch;
import io.djong.wire.PatchException;
import java.util.List;

/// Asks mutating webhooks one after the other; each sees what those before it made of the object.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/ Dynamic Admission Control
public final class MutatingAdmissionWebhook implements AdmissionPlugin {

    private static final Log LOG = Log.of(MutatingAdmissionWebhook.class);

    private static final String MUTATION = "mutation.webhook.admission.k8s.io/";
    private static final String PATCH = "patch.webhook.admission.k8s.io/";

    private final Hooks hooks;
    private final Webhooks webhooks;
    private final HookCall caller;

    public MutatingAdmissionWebhook(Hooks hooks, Webhooks webhooks) {
        this.hooks = hooks;
        this.webhooks = webhooks;
        this.caller =
                new HookCall(
                        webhooks.client(),
                        webhooks.metrics(),
                        webhooks.clock(),
                        webhooks.random(),
                        true);
    }

    @Override
    public Fields mutate(Review review) {
        List<Hook> all = hooks.all();
        if (all.isEmpty() || Webhooks.isExempt(review)) {
            return review.object();
        }
        HookRounds rounds = review.call().reinvocation().memory(HookRounds.class, HookRounds::new);
        boolean again = review.call().reinvocation().isSecondRound();
        if (again) {
            rounds.beginSecond(review.object());
        }
        Review current = review;
        try {
            for (int i = 0; i < all.size(); i++) {
                current = current.withObject(ask(all.get(i), i, current, rounds, again));
            }
        } finally {
            rounds.end(current.object());
        }
        return current.object();
    }

    private Fields ask(Hook hook, int index, Review review, HookRounds rounds, boolean again) {
        Webhooks.Invocation invocation = webhooks.invocation(hook, review, true).orElse(null);
        // What was not asked in the first round is not asked in the second either.
        if (invocation == null || (again && !rounds.isDue(hook))) {
            return review.object();
        }
        String place = "round_%d_index_%d".formatted(again ? 1 : 0, index);
        HookCall.Outcome outcome = caller.perform(hook, invocation.seen(), invocation.target());
        Fields object = review.object();
        switch (outcome) {
            case HookCall.Outcome.Refused(Failure failure) -> throw new ApiException(failure);
            case HookCall.Outcome.FailedOpen(String why) -> {
                LOG.warn("Webhook failed, going on without it", "webhook", hook.name(), "why", why);
                review.call().notes().annotate("failed-open." + MUTATION + place, hook.name());
            }
            case HookCall.Outcome.Answered(ReviewAnswer answer) -> {
                accept(review.call(), answer);
                object = patched(hook, review, invocation, answer, place);
            }
        }
        boolean changed = !object.equals(review.object());
        review.call().notes().annotate(MUTATION + place, note(hook, "mutated", changed));
        if (changed) {
            rounds.recall();
            review.call().reinvocation().want();
        }
        if (hook.isReinvocable()) {
            rounds.asked(hook);
        }
        return object;
    }

    /// @throws ApiException when the answer is no
    static void accept(Call call, ReviewAnswer answer) {
        answer.annotations().forEach(call.notes()::annotate);
        answer.warnings().forEach(call.notes()::warn);
        Failure denial = answer.denial();
        if (denial != null) {
            throw new ApiException(denial);
        }
    }

    private Fields patched(
            Hook hook,
            Review review,
            Webhooks.Invocation invocation,
            ReviewAnswer answer,
            String place) {
        Object patch = answer.patch();
        if (patch == null) {
            return review.object();
        }
        Fields before = invocation.seen().object();
        if (before.isEmpty()) {
            throw new ApiException(
                    Failure.internal(
                            "admission webhook \"%s\" attempted to modify the object, which is not supported for this operation"
                                    .formatted(hook.name())));
        }
        Fields after = apply(before, patch, invocation.target());
        review.call()
                .notes()
                .annotate(
                        PATCH + place,
                        Json.text(
                                Fields.of(
                                                "configuration",
                                                hook.configuration(),
                                                "webhook",
                                                hook.name(),
                                                "patch",
                                                patch)
                                        .with("patchType", "JSONPatch")));
        Target own = Target.of(review.call());
        return invocation.target().isOf(review.call())
                ? after
                : webhooks.documents().convert(after, invocation.target(), own);
    }

    private Fields apply(Fields before, Object patch, Target kind) {
        try {
            if (JsonPatch.apply(before, patch) instanceof Fields after) {
                return webhooks.documents().complete(after, kind);
            }
        } catch (PatchException misfit) {
            throw new ApiException(Failure.internal(misfit.getMessage()), misfit);
        }
        throw new ApiException(Failure.internal("a patch must leave an object"));
    }

    private static String note(Hook hook, String name, Object value) {
        return Json.text(
                Fields.of(
                        "configuration",
                        hook.configuration(),
                        "webhook",
                        hook.name(),
                        name,
                        value));
    }
}
