package io.djong.auth.token;

import io.djong.api.core.v1.Secret;
import io.djong.auth.Authentication;
import io.djong.client.Lookup;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Times;
import io.djong.meta.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tokens `abcdef.0123456789abcdef` with which new nodes ask for their first certificate.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/ Authenticating with Bootstrap Tokens
public final class BootstrapTokens implements TokenAuthenticator {

    private static final Pattern TOKEN = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final Pattern EXTRA_GROUP =
            Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");
    private static final String GROUP = "system:bootstrappers";

    private final Lookup<Secret> secrets;
    private final List<String> apiAudiences;
    private final Clock clock;

    public BootstrapTokens(Lookup<Secret> secrets, List<String> apiAudiences, Clock clock) {
        this.secrets = secrets;
        this.apiAudiences = List.copyOf(apiAudiences);
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(String token, List<String> audiences) {
        Matcher matcher = TOKEN.matcher(token);
        List<String> shared = audiences.stream().filter(apiAudiences::contains).toList();
        if (!matcher.matches() || shared.isEmpty()) {
            return Authentication.NONE;
        }
        String id = matcher.group(1);
        Secret secret =
                secrets.find(ObjectKey.of("kube-system", "bootstrap-token-" + id)).orElse(null);
        if (secret == null || !isGood(secret, id, matcher.group(2))) {
            return Authentication.NONE;
        }
        List<String> groups = new ArrayList<>();
        groups.add(GROUP);
        for (String group : text(secret, "auth-extra-groups").split(",")) {
            if (EXTRA_GROUP.matcher(group).matches()) {
                groups.add(group);
            }
        }
        return new Authentication.Authenticated(
                new UserInfo("system:bootstrap:" + id, "", groups, Map.of()), shared);
    }

    private boolean isGood(Secret secret, String id, String password) {
        return !secret.isDeleting()
                && secret.type().equals("bootstrap.kubernetes.io/token")
                && text(secret, "token-id").equals(id)
                && MessageDigest.isEqual(
                        secret.data().getOrDefault("token-secret", new byte[0]),
                        password.getBytes(StandardCharsets.US_ASCII))
                && !isExpired(text(secret, "expiration"))
                && text(secret, "usage-bootstrap-authentication").equals("true");
    }

    private boolean isExpired(String expiration) {
        try {
            return !expiration.isEmpty() && !Times.parse(expiration).isAfter(clock.now());
        } catch (DateTimeParseException _) {
            // An end that nobody can read is taken for past.
            return true;
        }
    }

    private static String text(Secret secret, String key) {
        return new String(secret.data().getOrDefault(key, new byte[0]), StandardCharsets.UTF_8);
    }
}
