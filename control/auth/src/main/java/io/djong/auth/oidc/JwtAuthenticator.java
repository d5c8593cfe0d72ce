package io.djong.auth.oidc;

import io.djong.auth.Authentication;
import io.djong.auth.token.Jwt;
import io.djong.auth.token.TokenAuthenticator;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Believes the ID tokens of one issuer.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens OpenID Connect Tokens
public final class JwtAuthenticator implements TokenAuthenticator, AutoCloseable {

    /// How far in the future `nbf` may lie, for clocks that disagree.
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final JwtSettings settings;
    private final Claims claims;
    private final IssuerKeys keys;
    private final List<String> apiAudiences;
    private final Clock clock;

    /// @param apiAudiences the API server's own names; a token that an issuer made for it is meant for all of them
    /// @throws IllegalArgumentException if an expression is wrong
    public JwtAuthenticator(
            JwtSettings settings, List<String> apiAudiences, Threads threads, Clock clock) {
        this.settings = settings;
        this.claims = new Claims(settings);
        this.keys = new IssuerKeys(settings, threads, clock);
        this.apiAudiences = List.copyOf(apiAudiences);
        this.clock = clock;
    }

    /// @throws IllegalArgumentException if an expression is wrong
    public static void check(JwtSettings settings) {
        new Claims(settings);
    }

    @Override
    public Authentication authenticate(String token, List<String> audiences) {
        List<String> shared = audiences.stream().filter(apiAudiences::contains).toList();
        Optional<Jwt> parsed = Jwt.parse(token);
        if (shared.isEmpty()
                || parsed.isEmpty()
                || !parsed.get().claims().string("iss").equals(settings.url())) {
            return Authentication.NONE;
        }
        try {
            requireSignature(parsed.get());
            requireAudience(parsed.get().claims());
            requireTime(parsed.get().claims());
            return new Authentication.Authenticated(claims.user(parsed.get().claims()), shared);
        } catch (ClaimException refused) {
            return new Authentication.Invalid(String.valueOf(refused.getMessage()));
        }
    }

    private void requireSignature(Jwt jwt) throws ClaimException {
        String algorithm = jwt.header().string("alg");
        if (!settings.algorithms().contains(algorithm)) {
            throw new ClaimException(
                    "oidc: verify token: oidc: id token signed with unsupported algorithm, expected [%s] got \"%s\""
                            .formatted(quoted(settings.algorithms()), algorithm));
        }
        List<PublicKey> candidates = keys.candidates(jwt.header().string("kid"));
        if (keys.isEmpty()) {
            throw new ClaimException("oidc: authenticator not initialized");
        }
        if (candidates.stream().noneMatch(key -> Signatures.isGood(jwt, algorithm, key))) {
            throw new ClaimException(
                    "oidc: verify token: failed to verify signature: failed to verify id token signature");
        }
    }

    private void requireAudience(Fields token) throws ClaimException {
        List<String> told =
                switch (token.value("aud")) {
                    case String one -> List.of(one);
                    case List<?> many -> many.stream().map(String::valueOf).toList();
                    case null, default -> List.of();
                };
        if (settings.audiences().stream().noneMatch(told::contains)) {
            throw new ClaimException(
                    "oidc: verify token: oidc: expected audience in [%s] got [%s]"
                            .formatted(quoted(settings.audiences()), quoted(told)));
        }
    }

    private void requireTime(Fields token) throws ClaimException {
        Instant now = clock.now();
        Instant end =
                Instant.ofEpochSecond(
                        token.value("exp") instanceof Number seconds ? seconds.longValue() : 0);
        if (end.isBefore(now)) {
            throw new ClaimException(
                    "oidc: verify token: oidc: token is expired (Token Expiry: "
                            + Times.seconds(end)
                            + ")");
        }
        if (token.value("nbf") instanceof Number from
                && now.plus(LEEWAY).isBefore(Instant.ofEpochSecond(from.longValue()))) {
            throw new ClaimException(
                    "oidc: verify token: oidc: current time %s before the nbf (not before) time: %s"
                            .formatted(
                                    Times.seconds(now),
                                    Times.seconds(Instant.ofEpochSecond(from.longValue()))));
        }
    }

    private static String quoted(List<String> values) {
        return String.join(" ", values.stream().map(value -> '"' + value + '"').toList());
    }

    @Override
    public void close() {
        keys.close();
    }
}
