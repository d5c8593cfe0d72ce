package io.djong.auth.config;

import io.djong.auth.config.AuthenticationSettings.Anonymous;
import io.djong.auth.oidc.JwtAuthenticator;
import io.djong.auth.oidc.JwtSettings;
import io.djong.auth.oidc.JwtSettings.Mapping;
import io.djong.meta.tree.Fields;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the file of `--authentication-config`. Texts are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/#apiserver-config-k8s-io-v1-AuthenticationConfiguration AuthenticationConfiguration
public final class AuthenticationFile {

    private static final int ISSUERS_MAX = 64;

    private final Errors errors = new Errors();
    private final Set<String> urls = new HashSet<>();

    private AuthenticationFile() {}

    /// What the file says.
    ///
    /// @param anonymous empty when it does not say
    public record Content(List<JwtSettings> issuers, Optional<Anonymous> anonymous) {}

    /// @throws IllegalArgumentException with everything that is wrong
    public static Content read(Path file) {
        return new AuthenticationFile().content(Errors.read(file, "AuthenticationConfiguration"));
    }

    private Content content(Fields document) {
        List<Fields> issuers = Errors.objects(document, "jwt");
        if (issuers.size() > ISSUERS_MAX) {
            errors.invalid("jwt", issuers.size(), "must have at most " + ISSUERS_MAX + " items");
        }
        List<JwtSettings> settings = new ArrayList<>();
        for (int i = 0; i < issuers.size(); i++) {
            settings.add(issuer(issuers.get(i), "jwt[" + i + "]"));
        }
        Optional<Anonymous> anonymous =
                Optional.ofNullable(document.fieldsOrNull("anonymous")).map(this::anonymous);
        errors.throwIfAny();
        for (int i = 0; i < settings.size(); i++) {
            try {
                JwtAuthenticator.check(settings.get(i));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("jwt[" + i + "]: " + wrong.getMessage(), wrong);
            }
        }
        return new Content(settings, anonymous);
    }

    private Anonymous anonymous(Fields said) {
        Set<String> paths =
                Errors.objects(said, "conditions").stream()
                        .map(one -> one.string("path"))
                        .collect(Collectors.toUnmodifiableSet());
        if (!said.bool("enabled") && !paths.isEmpty()) {
            errors.invalid(
                    "anonymous.conditions",
                    said.list("conditions"),
                    "enabled should be set to true when conditions are defined");
        }
        return new Anonymous(said.bool("enabled"), paths);
    }

    private JwtSettings issuer(Fields said, String path) {
        Fields issuer = said.fields("issuer");
        String url = issuer.string("url");
        checkUrl(url, path + ".issuer.url", true);
        if (!url.isEmpty() && !urls.add(url)) {
            errors.duplicate(path + ".issuer.url", url);
        }
        String discovery = issuer.string("discoveryURL");
        if (!discovery.isEmpty()) {
            checkUrl(discovery, path + ".issuer.discoveryURL", false);
            if (discovery.equals(url)) {
                errors.invalid(
                        path + ".issuer.discoveryURL",
                        discovery,
                        "discoveryURL must be different from URL");
            }
        }
        List<String> audiences = Errors.texts(issuer, "audiences");
        if (audiences.isEmpty()) {
            errors.required(
                    path + ".issuer.audiences",
                    "at least one " + path + ".issuer.audiences is required");
        }
        String policy = issuer.string("audienceMatchPolicy");
        if (audiences.size() > 1 && !policy.equals("MatchAny")) {
            errors.invalid(
                    path + ".issuer.audienceMatchPolicy",
                    policy,
                    "audienceMatchPolicy must be MatchAny for multiple audiences");
        }
        Fields mappings = said.fields("claimMappings");
        String at = path + ".claimMappings";
        Mapping username = prefixed(mappings.fields("username"), at + ".username");
        if (!username.isClaim() && !username.isExpression()) {
            errors.required(at + ".username", "claim or expression is required");
        }
        Fields uid = mappings.fields("uid");
        if (uid.has("claim") && uid.has("expression")) {
            errors.invalid(at + ".uid", "", "claim and expression can't both be set");
        }
        Map<String, String> required = new LinkedHashMap<>();
        List<JwtSettings.Rule> claimRules = new ArrayList<>();
        claimRules(said, path, required, claimRules);
        checkVerifiedEmail(username, mappings, claimRules, at);
        return new JwtSettings(
                url,
                discovery,
                issuer.string("certificateAuthority"),
                audiences,
                username,
                prefixed(mappings.fields("groups"), at + ".groups"),
                new Mapping(uid.string("claim"), "", uid.string("expression")),
                extra(mappings, at),
                required,
                claimRules,
                rules(said, "userValidationRules", path),
                JwtSettings.ALL_ALGORITHMS);
    }

    private void checkUrl(String url, String path, boolean isIssuer) {
        if (url.isEmpty()) {
            errors.required(path, "URL is required");
            return;
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException malformed) {
            errors.invalid(path, url, String.valueOf(malformed.getMessage()));
            return;
        }
        if (!"https".equals(uri.getScheme())) {
            errors.invalid(path, url, "URL scheme must be https");
        }
        if (uri.getUserInfo() != null) {
            errors.invalid(path, url, "URL must not contain a username or password");
        }
        if (isIssuer && uri.getQuery() != null) {
            errors.invalid(path, url, "URL must not contain a query");
        }
        if (uri.getFragment() != null) {
            errors.invalid(path, url, "URL must not contain a fragment");
        }
    }

    private Mapping prefixed(Fields said, String path) {
        String claim = said.string("claim");
        String expression = said.string("expression");
        boolean hasPrefix = said.has("prefix");
        if (!claim.isEmpty() && !expression.isEmpty()) {
            errors.invalid(path, "", "claim and expression can't both be set");
        }
        if (!expression.isEmpty() && hasPrefix) {
            errors.invalid(
                    path + ".prefix",
                    said.string("prefix"),
                    "prefix can't be set when expression is set");
        }
        if (!claim.isEmpty() && !hasPrefix) {
            errors.required(
                    path + ".prefix",
                    "prefix is required when claim is set. It can be set to an empty string to disable prefixing");
        }
        return new Mapping(claim, said.string("prefix"), expression);
    }

    private Map<String, String> extra(Fields mappings, String path) {
        Map<String, String> extra = new LinkedHashMap<>();
        List<Fields> said = Errors.objects(mappings, "extra");
        for (int i = 0; i < said.size(); i++) {
            String key = said.get(i).string("key");
            String at = path + ".extra[" + i + "]";
            if (key.isEmpty()) {
                errors.required(at + ".key", "");
            } else if (!key.contains("/")) {
                errors.invalid(
                        at + ".key",
                        key,
                        "must be a domain-prefixed path (such as \"acme.io/foo\")");
            } else if (isReserved(key)) {
                errors.invalid(at + ".key", key, "k8s.io and kubernetes.io domains are reserved");
            }
            if (said.get(i).string("valueExpression").isEmpty()) {
                errors.required(at + ".valueExpression", "");
            }
            if (extra.put(key, said.get(i).string("valueExpression")) != null) {
                errors.duplicate(at + ".key", key);
            }
        }
        return extra;
    }

    private static boolean isReserved(String key) {
        String domain = "." + key.substring(0, key.indexOf('/'));
        return domain.endsWith(".k8s.io") || domain.endsWith(".kubernetes.io");
    }

    private void claimRules(
            Fields said,
            String path,
            Map<String, String> required,
            List<JwtSettings.Rule> expressions) {
        List<Fields> rules = Errors.objects(said, "claimValidationRules");
        for (int i = 0; i < rules.size(); i++) {
            String at = path + ".claimValidationRules[" + i + "]";
            String claim = rules.get(i).string("claim");
            String expression = rules.get(i).string("expression");
            if (claim.isEmpty() == expression.isEmpty()) {
                errors.invalid(
                        at,
                        claim.isEmpty() ? "" : claim,
                        claim.isEmpty()
                                ? "claim or expression is required"
                                : "claim and expression can't both be set");
            } else if (claim.isEmpty()) {
                expressions.add(new JwtSettings.Rule(expression, rules.get(i).string("message")));
            } else if (required.put(claim, rules.get(i).string("requiredValue")) != null) {
                errors.duplicate(at + ".claim", claim);
            }
        }
    }

    private List<JwtSettings.Rule> rules(Fields said, String name, String path) {
        List<JwtSettings.Rule> rules = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<Fields> documents = Errors.objects(said, name);
        for (int i = 0; i < documents.size(); i++) {
            String expression = documents.get(i).string("expression");
            String at = path + "." + name + "[" + i + "].expression";
            if (expression.isEmpty()) {
                errors.required(at, "expression is required");
            } else if (!seen.add(expression)) {
                errors.duplicate(at, expression);
            }
            rules.add(new JwtSettings.Rule(expression, documents.get(i).string("message")));
        }
        return rules;
    }

    /// Who trusts an address must have looked whether it was verified.
    private void checkVerifiedEmail(
            Mapping username, Fields mappings, List<JwtSettings.Rule> rules, String path) {
        if (!username.expression().contains("claims.email")) {
            return;
        }
        boolean isLookedAt =
                username.expression().contains("email_verified")
                        || Errors.objects(mappings, "extra").stream()
                                .anyMatch(one ->
                                        one.string("valueExpression").contains("email_verified"))
                        || rules.stream()
                                .anyMatch(rule -> rule.expression().contains("email_verified"));
        if (!isLookedAt) {
            errors.invalid(
                    path + ".username.expression",
                    username.expression(),
                    "claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression");
        }
    }
}
