package io.djong.auth.webhook;

import io.djong.auth.Authentication;
import io.djong.auth.token.TokenAuthenticator;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks a program of the administrator whose a token is, and remembers what it said.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication Webhook Token Authentication
public final class TokenWebhook implements TokenAuthenticator, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Where the program is, as the flags `--authentication-token-webhook-*` say.
    ///
    /// @param version of the reviews: `v1` or `v1beta1`
    /// @param ttl how long answers hold
    public record Settings(Path configFile, String version, Duration ttl) {
        public static final Duration TTL = Duration.ofMinutes(2);
    }

    private final Settings settings;
    private final List<String> apiAudiences;
    private final ReviewClient client;
    private final Remembered<String, Authentication> answers;

    /// @param apiAudiences what a program that knows of no audiences is taken to mean
    public TokenWebhook(
            Settings settings, List<String> apiAudiences, Threads threads, Clock clock) {
        this.settings = settings;
        this.apiAudiences = List.copyOf(apiAudiences);
        this.client = new ReviewClient(settings.configFile(), PATIENCE, threads, clock);
        this.answers = new Remembered<>(clock);
    }

    @Override
    public Authentication authenticate(String token, List<String> audiences) {
        String key = digest(token, audiences);
        return answers.find(key).orElseGet(() -> ask(key, token, audiences));
    }

    /// Tokens themselves are not kept.
    private static String digest(String token, List<String> audiences) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(token.getBytes(StandardCharsets.UTF_8));
            digest.update(audiences.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("digest a token", impossible);
        }
    }

    private Authentication ask(String key, String token, List<String> audiences) {
        Fields spec = Fields.of("token", token);
        if (settings.version().equals("v1")) {
            spec = spec.with("audiences", List.copyOf(audiences));
        }
        Fields review =
                Fields.of(
                        "apiVersion",
                        "authentication.k8s.io/" + settings.version(),
                        "kind",
                        "TokenReview",
                        "spec",
                        spec);
        try {
            Authentication answer = answer(client.status(review), audiences);
            if (!(answer instanceof Authentication.Invalid)) {
                answers.put(key, answer, settings.ttl());
            }
            return answer;
        } catch (ReviewClient.Unanswered why) {
            return new Authentication.Invalid(String.valueOf(why.getMessage()));
        }
    }

    private Authentication answer(Fields status, List<String> wanted) {
        List<String> told = texts(status, "audiences");
        List<String> meant = told.isEmpty() ? apiAudiences : told;
        List<String> shared = wanted.stream().filter(meant::contains).toList();
        if (!wanted.isEmpty() && shared.isEmpty()) {
            return Authentication.NONE;
        }
        if (!status.bool("authenticated")) {
            String error = status.string("error");
            return error.isEmpty() ? Authentication.NONE : new Authentication.Invalid(error);
        }
        Fields user = status.fields("user");
        Map<String, List<String>> extra = new LinkedHashMap<>();
        user.fields("extra")
                .forEach((name, _) -> extra.put(name, texts(user.fields("extra"), name)));
        return new Authentication.Authenticated(
                new UserInfo(
                        user.string("username"), user.string("uid"), texts(user, "groups"), extra),
                shared);
    }

    private static List<String> texts(Fields fields, String name) {
        List<String> texts = new ArrayList<>();
        fields.list(name).forEach(one -> texts.add(String.valueOf(one)));
        return texts;
    }

    @Override
    public void close() {
        client.close();
    }
}
