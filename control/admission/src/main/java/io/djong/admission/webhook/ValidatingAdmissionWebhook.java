package io.djong.admission.webhook;

import io.djong.admission.AdmissionPlugin;
import io.djong.admission.Review;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Asks validating webhooks, all at once; one no is enough.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/ Dynamic Admission Control
public final class ValidatingAdmissionWebhook implements AdmissionPlugin {

    private static final Log LOG = Log.of(ValidatingAdmissionWebhook.class);

    private static final String FAILED_OPEN = "failed-open.validating.webhook.admission.k8s.io/";

    private final Hooks hooks;
    private final Webhooks webhooks;
    private final HookCall caller;

    public ValidatingAdmissionWebhook(Hooks hooks, Webhooks webhooks) {
        this.hooks = hooks;
        this.webhooks = webhooks;
        this.caller =
                new HookCall(
                        webhooks.client(),
                        webhooks.metrics(),
                        webhooks.clock(),
                        webhooks.random(),
                        false);
    }

    @Override
    public void validate(Review review) {
        List<Hook> all = hooks.all();
        if (all.isEmpty() || Webhooks.isExempt(review)) {
            return;
        }
        List<Webhooks.Invocation> invocations = new ArrayList<>();
        for (Hook hook : all) {
            webhooks.invocation(hook, review, false).ifPresent(invocations::add);
        }
        List<HookCall.Outcome> outcomes = perform(invocations);
        for (int i = 0; i < outcomes.size(); i++) {
            note(review, invocations.get(i).hook(), i, outcomes.get(i));
        }
        outcomes.forEach(ValidatingAdmissionWebhook::throwIfNo);
    }

    private List<HookCall.Outcome> perform(List<Webhooks.Invocation> invocations) {
        if (invocations.size() == 1) {
            return List.of(perform(invocations.getFirst()));
        }
        List<CompletableFuture<HookCall.Outcome>> running = new ArrayList<>();
        for (Webhooks.Invocation invocation : invocations) {
            CompletableFuture<HookCall.Outcome> outcome = new CompletableFuture<>();
            webhooks.threads()
                    .start(
                            "validating-webhook",
                            () -> {
                                try {
                                    outcome.complete(perform(invocation));
                                } catch (RuntimeException | Error failed) {
                                    outcome.completeExceptionally(failed);
                                }
                            });
            running.add(outcome);
        }
        try {
            return running.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException failed) {
            throw new IllegalStateException("webhook call failed", failed.getCause());
        }
    }

    private HookCall.Outcome perform(Webhooks.Invocation invocation) {
        return caller.perform(invocation.hook(), invocation.seen(), invocation.target());
    }

    private static void note(Review review, Hook hook, int index, HookCall.Outcome outcome) {
        switch (outcome) {
            case HookCall.Outcome.Answered(ReviewAnswer answer) -> {
                answer.annotations().forEach(review.call().notes()::annotate);
                answer.warnings().forEach(review.call().notes()::warn);
            }
            case HookCall.Outcome.FailedOpen(String why) -> {
                LOG.warn("Webhook failed, going on without it", "webhook", hook.name(), "why", why);
                review.call().notes().annotate(FAILED_OPEN + "round_0_index_" + index, hook.name());
            }
            case HookCall.Outcome.Refused _ -> {}
        }
    }

    private static void throwIfNo(HookCall.Outcome outcome) {
        Failure no =
                switch (outcome) {
                    case HookCall.Outcome.Answered(ReviewAnswer answer) -> answer.denial();
                    case HookCall.Outcome.FailedOpen _ -> null;
                    case HookCall.Outcome.Refused(Failure failure) -> failure;
                };
        if (no != null) {
            throw new ApiException(no);
        }
    }
}
