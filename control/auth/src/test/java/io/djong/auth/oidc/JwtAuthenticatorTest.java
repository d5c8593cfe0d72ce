package io.djong.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.auth.Authentication;
import io.djong.auth.TestClock;
import io.djong.auth.TlsServer;
import io.djong.auth.oidc.JwtSettings.Mapping;
import io.djong.auth.oidc.JwtSettings.Rule;
import io.djong.auth.pki.KeyPairs;
import io.djong.auth.token.OpenIdDocuments;
import io.djong.auth.token.TestTokens;
import io.djong.meta.Threads;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtAuthenticatorTest {

    private static final List<String> API = List.of("api");

    @TempDir Path directory;

    private final TestClock clock = new TestClock();
    private KeyPair keys = KeyPairs.generate();
    private TlsServer server;

    @BeforeEach
    void start() {
        server = new TlsServer(directory);
        server.on(
                        "/.well-known/openid-configuration",
                        _ ->
                                OpenIdDocuments.configuration(
                                        server.url(),
                                        server.url() + "/keys",
                                        List.of(keys.getPublic())))
                .on("/keys", _ -> OpenIdDocuments.keys(List.of(keys.getPublic())));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void claimsBecomeTheUser() {
        Authentication found =
                authenticator(flags("sub", "groups"))
                        .authenticate(token(Fields.of("sub", "jane", "groups", "devs")), API);

        assertThat(found)
                .isEqualTo(
                        new Authentication.Authenticated(
                                new UserInfo(
                                        server.url() + "#jane", "", List.of("oidc:devs"), Map.of()),
                                API));
    }

    @Test
    void tokensOfOthersAreLeftToOthers() {
        JwtAuthenticator authenticator = authenticator(flags("sub", ""));

        assertThat(authenticator.authenticate("no.jwt.here", API)).isEqualTo(Authentication.NONE);
        assertThat(
                        authenticator.authenticate(
                                sign(Fields.of("iss", "https://other", "sub", "x")), API))
                .isEqualTo(Authentication.NONE);
        assertThat(server.bodies()).isEmpty();
    }

    @Test
    void expiredTokensAndThoseForOthersAreInvalid() {
        JwtAuthenticator authenticator = authenticator(flags("sub", ""));
        String token = token(Fields.of("sub", "jane"));
        String forOthers = token(Fields.of("sub", "jane", "aud", "other"));

        assertThat(why(authenticator.authenticate(forOthers, API)))
                .isEqualTo(
                        "oidc: verify token: oidc: expected audience in [\"client\"] got [\"other\"]");
        clock.advance(Duration.ofHours(2));

        assertThat(why(authenticator.authenticate(token, API)))
                .isEqualTo(
                        "oidc: verify token: oidc: token is expired (Token Expiry: 2026-01-01T01:00:00Z)");
    }

    @Test
    void keysThatTheIssuerChangesAreFetchedAnew() {
        JwtAuthenticator authenticator = authenticator(flags("sub", ""));
        String old = token(Fields.of("sub", "jane"));
        assertThat(authenticator.authenticate(old, API))
                .isInstanceOf(Authentication.Authenticated.class);

        keys = KeyPairs.generate();
        clock.advance(Duration.ofMinutes(1));

        assertThat(authenticator.authenticate(token(Fields.of("sub", "jane")), API))
                .isInstanceOf(Authentication.Authenticated.class);
        assertThat(why(authenticator.authenticate(old, API)))
                .contains("failed to verify signature");
    }

    @Test
    void anIssuerThatIsDownMakesTokensInvalid() {
        server.answerWith(500);

        assertThat(
                        why(
                                authenticator(flags("sub", ""))
                                        .authenticate(token(Fields.of("sub", "jane")), API)))
                .isEqualTo("oidc: authenticator not initialized");
    }

    @Test
    void addressesMustBeVerifiedAndRequiredClaimsBeThere() {
        JwtAuthenticator authenticator = authenticator(flags("email", ""));
        Fields claims = Fields.of("email", "j@x.io", "email_verified", false, "hd", "x.io");

        assertThat(why(authenticator.authenticate(token(claims), API)))
                .isEqualTo("oidc: email not verified");
        assertThat(
                        why(
                                authenticator.authenticate(
                                        token(claims.with("email_verified", true).without("hd")),
                                        API)))
                .isEqualTo("oidc: required claim hd not present in ID token");
        assertThat(
                        ((Authentication.Authenticated)
                                        authenticator.authenticate(
                                                token(claims.with("email_verified", true)), API))
                                .user()
                                .name())
                .isEqualTo("j@x.io");
    }

    @Test
    void expressionsMapClaimsAndJudgeThem() {
        JwtAuthenticator authenticator = authenticator(expressions());
        Fields claims = Fields.of("sub", "jane", "roles", List.of("a", "b"), "tenant", "t1");

        UserInfo user =
                ((Authentication.Authenticated) authenticator.authenticate(token(claims), API))
                        .user();

        assertThat(user)
                .isEqualTo(
                        new UserInfo(
                                "x:jane",
                                "u-jane",
                                List.of("role:a", "role:b"),
                                Map.of("acme.io/tenant", List.of("t1"))));
        assertThat(why(authenticator.authenticate(token(claims.with("tenant", "t2")), API)))
                .isEqualTo(
                        "oidc: error evaluating claim validation expression: validation expression 'claims.tenant == \"t1\"' failed: wrong tenant");
        assertThat(why(authenticator.authenticate(token(claims.with("sub", "root")), API)))
                .isEqualTo(
                        "oidc: error evaluating user info validation rule: validation expression 'user.username != \"x:root\"' failed: no root");
    }

    @Test
    void rsaSignaturesAreVerifiedByTheirAlgorithm() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        String head =
                encode(Fields.of("alg", "RS512"))
                        + "."
                        + encode(standard(Fields.of("sub", "jane")));
        Signature signer = Signature.getInstance("SHA512withRSA");
        signer.initSign(keys.getPrivate());
        signer.update(head.getBytes(StandardCharsets.US_ASCII));
        String token =
                head + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());

        assertThat(authenticator(flags("sub", "")).authenticate(token, API))
                .isInstanceOf(Authentication.Authenticated.class);
    }

    private static String encode(Fields document) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(document));
    }

    private JwtSettings flags(String username, String groups) {
        return JwtSettings.ofFlags(
                server.url(),
                "client",
                server.authority(),
                username,
                null,
                groups,
                "oidc:",
                username.equals("email") ? Map.of("hd", "x.io") : Map.of(),
                JwtSettings.ALL_ALGORITHMS);
    }

    private JwtSettings expressions() {
        return new JwtSettings(
                server.url(),
                "",
                server.authority(),
                List.of("client"),
                new Mapping("", "", "'x:' + claims.sub"),
                new Mapping("", "", "claims.roles.map(r, 'role:' + r)"),
                new Mapping("", "", "'u-' + claims.sub"),
                Map.of("acme.io/tenant", "claims.tenant"),
                Map.of(),
                List.of(new Rule("claims.tenant == \"t1\"", "wrong tenant")),
                List.of(new Rule("user.username != \"x:root\"", "no root")),
                JwtSettings.ALL_ALGORITHMS);
    }

    private JwtAuthenticator authenticator(JwtSettings settings) {
        return new JwtAuthenticator(settings, API, Threads.virtual(), clock);
    }

    private Fields standard(Fields claims) {
        Fields whole = claims.with("iss", server.url());
        whole = whole.has("aud") ? whole : whole.with("aud", "client");
        return whole.with("exp", clock.now().plusSeconds(3600).getEpochSecond());
    }

    private String token(Fields claims) {
        return sign(standard(claims));
    }

    private String sign(Fields claims) {
        return TestTokens.sign(claims, keys);
    }

    private static String why(Authentication answer) {
        return ((Authentication.Invalid) answer).why();
    }
}
