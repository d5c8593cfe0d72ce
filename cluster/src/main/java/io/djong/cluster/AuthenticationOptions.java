package io.djong.cluster;

import io.djong.auth.FrontProxy;
import io.djong.auth.config.AuthenticationFile;
import io.djong.auth.config.AuthenticationSettings;
import io.djong.auth.config.AuthenticationSettings.Anonymous;
import io.djong.auth.config.AuthenticationSettings.FrontProxySettings;
import io.djong.auth.config.Durations;
import io.djong.auth.oidc.JwtSettings;
import io.djong.auth.webhook.TokenWebhook;
import io.djong.http.tls.Pem;
import io.djong.http.tls.PemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose word is taken for who somebody is: the options of kube-apiserver, by the same names.
///
/// @spec https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ kube-apiserver
final class AuthenticationOptions {

    @Option(
            names = "--anonymous-auth",
            paramLabel = "BOOL",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "lets requests without credentials in as system:anonymous (default: true)")
    @Nullable Boolean anonymous;

    @Option(
            names = "--authentication-config",
            paramLabel = "FILE",
            description = "an AuthenticationConfiguration: issuers of tokens, anonymous requests")
    @Nullable Path file;

    @Option(
            names = "--oidc-issuer-url",
            paramLabel = "URL",
            description = "an OpenID issuer whose tokens are believed")
    String oidcIssuer = "";

    @Option(
            names = "--oidc-client-id",
            paramLabel = "ID",
            description = "whom the issuer's tokens must be made for")
    String oidcClient = "";

    @Option(
            names = "--oidc-ca-file",
            paramLabel = "FILE",
            description = "who vouches for the issuer (default: those whom the system trusts)")
    @Nullable Path oidcAuthorities;

    @Option(
            names = "--oidc-username-claim",
            paramLabel = "CLAIM",
            description = "which claim is the user's name (default: sub)")
    String oidcUsername = "sub";

    @Option(
            names = "--oidc-username-prefix",
            paramLabel = "TEXT",
            description = "goes before the user's name; - for nothing")
    @Nullable String oidcUsernamePrefix;

    @Option(
            names = "--oidc-groups-claim",
            paramLabel = "CLAIM",
            description = "which claim holds the user's groups")
    String oidcGroups = "";

    @Option(
            names = "--oidc-groups-prefix",
            paramLabel = "TEXT",
            description = "goes before each group")
    String oidcGroupsPrefix = "";

    @Option(
            names = "--oidc-required-claim",
            paramLabel = "CLAIM=VALUE",
            split = ",",
            description = "a claim that tokens must have; may be repeated")
    List<String> oidcRequired = new ArrayList<>();

    @Option(
            names = "--oidc-signing-algs",
            paramLabel = "NAME",
            split = ",",
            description = "algorithms that tokens may be signed with (default: RS256)")
    List<String> oidcAlgorithms = new ArrayList<>();

    @Option(
            names = "--authentication-token-webhook-config-file",
            paramLabel = "FILE",
            description = "a kubeconfig of a program that knows whose tokens are")
    @Nullable Path webhook;

    @Option(
            names = "--authentication-token-webhook-cache-ttl",
            paramLabel = "DURATION",
            description = "how long its answers hold (default: 2m)")
    String webhookTtl = "2m";

    @Option(
            names = "--authentication-token-webhook-version",
            paramLabel = "VERSION",
            description = "of its reviews: v1beta1 or v1 (default: v1beta1)")
    String webhookVersion = "v1beta1";

    @Option(
            names = "--requestheader-client-ca-file",
            paramLabel = "FILE",
            description = "who vouches for a proxy that is believed about its users")
    @Nullable Path proxyAuthorities;

    @Option(
            names = "--requestheader-allowed-names",
            paramLabel = "NAME",
            split = ",",
            description = "common names of such proxies (default: any)")
    List<String> proxyNames = new ArrayList<>();

    @Option(
            names = "--requestheader-username-headers",
            paramLabel = "HEADER",
            split = ",",
            description = "where the proxy puts the user's name (default: X-Remote-User)")
    List<String> proxyUser = new ArrayList<>();

    @Option(
            names = "--requestheader-uid-headers",
            paramLabel = "HEADER",
            split = ",",
            description = "where the proxy puts the user's uid (default: X-Remote-Uid)")
    List<String> proxyUid = new ArrayList<>();

    @Option(
            names = "--requestheader-group-headers",
            paramLabel = "HEADER",
            split = ",",
            description = "where the proxy puts the user's groups (default: X-Remote-Group)")
    List<String> proxyGroup = new ArrayList<>();

    @Option(
            names = "--requestheader-extra-headers-prefix",
            paramLabel = "PREFIX",
            split = ",",
            description = "of headers with further facts (default: X-Remote-Extra-)")
    List<String> proxyExtra = new ArrayList<>();

    @Option(
            names = "--service-account-issuer",
            paramLabel = "URL",
            description = "who issues service account tokens; the first also makes new ones")
    List<String> issuers = new ArrayList<>();

    @Option(
            names = "--api-audiences",
            paramLabel = "NAME",
            split = ",",
            description = "what this API server is called in tokens (default: the issuers)")
    List<String> audiences = new ArrayList<>();

    /// @param errors gets what is wrong
    AuthenticationSettings toSettings(List<String> errors) {
        List<JwtSettings> trusted = new ArrayList<>();
        Optional<Anonymous> said = Optional.empty();
        if (file != null) {
            if (!oidcIssuer.isEmpty()) {
                errors.add("--authentication-config: cannot be used together with --oidc-*");
            }
            try {
                AuthenticationFile.Content content =
                        AuthenticationFile.read(ClusterOptions.here(file));
                trusted.addAll(content.issuers());
                said = content.anonymous();
            } catch (IllegalArgumentException wrong) {
                errors.add("--authentication-config: " + wrong.getMessage());
            }
        }
        if (!oidcIssuer.isEmpty() || !oidcClient.isEmpty()) {
            oidc(errors).ifPresent(trusted::add);
        }
        if (said.isPresent() && anonymous != null) {
            errors.add(
                    "--anonymous-auth: cannot be used together with anonymous of --authentication-config");
        }
        boolean isOpen = anonymous == null || anonymous;
        return new AuthenticationSettings(
                trusted,
                webhook(errors),
                frontProxy(errors),
                said.orElse(isOpen ? Anonymous.EVERYWHERE : Anonymous.NOWHERE));
    }

    private Optional<JwtSettings> oidc(List<String> errors) {
        if (oidcIssuer.isEmpty() || oidcClient.isEmpty()) {
            errors.add("--oidc-issuer-url: must be said together with --oidc-client-id");
            return Optional.empty();
        }
        if (!oidcIssuer.startsWith("https://")) {
            errors.add("--oidc-issuer-url: '" + oidcIssuer + "': must begin with https://");
        }
        Map<String, String> required = new LinkedHashMap<>();
        for (String claim : oidcRequired) {
            int equals = claim.indexOf('=');
            if (equals <= 0) {
                errors.add("--oidc-required-claim: '" + claim + "': must be CLAIM=VALUE");
            } else {
                required.put(claim.substring(0, equals), claim.substring(equals + 1));
            }
        }
        for (String algorithm : oidcAlgorithms) {
            if (!JwtSettings.ALL_ALGORITHMS.contains(algorithm)) {
                errors.add(
                        "--oidc-signing-algs: '%s': must be among %s"
                                .formatted(
                                        algorithm, String.join(", ", JwtSettings.ALL_ALGORITHMS)));
            }
        }
        String authorities =
                oidcAuthorities == null ? "" : pem("--oidc-ca-file", oidcAuthorities, errors);
        return Optional.of(
                JwtSettings.ofFlags(
                        oidcIssuer,
                        oidcClient,
                        authorities,
                        oidcUsername,
                        oidcUsernamePrefix,
                        oidcGroups,
                        oidcGroupsPrefix,
                        required,
                        oidcAlgorithms.isEmpty() ? JwtSettings.FLAG_ALGORITHMS : oidcAlgorithms));
    }

    private Optional<TokenWebhook.Settings> webhook(List<String> errors) {
        if (webhook == null) {
            return Optional.empty();
        }
        if (!List.of("v1", "v1beta1").contains(webhookVersion)) {
            errors.add(
                    "--authentication-token-webhook-version: '%s': must be v1 or v1beta1"
                            .formatted(webhookVersion));
        }
        if (!Files.isReadable(ClusterOptions.here(webhook))) {
            errors.add(
                    "--authentication-token-webhook-config-file: " + webhook + ": cannot be read");
        }
        Optional<Duration> ttl = Durations.parse(webhookTtl);
        if (ttl.isEmpty()) {
            errors.add(
                    "--authentication-token-webhook-cache-ttl: '%s': must be a duration such as 2m"
                            .formatted(webhookTtl));
        }
        return Optional.of(
                new TokenWebhook.Settings(
                        ClusterOptions.here(webhook),
                        webhookVersion,
                        ttl.orElse(TokenWebhook.Settings.TTL)));
    }

    private Optional<FrontProxySettings> frontProxy(List<String> errors) {
        if (proxyAuthorities == null) {
            return Optional.empty();
        }
        String authorities = pem("--requestheader-client-ca-file", proxyAuthorities, errors);
        if (authorities.isEmpty()) {
            return Optional.empty();
        }
        FrontProxy.HeaderNames usual = FrontProxy.HeaderNames.USUAL;
        return Optional.of(
                new FrontProxySettings(
                        Pem.certificates(authorities),
                        Set.copyOf(proxyNames),
                        new FrontProxy.HeaderNames(
                                or(proxyUser, usual.user()),
                                or(proxyUid, usual.uid()),
                                or(proxyGroup, usual.group()),
                                or(proxyExtra, usual.extraPrefixes()))));
    }

    private static List<String> or(List<String> said, List<String> usual) {
        return said.isEmpty() ? usual : List.copyOf(said);
    }

    /// "" when there are no certificates in the file.
    private static String pem(String option, Path file, List<String> errors) {
        try {
            String text = Files.readString(ClusterOptions.here(file));
            Pem.certificates(text);
            return text;
        } catch (IOException | PemException wrong) {
            errors.add(option + ": " + file + ": " + wrong.getMessage());
            return "";
        }
    }
}
