package io.djong.auth.config;

import io.djong.auth.abac.AbacAuthorizer;
import io.djong.auth.webhook.AccessWebhook;
import java.util.List;

/// Which authorizers are asked, in order.
public record AuthorizationSettings(List<Mode> modes) {

    public static final AuthorizationSettings DEFAULTS =
            new AuthorizationSettings(List.of(new Mode.Node(), new Mode.Rbac()));

    /// One authorizer.
    public sealed interface Mode {
        record AlwaysAllow() implements Mode {}

        record AlwaysDeny() implements Mode {}

        record Abac(AbacAuthorizer policies) implements Mode {}

        record Rbac() implements Mode {}

        record Node() implements Mode {}

        record Webhook(AccessWebhook.Settings settings) implements Mode {}
    }

    public AuthorizationSettings {
        modes = List.copyOf(modes);
    }
}
