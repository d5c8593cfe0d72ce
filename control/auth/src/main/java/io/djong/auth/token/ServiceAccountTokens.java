package io.djong.auth.token;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.auth.Authentication;
import io.djong.auth.ServiceAccountNames;
import io.djong.client.Lookup;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Accepts the tokens of service accounts as long as everything they are bound to is still the same.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ Managing Service Accounts
public final class ServiceAccountTokens implements TokenAuthenticator {

    static final String LEGACY_ISSUER = "kubernetes/serviceaccount";

    private static final String LEGACY_PREFIX = "kubernetes.io/serviceaccount/";
    private static final String INVALIDATED = "service account token has been invalidated";
    private static final String EXTRA_PREFIX = "authentication.kubernetes.io/";

    /// How far clocks may be apart, as upstream's JWT library has it.
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    /// Signatures that were found good stay so; what the claims name is looked up each time. About a kilobyte each.
    private static final int VERIFIED_MAX = 4_000;

    private final Map<String, Fields> verified = new ConcurrentHashMap<>();
    private final List<String> issuers;
    private final Map<String, PublicKey> keys = new LinkedHashMap<>();
    private final List<String> apiAudiences;
    private final Lookup<ServiceAccount> accounts;
    private final Lookup<Pod> pods;
    private final Lookup<Secret> secrets;
    private final Lookup<Node> nodes;
    private final Clock clock;
    private final Consumer<Secret> legacyUse;

    /// @param issuers all that were ever used; the first is the current one
    /// @param keys to verify with; those that are neither RSA nor P-256 are left out
    /// @param legacyUse told of the secret of a legacy token on its first use of a day
    public ServiceAccountTokens(
            List<String> issuers,
            List<PublicKey> keys,
            List<String> apiAudiences,
            Lookup<ServiceAccount> accounts,
            Lookup<Pod> pods,
            Lookup<Secret> secrets,
            Lookup<Node> nodes,
            Clock clock,
            Consumer<Secret> legacyUse) {
        this.issuers = List.copyOf(issuers);
        this.apiAudiences = List.copyOf(apiAudiences);
        this.accounts = accounts;
        this.pods = pods;
        this.secrets = secrets;
        this.nodes = nodes;
        this.clock = clock;
        this.legacyUse = legacyUse;
        keys.stream().filter(Jwt::isUsable).forEach(key -> this.keys.put(Jwt.keyId(key), key));
    }

    /// Ends the judging of a token with an answer for the client.
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    @Override
    public Authentication authenticate(String token, List<String> audiences) {
        Fields verified = this.verified.get(token);
        Optional<Jwt> jwt = verified == null ? Jwt.parse(token) : Optional.empty();
        if (verified == null && jwt.isEmpty()) {
            return Authentication.NONE;
        }
        Fields claims = verified == null ? jwt.orElseThrow().claims() : verified;
        String issuer = claims.string("iss");
        boolean isLegacy = issuer.equals(LEGACY_ISSUER);
        if (!isLegacy && !issuers.contains(issuer)) {
            return Authentication.NONE;
        }
        if (verified == null) {
            if (!isSigned(jwt.orElseThrow())) {
                return new Authentication.Invalid("failed to verify token signature");
            }
            remember(token, claims);
        }
        try {
            return isLegacy ? legacy(claims, token, audiences) : bound(claims, audiences);
        } catch (Refused refused) {
            return new Authentication.Invalid(String.valueOf(refused.getMessage()));
        }
    }

    private void remember(String token, Fields claims) {
        if (verified.size() >= VERIFIED_MAX) {
            verified.clear();
        }
        verified.put(token, claims);
    }

    private boolean isSigned(Jwt jwt) {
        PublicKey named = keys.get(jwt.header().string("kid"));
        return named != null
                ? jwt.isSignedBy(named)
                : keys.values().stream().anyMatch(jwt::isSignedBy);
    }

    private Authentication bound(Fields claims, List<String> audiences) throws Refused {
        List<String> shared = sharedAudiences(audiences(claims), audiences);
        requireTime(claims);
        Fields kubernetes = claims.fields("kubernetes.io");
        String namespace = kubernetes.string("namespace");
        Fields account = kubernetes.fields("serviceaccount");
        requireAccount(namespace, account.string("name"), account.string("uid"));

        Map<String, List<String>> extra = new LinkedHashMap<>();
        if (!claims.string("jti").isEmpty()) {
            extra.put(EXTRA_PREFIX + "credential-id", List.of("JTI=" + claims.string("jti")));
        }
        Fields secret = kubernetes.fieldsOrNull("secret");
        if (secret != null) {
            requireSame(secrets, namespace, secret, "secret", "secret ref");
        }
        Fields pod = kubernetes.fieldsOrNull("pod");
        Fields node = kubernetes.fieldsOrNull("node");
        if (pod != null) {
            requireSame(pods, namespace, pod, "pod", "pod ref");
        } else if (node != null) {
            requireSame(nodes, "", node, "node", "node ref");
        }
        if (node != null) {
            put(extra, "node-name", node.string("name"));
            put(extra, "node-uid", node.string("uid"));
        }
        if (pod != null) {
            put(extra, "pod-name", pod.string("name"));
            put(extra, "pod-uid", pod.string("uid"));
        }
        return authenticated(
                namespace, account.string("name"), account.string("uid"), extra, shared);
    }

    private static void put(Map<String, List<String>> extra, String key, String value) {
        if (!value.isEmpty()) {
            extra.put(EXTRA_PREFIX + key, List.of(value));
        }
    }

    private static List<String> audiences(Fields claims) {
        Object audience = claims.value("aud");
        return switch (audience) {
            case String one -> List.of(one);
            case List<?> many -> many.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }

    /// A token without audiences is one of the API server's from before there were any.
    private List<String> sharedAudiences(List<String> own, List<String> wanted) throws Refused {
        List<String> effective = own.isEmpty() ? apiAudiences : own;
        List<String> shared = effective.stream().filter(wanted::contains).toList();
        if (shared.isEmpty()) {
            throw new Refused(
                    "token audiences %s is invalid for the target audiences %s"
                            .formatted(quoted(effective), quoted(wanted)));
        }
        return shared;
    }

    private static String quoted(List<String> values) {
        return values.stream()
                .map(value -> '"' + value + '"')
                .collect(Collectors.joining(" ", "[", "]"));
    }

    private void requireTime(Fields claims) throws Refused {
        Instant now = clock.now();
        Object expires = claims.value("exp");
        if (expires instanceof Number end
                && now.minus(LEEWAY).isAfter(Instant.ofEpochSecond(end.longValue()))) {
            throw new Refused("service account token has expired");
        }
        Object from = claims.value("nbf");
        if (from instanceof Number start
                && now.plus(LEEWAY).isBefore(Instant.ofEpochSecond(start.longValue()))) {
            throw new Refused("service account token is not valid yet");
        }
    }

    private ServiceAccount requireAccount(String namespace, String name, String uid)
            throws Refused {
        ServiceAccount account = accounts.find(ObjectKey.of(namespace, name)).orElse(null);
        if (account == null) {
            throw new Refused("serviceaccounts \"%s\" not found".formatted(name));
        }
        if (isGone(account)) {
            throw new Refused("service account %s/%s has been deleted".formatted(namespace, name));
        }
        if (!account.uid().equals(uid)) {
            throw new Refused(
                    "service account UID (%s) does not match claim (%s)"
                            .formatted(account.uid(), uid));
        }
        return account;
    }

    private <T extends ApiObject<T>> T requireSame(
            Lookup<T> lookup, String namespace, Fields reference, String kind, String claim)
            throws Refused {
        @Nullable T object =
                lookup.find(ObjectKey.of(namespace, reference.string("name"))).orElse(null);
        if (object == null || isGone(object)) {
            throw new Refused(INVALIDATED);
        }
        if (!object.uid().equals(reference.string("uid"))) {
            throw new Refused(
                    "%s UID (%s) does not match service account %s claim (%s)"
                            .formatted(kind, object.uid(), claim, reference.string("uid")));
        }
        return object;
    }

    private boolean isGone(ApiObject<?> object) {
        Instant deleted = object.metadata().deletionTimestamp();
        return deleted != null && deleted.isBefore(clock.now().minus(LEEWAY));
    }

    private Authentication legacy(Fields claims, String token, List<String> audiences)
            throws Refused {
        List<String> shared = sharedAudiences(List.of(), audiences);
        String namespace = claims.string(LEGACY_PREFIX + "namespace");
        String name = claims.string(LEGACY_PREFIX + "service-account.name");
        String uid = claims.string(LEGACY_PREFIX + "service-account.uid");
        if (!claims.string("sub").equals(ServiceAccountNames.userName(namespace, name))) {
            throw new Refused("sub claim is invalid");
        }
        requireAccount(namespace, name, uid);
        Secret secret =
                secrets.find(ObjectKey.of(namespace, claims.string(LEGACY_PREFIX + "secret.name")))
                        .orElse(null);
        if (secret == null || isGone(secret)) {
            throw new Refused(INVALIDATED);
        }
        byte[] stored = secret.data().getOrDefault("token", new byte[0]);
        if (!MessageDigest.isEqual(stored, token.getBytes(StandardCharsets.UTF_8))) {
            throw new Refused("service account token does not match the one in its secret");
        }
        noteUse(secret);
        if (!secret.labels().getOrDefault(LegacyTokens.INVALID_SINCE, "").isEmpty()) {
            throw new Refused(
                    "the token in secret %s/%s for service account %s/%s has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the '%s' label from the secret to temporarily allow use of this token"
                            .formatted(
                                    secret.namespace(),
                                    secret.name(),
                                    namespace,
                                    name,
                                    LegacyTokens.INVALID_SINCE));
        }
        return authenticated(namespace, name, uid, Map.of(), shared);
    }

    private void noteUse(Secret secret) {
        LocalDate today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
        String last = secret.labels().getOrDefault(LegacyTokens.LAST_USED, "");
        // Servers need not agree on the day to the second.
        if (!last.equals(today.toString()) && !last.equals(today.plusDays(1).toString())) {
            legacyUse.accept(secret);
        }
    }

    private static Authentication authenticated(
            String namespace,
            String name,
            String uid,
            Map<String, List<String>> extra,
            List<String> audiences) {
        UserInfo user =
                new UserInfo(
                        ServiceAccountNames.userName(namespace, name),
                        uid,
                        ServiceAccountNames.groups(namespace),
                        extra);
        return new Authentication.Authenticated(user, audiences);
    }
}
