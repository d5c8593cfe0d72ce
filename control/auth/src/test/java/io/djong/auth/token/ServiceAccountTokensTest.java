package io.djong.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.auth.Authentication;
import io.djong.auth.TestClock;
import io.djong.auth.TestLookup;
import io.djong.auth.pki.KeyPairs;
import io.djong.meta.ApiException;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceAccountTokensTest {

    private static final String API = "https://kubernetes.default.svc";
    private static final List<String> AUDIENCES = List.of(API);

    private final List<Secret> used = new ArrayList<>();
    private final TestLookup<ServiceAccount> accounts = new TestLookup<>();
    private final TestLookup<Pod> pods = new TestLookup<>();
    private final TestLookup<Secret> secrets = new TestLookup<>();
    private final TestLookup<Node> nodes = new TestLookup<>();
    private final TestClock clock = new TestClock();

    private final KeyPair keys = KeyPairs.generate();
    private final TokenIssuer issuer = issuer(keys);
    private final ServiceAccountTokens tokens = tokens(keys);
    private final TokenRequests requests =
            new TokenRequests(issuer, AUDIENCES, accounts, pods, secrets, nodes, clock);
    private final BearerAuthenticator bearer = new BearerAuthenticator(List.of(tokens), AUDIENCES);
    private final TokenReviews reviews = new TokenReviews(bearer);

    @BeforeEach
    void makeObjects() {
        accounts.put(named(ServiceAccount.KIND.empty(), "default", "sa-uid"));
        nodes.put(named(Node.KIND.empty(), "n1", "node-uid"));
        Pod pod = named(Pod.KIND.empty(), "p", "pod-uid");
        pods.put(pod.withSpec(pod.spec().withServiceAccountName("default").withNodeName("n1")));
    }

    @Test
    void aTokenNamesItsAccountPodAndNode() {
        String token = request(Fields.of("kind", "Pod", "apiVersion", "v1", "name", "p"), 3600);

        Fields status = review(token, List.of());

        assertThat(status.bool("authenticated")).isTrue();
        Fields user = status.fields("user");
        assertThat(user.string("username")).isEqualTo("system:serviceaccount:ns:default");
        assertThat(user.string("uid")).isEqualTo("sa-uid");
        assertThat(user.list("groups"))
                .containsExactly(
                        "system:serviceaccounts",
                        "system:serviceaccounts:ns",
                        "system:authenticated");
        assertThat(user.fields("extra"))
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("p"))
                .containsEntry("authentication.kubernetes.io/pod-uid", List.of("pod-uid"))
                .containsEntry("authentication.kubernetes.io/node-name", List.of("n1"))
                .containsEntry("authentication.kubernetes.io/node-uid", List.of("node-uid"))
                .containsKey("authentication.kubernetes.io/credential-id");
        assertThat(status.list("audiences")).containsExactly(API);
    }

    @Test
    void aTokenDiesWithItsPod() {
        String token = request(Fields.of("kind", "Pod", "apiVersion", "v1", "name", "p"), 3600);
        pods.remove(ObjectKey.of("ns", "p"));

        assertThat(review(token, List.of()).string("error"))
                .isEqualTo("[invalid bearer token, service account token has been invalidated]");
    }

    @Test
    void aTokenDiesWithItsAccountEvenWhenMadeAgain() {
        String token = request(null, 3600);
        accounts.remove(ObjectKey.of("ns", "default"));

        assertThat(review(token, List.of()).string("error"))
                .isEqualTo("[invalid bearer token, serviceaccounts \"default\" not found]");

        accounts.put(named(ServiceAccount.KIND.empty(), "default", "other"));
        assertThat(review(token, List.of()).string("error"))
                .isEqualTo(
                        "[invalid bearer token, service account UID (other) does not match claim (sa-uid)]");
    }

    @Test
    void aTokenEnds() {
        String token = request(null, 3600);

        clock.advance(Duration.ofSeconds(3600 + 61));

        assertThat(review(token, List.of()).string("error"))
                .isEqualTo("[invalid bearer token, service account token has expired]");
    }

    @Test
    void injectedTokensLiveLongerThanTheySay() {
        String token = request(Fields.of("kind", "Pod", "apiVersion", "v1", "name", "p"), 3607);

        clock.advance(Duration.ofDays(300));

        assertThat(review(token, List.of()).bool("authenticated")).isTrue();
    }

    @Test
    void audiencesMustMeet() {
        String token = request(null, 3600);

        assertThat(review(token, List.of("other")).string("error"))
                .isEqualTo(
                        "[invalid bearer token, token audiences [\"%s\"] is invalid for the target audiences [\"other\"]]"
                                .formatted(API));
        assertThat(review(token, List.of(API, "other")).list("audiences")).containsExactly(API);
    }

    @Test
    void garbageIsJustInvalid() {
        for (String garbage : List.of("garbage", "a.b.c", "e30.e30.AA")) {
            assertThat(review(garbage, List.of()).string("error"))
                    .isEqualTo("invalid bearer token");
        }
    }

    @Test
    void aForgedTokenIsRefused() {
        String token =
                issuer(KeyPairs.generate())
                        .issue(account(), TokenIssuer.Bound.TO_NOTHING, AUDIENCES, 600, 0);

        assertThat(review(token, List.of()).string("error"))
                .isEqualTo("[invalid bearer token, failed to verify token signature]");
    }

    @Test
    void halvesOfDifferentKeysAreFoundAtTheFirstToken() {
        KeyPair mixed = new KeyPair(KeyPairs.generate().getPublic(), keys.getPrivate());

        assertThatThrownBy(() ->
                        issuer(mixed)
                                .issue(account(), TokenIssuer.Bound.TO_NOTHING, AUDIENCES, 600, 0))
                .hasMessageContaining("is not the public half of sa.key");
    }

    @Test
    void rsaKeysSignRs256() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair rsa = generator.generateKeyPair();

        String token =
                issuer(rsa).issue(account(), TokenIssuer.Bound.TO_NOTHING, AUDIENCES, 600, 0);

        assertThat(Jwt.parse(token).orElseThrow().header().string("alg")).isEqualTo("RS256");
        assertThat(tokens(rsa).authenticate(token, AUDIENCES))
                .isInstanceOf(Authentication.Authenticated.class);
    }

    @Test
    void legacyTokensDieWithTheirSecret() {
        Secret secret = named(Secret.KIND.empty(), "s", "secret-uid");
        String token = issuer.issueLegacy(account(), secret);
        secrets.put(secret.withData(Map.of("token", token.getBytes(StandardCharsets.UTF_8))));

        assertThat(review(token, List.of()).bool("authenticated")).isTrue();

        secrets.remove(ObjectKey.of("ns", "s"));
        assertThat(review(token, List.of()).string("error"))
                .isEqualTo("[invalid bearer token, service account token has been invalidated]");
    }

    @Test
    void usesOfLegacyTokensAreNotedOnceADayAndInvalidOnesRefused() {
        Secret secret = named(Secret.KIND.empty(), "s", "secret-uid");
        String token = issuer.issueLegacy(account(), secret);
        Secret filled = secret.withData(Map.of("token", token.getBytes(StandardCharsets.UTF_8)));
        secrets.put(filled);

        review(token, List.of());
        assertThat(used).containsExactly(filled);

        String today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC).toString();
        secrets.put(labelled(filled, LegacyTokens.LAST_USED, today));
        review(token, List.of());
        assertThat(used).hasSize(1);

        secrets.put(labelled(filled, LegacyTokens.INVALID_SINCE, today));
        assertThat(review(token, List.of()).string("error"))
                .contains(
                        "the token in secret ns/s for service account ns/default has been marked invalid");
    }

    private static Secret labelled(Secret secret, String label, String value) {
        return secret.withMetadata(secret.metadata().withLabels(Map.of(label, value)));
    }

    @Test
    void requestsAreCheckedAsUpstream() {
        assertRefused(
                Fields.of("expirationSeconds", 599L),
                "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes");
        assertRefused(
                bound(Fields.of("apiVersion", "v1", "kind", "ConfigMap", "name", "s")),
                "cannot bind token to object of type /v1, Kind=ConfigMap");
        assertRefused(
                bound(Fields.of("apiVersion", "v1", "kind", "Secret", "name", "none")),
                "secrets \"none\" not found");
        assertRefused(
                bound(Fields.of("apiVersion", "v1", "kind", "Secret")), "Name parameter required.");
        assertRefused(
                bound(
                        Fields.of("apiVersion", "v1", "kind", "Pod", "name", "p")
                                .with("uid", "other")),
                "Operation cannot be fulfilled on Pod \"p\": the UID in the bound object reference (other) does not match the UID in record. The object might have been deleted and then recreated");
    }

    @Test
    void discoveryTellsTheKeys() {
        Fields jwks = OpenIdDocuments.keys(List.of(keys.getPublic()));

        assertThat(Json.text(jwks)).contains("\"kty\":\"EC\"").contains("\"alg\":\"ES256\"");
        assertThat(
                        Json.text(
                                OpenIdDocuments.configuration(
                                        API,
                                        "https://192.0.2.2:6443/openid/v1/jwks",
                                        List.of(keys.getPublic()))))
                .isEqualTo(
                        "{\"issuer\":\"https://kubernetes.default.svc\",\"jwks_uri\":\"https://192.0.2.2:6443/openid/v1/jwks\",\"response_types_supported\":[\"id_token\"],\"subject_types_supported\":[\"public\"],\"id_token_signing_alg_values_supported\":[\"ES256\"]}");
    }

    private void assertRefused(Fields spec, String message) {
        assertThatThrownBy(() ->
                        requests.answer(ObjectKey.of("ns", "default"), Fields.of("spec", spec)))
                .isInstanceOf(ApiException.class)
                .hasMessage(message);
    }

    private static Fields bound(Fields reference) {
        return Fields.of("boundObjectRef", reference);
    }

    private String request(@org.jspecify.annotations.Nullable Fields bound, long seconds) {
        Fields spec = Fields.of("expirationSeconds", seconds);
        return requests.answer(
                        ObjectKey.of("ns", "default"),
                        Fields.of(
                                "spec", bound == null ? spec : spec.with("boundObjectRef", bound)))
                .fields("status")
                .string("token");
    }

    private Fields review(String token, List<String> audiences) {
        return reviews.answer(Fields.of("spec", Fields.of("token", token, "audiences", audiences)))
                .fields("status");
    }

    private ServiceAccount account() {
        return accounts.find(ObjectKey.of("ns", "default")).orElseThrow();
    }

    private TokenIssuer issuer(KeyPair pair) {
        return new TokenIssuer(
                API,
                pair.getPrivate(),
                pair.getPublic(),
                clock,
                RandomGenerator.of("L64X128MixRandom"));
    }

    private ServiceAccountTokens tokens(KeyPair pair) {
        return new ServiceAccountTokens(
                List.of(API),
                List.of(pair.getPublic()),
                AUDIENCES,
                accounts,
                pods,
                secrets,
                nodes,
                clock,
                used::add);
    }

    private static <T extends ApiObject<T>> T named(T object, String name, String uid) {
        boolean isNamespaced = object.ofKind().namespaced();
        return object.withMetadata(
                object.metadata()
                        .withName(name)
                        .withUid(uid)
                        .withNamespace(isNamespaced ? "ns" : ""));
    }
}
