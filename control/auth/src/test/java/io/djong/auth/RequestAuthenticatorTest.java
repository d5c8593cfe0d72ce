package io.djong.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.auth.pki.ClusterPki;
import io.djong.auth.pki.PkiNames;
import io.djong.auth.token.BearerAuthenticator;
import io.djong.auth.token.StaticTokens;
import io.djong.http.Headers;
import io.djong.meta.UserInfo;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestAuthenticatorTest {

    private static final List<String> AUDIENCES = List.of("https://kubernetes.default.svc");

    private final TestClock clock = new TestClock();
    private final Map<String, UserInfo> tokens =
            StaticTokens.parse("secret,admin,,\"system:masters,devs\"\n# comment\n");

    private final RequestAuthenticator authenticator;
    private final ClusterPki pki;

    RequestAuthenticatorTest(@TempDir Path directory) {
        pki = pki(directory);
        authenticator = authenticator();
    }

    @Test
    void certificatesNameUserAndGroups() {
        UserInfo user = user(show("kubelet-client"));

        assertThat(user.name()).isEqualTo("system:node:n1");
        assertThat(user.groups()).containsExactly("system:nodes", UserInfo.AUTHENTICATED);
        assertThat(user.extra().get("authentication.kubernetes.io/credential-id"))
                .singleElement()
                .asString()
                .matches("X509SHA256=[0-9a-f]{64}");
    }

    @Test
    void serverCertificatesAndStrangersAreNobody() {
        assertThat(authenticator.authenticate(show("apiserver")))
                .isInstanceOf(Authentication.Invalid.class);
        assertThat(authenticator.authenticate(show("front-proxy-client")))
                .isInstanceOf(Authentication.Invalid.class);
    }

    @Test
    void expiredCertificatesAreInvalidEvenWhenKnown() {
        Credentials admin = show("admin");
        assertThat(user(admin).name()).isEqualTo("kubernetes-admin");

        clock.advance(Duration.ofDays(366));

        assertThat(authenticator.authenticate(admin)).isInstanceOf(Authentication.Invalid.class);
    }

    @Test
    void theFrontProxyIsBelievedAboutItsUsers() {
        FrontProxy frontProxy =
                new FrontProxy(
                        () -> pki.frontProxyAuthority().chain(),
                        Set.of(),
                        FrontProxy.HeaderNames.USUAL,
                        clock);
        Headers headers =
                Headers.of(
                        "X-Remote-User", "bob",
                        "X-Remote-Group", "devs",
                        "X-Remote-Extra-Acme.com%2Fx", "y");

        Authentication believed =
                frontProxy.authenticate(
                        new Credentials(headers, pki.leaf("front-proxy-client").chain(), "/"));
        Authentication forged =
                frontProxy.authenticate(new Credentials(headers, pki.leaf("admin").chain(), "/"));

        assertThat(believed)
                .isEqualTo(
                        new Authentication.Authenticated(
                                new UserInfo(
                                        "bob",
                                        "",
                                        List.of("devs"),
                                        Map.of("acme.com/x", List.of("y")))));
        assertThat(forged).isEqualTo(Authentication.NONE);
    }

    @Test
    void tokensComeInAnyCase() {
        UserInfo user = user(header("bearer secret"));

        assertThat(user)
                .isEqualTo(UserInfo.of("admin", "system:masters", "devs", UserInfo.AUTHENTICATED));
    }

    @Test
    void wrongTokensAreNotAnonymous() {
        assertThat(authenticator.authenticate(header("Bearer bad")))
                .isEqualTo(new Authentication.Invalid("invalid bearer token"));
    }

    @Test
    void nothingThatIsABearerTokenIsAnonymous() {
        for (String header : List.of("", "Bearer", "Basic YTpi")) {
            assertThat(user(header(header)).name()).isEqualTo(UserInfo.ANONYMOUS);
        }
    }

    private UserInfo user(Credentials credentials) {
        return ((Authentication.Authenticated) authenticator.authenticate(credentials)).user();
    }

    private Credentials show(String leaf) {
        List<X509Certificate> chain = pki.leaf(leaf).chain();
        return new Credentials(Headers.of(), chain, "/api");
    }

    private static Credentials header(String authorization) {
        return new Credentials(Headers.of("Authorization", authorization), List.of(), "/api");
    }

    private RequestAuthenticator authenticator() {
        return new RequestAuthenticator(
                List.of(
                        new ClientCertificates(() -> pki.authorities(), clock),
                        new BearerAuthenticator(
                                List.of(new StaticTokens(tokens, AUDIENCES)), AUDIENCES)),
                _ -> true);
    }

    private ClusterPki pki(Path where) {
        return ClusterPki.ensure(
                where,
                new PkiNames("n1", "cluster.local", List.of("10.96.0.1"), List.of(), List.of()),
                clock,
                new SecureRandom());
    }
}
