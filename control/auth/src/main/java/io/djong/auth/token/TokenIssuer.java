package io.djong.auth.token;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.auth.ServiceAccountNames;
import io.djong.auth.pki.KeyPairs;
import io.djong.auth.pki.PkiException;
import io.djong.meta.Clock;
import io.djong.meta.tree.Fields;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes tokens for service accounts.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens Bound service account tokens
public final class TokenIssuer {

    private final String issuer;
    private final PrivateKey key;
    private final PublicKey publicKey;
    private final String keyId;
    private final Clock clock;
    private final RandomGenerator random;

    /// Set once the two halves of the key have been found to match; asked at the first token, not at the start.
    private volatile boolean isKeyGood;

    /// @param issuer `https://kubernetes.default.svc`
    /// @param publicKey the other half of `key`
    public TokenIssuer(
            String issuer,
            PrivateKey key,
            PublicKey publicKey,
            Clock clock,
            RandomGenerator random) {
        this.issuer = issuer;
        this.key = key;
        this.publicKey = publicKey;
        this.keyId = Jwt.keyId(publicKey);
        this.clock = clock;
        this.random = random;
    }

    /// What a token is bound to: it dies with that object. All null for none; a node may accompany a pod.
    public record Bound(@Nullable Pod pod, @Nullable Node node, @Nullable Secret secret) {
        public static final Bound TO_NOTHING = new Bound(null, null, null);
    }

    /// A bound, expiring token.
    ///
    /// @param warnAfterSeconds from when on its use is counted as stale; 0 for never
    public String issue(
            ServiceAccount account,
            Bound bound,
            List<String> audiences,
            long lifetimeSeconds,
            long warnAfterSeconds) {
        Instant now = clock.now();
        long from = now.getEpochSecond();
        Fields claims =
                Fields.builder()
                        .add("aud", List.copyOf(audiences))
                        .add("exp", from + lifetimeSeconds)
                        .add("iat", from)
                        .add("iss", issuer)
                        .add("jti", new UUID(random.nextLong(), random.nextLong()).toString())
                        .add("kubernetes.io", kubernetes(account, bound, from, warnAfterSeconds))
                        .add("nbf", from)
                        .add(
                                "sub",
                                ServiceAccountNames.userName(account.namespace(), account.name()))
                        .build();
        return sign(claims);
    }

    private static Fields kubernetes(
            ServiceAccount account, Bound bound, long from, long warnAfterSeconds) {
        Fields.Builder claims = Fields.builder().add("namespace", account.namespace());
        if (bound.node() != null) {
            claims.add("node", reference(bound.node().name(), bound.node().uid()));
        }
        if (bound.pod() != null) {
            claims.add("pod", reference(bound.pod().name(), bound.pod().uid()));
        }
        if (bound.secret() != null) {
            claims.add("secret", reference(bound.secret().name(), bound.secret().uid()));
        }
        claims.add("serviceaccount", reference(account.name(), account.uid()));
        if (warnAfterSeconds > 0) {
            claims.add("warnafter", from + warnAfterSeconds);
        }
        return claims.build();
    }

    private static Fields reference(String name, String uid) {
        Fields reference = Fields.of("name", name);
        return uid.isEmpty() ? reference : reference.with("uid", uid);
    }

    /// A token without end that lies in a Secret and dies with it.
    ///
    /// @spec https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#manual-secret-management-for-serviceaccounts Manual Secret management for ServiceAccounts
    public String issueLegacy(ServiceAccount account, Secret secret) {
        String prefix = "kubernetes.io/serviceaccount/";
        Fields claims =
                Fields.builder()
                        .add("iss", ServiceAccountTokens.LEGACY_ISSUER)
                        .add(prefix + "namespace", account.namespace())
                        .add(prefix + "secret.name", secret.name())
                        .add(prefix + "service-account.name", account.name())
                        .add(prefix + "service-account.uid", account.uid())
                        .add(
                                "sub",
                                ServiceAccountNames.userName(account.namespace(), account.name()))
                        .build();
        return sign(claims);
    }

    private String sign(Fields claims) {
        if (!isKeyGood) {
            if (!KeyPairs.match(key, publicKey)) {
                throw new PkiException(
                        "sa.pub: is not the public half of sa.key; restore the pair, or remove both to start anew");
            }
            isKeyGood = true;
        }
        return Jwt.sign(claims, key, keyId);
    }
}
