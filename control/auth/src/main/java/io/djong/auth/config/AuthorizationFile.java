package io.djong.auth.config;

import io.djong.auth.abac.AbacAuthorizer;
import io.djong.auth.config.AuthorizationSettings.Mode;
import io.djong.auth.webhook.AccessWebhook;
import io.djong.meta.tree.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the file of `--authorization-config`. Texts are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/#apiserver-config-k8s-io-v1-AuthorizationConfiguration AuthorizationConfiguration
public final class AuthorizationFile {

    private static final List<String> TYPES =
            List.of("ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(30);

    private final Errors errors = new Errors();
    private final Optional<AbacAuthorizer> policies;
    private final Set<String> types = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private AuthorizationFile(Optional<AbacAuthorizer> policies) {
        this.policies = policies;
    }

    /// @param policies for type `ABAC`
    /// @throws IllegalArgumentException with everything that is wrong
    public static AuthorizationSettings read(Path file, Optional<AbacAuthorizer> policies) {
        return new AuthorizationFile(policies)
                .settings(Errors.read(file, "AuthorizationConfiguration"));
    }

    private AuthorizationSettings settings(Fields document) {
        List<Fields> authorizers = Errors.objects(document, "authorizers");
        if (authorizers.isEmpty()) {
            errors.required("authorizers", "at least one authorization mode must be defined");
        }
        List<Mode> modes = new ArrayList<>();
        for (int i = 0; i < authorizers.size(); i++) {
            mode(authorizers.get(i), "authorizers[" + i + "]").ifPresent(modes::add);
        }
        errors.throwIfAny();
        for (Mode mode : modes) {
            if (mode instanceof Mode.Webhook(var webhook)) {
                AccessWebhook.check(webhook);
            }
        }
        return new AuthorizationSettings(modes);
    }

    private Optional<Mode> mode(Fields authorizer, String path) {
        String type = authorizer.string("type");
        String name = authorizer.string("name");
        if (type.isEmpty()) {
            errors.required(path + ".type", "");
            return Optional.empty();
        }
        if (!TYPES.contains(type)) {
            errors.notSupported(path + ".type", type, TYPES);
            return Optional.empty();
        }
        if (!type.equals("Webhook") && !types.add(type)) {
            errors.duplicate(path + ".type", type);
        }
        if (name.isEmpty()) {
            errors.required(path + ".name", "");
        } else if (!names.add(name)) {
            errors.duplicate(path + ".name", name);
        } else if (!SUBDOMAIN.matcher(name).matches()) {
            errors.invalid(
                    path + ".name",
                    name,
                    "authorizer name is invalid: must be a lowercase RFC 1123 subdomain");
        }
        if (!type.equals("Webhook") && authorizer.has("webhook")) {
            errors.invalid(
                    path + ".webhook", "non-null", "may only be specified when type=Webhook");
        }
        return switch (type) {
            case "AlwaysAllow" -> Optional.of(new Mode.AlwaysAllow());
            case "AlwaysDeny" -> Optional.of(new Mode.AlwaysDeny());
            case "Node" -> Optional.of(new Mode.Node());
            case "RBAC" -> Optional.of(new Mode.Rbac());
            case "ABAC" -> {
                if (policies.isEmpty()) {
                    errors.required(path, "ABAC needs --authorization-policy-file");
                }
                yield policies.map(Mode.Abac::new);
            }
            default -> webhook(authorizer, name, path + ".webhook").map(Mode.Webhook::new);
        };
    }

    private Optional<AccessWebhook.Settings> webhook(Fields authorizer, String name, String path) {
        Fields webhook = authorizer.fieldsOrNull("webhook");
        if (webhook == null) {
            errors.required(path, "required when type=Webhook");
            return Optional.empty();
        }
        Duration timeout = timeout(webhook, path + ".timeout");
        String version = version(webhook, "subjectAccessReviewVersion", path);
        List<Fields> conditions = Errors.objects(webhook, "matchConditions");
        if (!conditions.isEmpty()) {
            version(webhook, "matchConditionSubjectAccessReviewVersion", path);
        }
        String policy = webhook.string("failurePolicy");
        if (policy.isEmpty()) {
            errors.required(path + ".failurePolicy", "");
        } else if (!List.of("NoOpinion", "Deny").contains(policy)) {
            errors.notSupported(path + ".failurePolicy", policy, List.of("Deny", "NoOpinion"));
        }
        Path file = file(webhook.fields("connectionInfo"), path + ".connectionInfo");
        Duration allowed = ttl(webhook, "authorizedTTL", AccessWebhook.Settings.ALLOWED_TTL, path);
        Duration refused =
                ttl(webhook, "unauthorizedTTL", AccessWebhook.Settings.REFUSED_TTL, path);
        return Optional.of(
                new AccessWebhook.Settings(
                        name,
                        file,
                        version,
                        remembers(webhook, "cacheAuthorizedRequests") ? allowed : Duration.ZERO,
                        remembers(webhook, "cacheUnauthorizedRequests") ? refused : Duration.ZERO,
                        timeout,
                        policy.equals("Deny"),
                        conditions.stream().map(one -> one.string("expression")).toList()));
    }

    private static boolean remembers(Fields webhook, String name) {
        return !webhook.has(name) || webhook.bool(name);
    }

    private Duration timeout(Fields webhook, String path) {
        String text = webhook.string("timeout");
        if (text.isEmpty()) {
            errors.required(path, "");
            return TIMEOUT_MAX;
        }
        Duration timeout = Errors.duration(text).orElse(Duration.ZERO);
        if (!timeout.isPositive()) {
            errors.invalid(path, text, "must be > 0s");
        } else if (timeout.compareTo(TIMEOUT_MAX) > 0) {
            errors.invalid(path, text, "must be <= 30s");
        }
        return timeout;
    }

    private Duration ttl(Fields webhook, String name, Duration usual, String path) {
        String text = webhook.string(name);
        if (text.isEmpty()) {
            return usual;
        }
        Optional<Duration> ttl = Errors.duration(text);
        if (ttl.isEmpty() || !ttl.get().isPositive()) {
            errors.invalid(path + "." + name, text, "must be > 0s");
        }
        return ttl.orElse(usual);
    }

    private String version(Fields webhook, String name, String path) {
        String version = webhook.string(name);
        boolean ofConditions = name.startsWith("match");
        List<String> supported = ofConditions ? List.of("v1") : List.of("v1", "v1beta1");
        if (version.isEmpty()) {
            errors.required(
                    path + "." + name,
                    ofConditions ? "required if match conditions are specified" : "");
        } else if (!supported.contains(version)) {
            errors.notSupported(path + "." + name, version, supported);
        }
        return version;
    }

    private Path file(Fields connection, String path) {
        String type = connection.string("type");
        String file = connection.string("kubeConfigFile");
        switch (type) {
            case "KubeConfigFile" -> {
                if (file.isEmpty()) {
                    errors.required(path + ".kubeConfigFile", "");
                } else if (!Path.of(file).isAbsolute()) {
                    errors.invalid(path + ".kubeConfigFile", file, "must be an absolute path");
                }
            }
            case "" -> errors.required(path + ".type", "");
            default ->
                    errors.notSupported(
                            path + ".type", type, List.of("InClusterConfig", "KubeConfigFile"));
        }
        return Path.of(file);
    }
}
