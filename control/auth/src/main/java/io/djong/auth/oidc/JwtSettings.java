package io.djong.auth.oidc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One issuer whose tokens are believed, and what their claims mean.
///
/// @param url of the issuer, as in `iss`
/// @param discoveryUrl where its configuration is; "" for the usual place below `url`
/// @param authorities as PEM; "" for what the system trusts
/// @param audiences of which a token must name one
/// @param username never null in effect: a claim or an expression
/// @param requiredClaims values that claims must have
/// @param claimRules expressions over `claims`
/// @param userRules expressions over `user`
/// @param algorithms of signatures
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens OpenID Connect Tokens
public record JwtSettings(
        String url,
        String discoveryUrl,
        String authorities,
        List<String> audiences,
        Mapping username,
        Mapping groups,
        Mapping uid,
        Map<String, String> extra,
        Map<String, String> requiredClaims,
        List<Rule> claimRules,
        List<Rule> userRules,
        List<String> algorithms) {

    /// What upstream accepts when nothing else is said, by flags or in the configuration file.
    public static final List<String> FLAG_ALGORITHMS = List.of("RS256");

    public static final List<String> ALL_ALGORITHMS =
            List.of(
                    "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384",
                    "PS512");

    /// A claim with what goes before it, or an expression; all "" for neither.
    public record Mapping(String claim, String prefix, String expression) {
        public static final Mapping NONE = new Mapping("", "", "");

        public boolean isClaim() {
            return !claim.isEmpty();
        }

        public boolean isExpression() {
            return !expression.isEmpty();
        }
    }

    /// An expression that must be true, and what is said when it is not.
    public record Rule(String expression, String message) {}

    public JwtSettings {
        audiences = List.copyOf(audiences);
        claimRules = List.copyOf(claimRules);
        userRules = List.copyOf(userRules);
        algorithms = List.copyOf(algorithms);
        extra = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(extra));
        requiredClaims =
                java.util.Collections.unmodifiableMap(
                        new java.util.LinkedHashMap<>(requiredClaims));
    }

    /// As the flags `--oidc-*` say it.
    ///
    /// @param usernamePrefix null for the usual one: `<issuer>#`, but none for `email`; `-` for none
    public static JwtSettings ofFlags(
            String url,
            String clientId,
            String authorities,
            String usernameClaim,
            @Nullable String usernamePrefix,
            String groupsClaim,
            String groupsPrefix,
            Map<String, String> requiredClaims,
            List<String> algorithms) {
        String usual = usernameClaim.equals("email") ? "" : url + "#";
        String prefix = usernamePrefix == null || usernamePrefix.isEmpty() ? usual : usernamePrefix;
        return new JwtSettings(
                url,
                "",
                authorities,
                List.of(clientId),
                new Mapping(usernameClaim, prefix.equals("-") ? "" : prefix, ""),
                groupsClaim.isEmpty() ? Mapping.NONE : new Mapping(groupsClaim, groupsPrefix, ""),
                Mapping.NONE,
                Map.of(),
                requiredClaims,
                List.of(),
                List.of(),
                algorithms);
    }
}
