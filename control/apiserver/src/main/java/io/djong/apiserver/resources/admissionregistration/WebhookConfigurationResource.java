package io.djong.apiserver.resources.admissionregistration;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ValidatingWebhookConfigurations and MutatingWebhookConfigurations.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/ Dynamic Admission Control
final class WebhookConfigurationResource implements KindRules {

    private static final long TIMEOUT_SECONDS = 10;
    private static final long PORT = 443;

    private final boolean mutating;

    WebhookConfigurationResource(boolean mutating) {
        this.mutating = mutating;
    }

    @Override
    public Fields defaults(Fields object) {
        return each(object, "webhooks", this::webhook);
    }

    private Fields webhook(Fields given) {
        Fields webhook = orElse(MatchDefaults.matching(given), "failurePolicy", "Fail");
        webhook = orElse(webhook, "timeoutSeconds", TIMEOUT_SECONDS);
        webhook = each(webhook, "rules", MatchDefaults::rule);
        webhook =
                within(
                        webhook,
                        "clientConfig",
                        config ->
                                within(
                                        config,
                                        "service",
                                        service -> orElse(service, "port", PORT)));
        return mutating ? orElse(webhook, "reinvocationPolicy", "Never") : webhook;
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.integer("Webhooks"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(
                Trees.name(object), (long) object.list("webhooks").size(), Ages.age(object, now));
    }
}
