package io.djong.cluster;

import io.djong.auth.abac.AbacAuthorizer;
import io.djong.auth.config.AuthorizationFile;
import io.djong.auth.config.AuthorizationSettings;
import io.djong.auth.config.AuthorizationSettings.Mode;
import io.djong.auth.config.Durations;
import io.djong.auth.webhook.AccessWebhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who says what somebody may do: the options of kube-apiserver, by the same names.
///
/// @spec https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ kube-apiserver
final class AuthorizationOptions {

    private static final String MODE = "--authorization-mode";
    private static final String CONFIG = "--authorization-config";
    private static final String POLICIES = "--authorization-policy-file";
    private static final String WEBHOOK = "--authorization-webhook-config-file";

    @Option(
            names = MODE,
            paramLabel = "NAME",
            split = ",",
            description =
                    "AlwaysAllow, AlwaysDeny, ABAC, Webhook, RBAC, Node, in the order in which they are asked (default: Node,RBAC)")
    List<String> names = new ArrayList<>();

    @Option(
            names = CONFIG,
            paramLabel = "FILE",
            description = "an AuthorizationConfiguration, instead of --authorization-mode")
    @Nullable Path file;

    @Option(
            names = POLICIES,
            paramLabel = "FILE",
            description = "the policies of ABAC, one JSON object a line")
    @Nullable Path policyFile;

    @Option(
            names = WEBHOOK,
            paramLabel = "FILE",
            description = "a kubeconfig of the program that Webhook asks")
    @Nullable Path webhook;

    @Option(
            names = "--authorization-webhook-version",
            paramLabel = "VERSION",
            description = "of its reviews: v1beta1 or v1 (default: v1beta1)")
    String webhookVersion = "v1beta1";

    @Option(
            names = "--authorization-webhook-cache-authorized-ttl",
            paramLabel = "DURATION",
            description = "how long its yes holds (default: 5m)")
    String allowedTtl = "5m";

    @Option(
            names = "--authorization-webhook-cache-unauthorized-ttl",
            paramLabel = "DURATION",
            description = "how long its no holds (default: 30s)")
    String refusedTtl = "30s";

    /// @param errors gets what is wrong
    AuthorizationSettings toSettings(List<String> errors) {
        Optional<AbacAuthorizer> policies = policies(errors);
        if (file == null) {
            return names.isEmpty() ? AuthorizationSettings.DEFAULTS : ofNames(policies, errors);
        }
        if (!names.isEmpty() || webhook != null) {
            errors.add(CONFIG + ": cannot be used together with " + MODE + " or " + WEBHOOK);
        }
        try {
            return AuthorizationFile.read(ClusterOptions.here(file), policies);
        } catch (IllegalArgumentException wrong) {
            errors.add(CONFIG + ": " + wrong.getMessage());
            return AuthorizationSettings.DEFAULTS;
        }
    }

    private AuthorizationSettings ofNames(Optional<AbacAuthorizer> policies, List<String> errors) {
        List<Mode> modes = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                errors.add(MODE + ": '" + name + "': said twice");
            }
            switch (name) {
                case "AlwaysAllow" -> modes.add(new Mode.AlwaysAllow());
                case "AlwaysDeny" -> modes.add(new Mode.AlwaysDeny());
                case "RBAC" -> modes.add(new Mode.Rbac());
                case "Node" -> modes.add(new Mode.Node());
                case "ABAC" -> {
                    if (policyFile == null) {
                        errors.add(MODE + ": ABAC needs " + POLICIES);
                    }
                    policies.map(Mode.Abac::new).ifPresent(modes::add);
                }
                case "Webhook" -> webhook(errors).map(Mode.Webhook::new).ifPresent(modes::add);
                default -> errors.add(MODE + ": '" + name + "': no such mode");
            }
        }
        return new AuthorizationSettings(modes);
    }

    private Optional<AbacAuthorizer> policies(List<String> errors) {
        if (policyFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    AbacAuthorizer.parse(Files.readString(ClusterOptions.here(policyFile))));
        } catch (IOException | IllegalArgumentException wrong) {
            errors.add(POLICIES + ": " + policyFile + ": " + wrong.getMessage());
            return Optional.empty();
        }
    }

    private Optional<AccessWebhook.Settings> webhook(List<String> errors) {
        if (webhook == null) {
            errors.add(MODE + ": Webhook needs " + WEBHOOK);
            return Optional.empty();
        }
        if (!Files.isReadable(ClusterOptions.here(webhook))) {
            errors.add(WEBHOOK + ": " + webhook + ": cannot be read");
        }
        if (!List.of("v1", "v1beta1").contains(webhookVersion)) {
            errors.add(
                    "--authorization-webhook-version: '%s': must be v1 or v1beta1"
                            .formatted(webhookVersion));
        }
        return Optional.of(
                new AccessWebhook.Settings(
                        "webhook",
                        ClusterOptions.here(webhook),
                        webhookVersion,
                        ttl("--authorization-webhook-cache-authorized-ttl", allowedTtl, errors),
                        ttl("--authorization-webhook-cache-unauthorized-ttl", refusedTtl, errors),
                        AccessWebhook.Settings.TIMEOUT,
                        false,
                        List.of()));
    }

    private static Duration ttl(String option, String text, List<String> errors) {
        Optional<Duration> ttl = Durations.parse(text);
        if (ttl.isEmpty()) {
            errors.add(option + ": '" + text + "': must be a duration such as 5m");
        }
        return ttl.orElse(Duration.ZERO);
    }
}
