package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.meta.tree.Fields;
import java.util.List;

/// Webhook configurations of `admissionregistration.k8s.io/v1beta1`, which asked less of their authors.
final class WebhookForm implements LegacyForm {

    private static final long TIMEOUT_SECONDS = 30;

    @Override
    public Fields defaults(Fields old) {
        return each(old, "webhooks", WebhookForm::defaulted);
    }

    private static Fields defaulted(Fields given) {
        Fields webhook = orElse(given, "failurePolicy", "Ignore");
        webhook = orElse(webhook, "matchPolicy", "Exact");
        webhook = orElse(webhook, "sideEffects", "Unknown");
        webhook = orElse(webhook, "timeoutSeconds", TIMEOUT_SECONDS);
        return webhook.list("admissionReviewVersions").isEmpty()
                ? webhook.with("admissionReviewVersions", List.of("v1beta1"))
                : webhook;
    }

    /// Today's version refuses webhooks that may have side effects.
    @Override
    public Fields toValidate(Fields today) {
        return each(
                today,
                "webhooks",
                webhook ->
                        List.of("Unknown", "Some").contains(webhook.string("sideEffects"))
                                ? webhook.with("sideEffects", "None")
                                : webhook);
    }
}
