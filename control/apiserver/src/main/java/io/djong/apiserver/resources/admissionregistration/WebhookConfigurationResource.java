package io.djong.apiserver.resources.admissionregistration;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.Expressions;
import io.djong.apiserver.validation.FieldErrors;
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
    private final Expressions expressions;

    WebhookConfigurationResource(boolean mutating, Expressions expressions) {
        this.mutating = mutating;
        this.expressions = expressions;
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

    /// Who changes a configuration must have seen what is there.
    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        WebhookValidation.validate(object, mutating, expressions, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        WebhookValidation.validateUpdate(object, before, mutating, expressions, errors);
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
