package io.djong.auth.loops;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.certificates.v1.CertificateSigningRequest;
import io.djong.api.core.v1.Secret;
import io.djong.api.rbac.v1.ClusterRole;
import io.djong.auth.TestClock;
import io.djong.auth.pki.ClusterPki;
import io.djong.auth.pki.KeyPairs;
import io.djong.auth.pki.PkiNames;
import io.djong.auth.pki.RequestSigner;
import io.djong.auth.rbac.BootstrapPolicy;
import io.djong.auth.token.LegacyTokens;
import io.djong.auth.token.TokenIssuer;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.Informers;
import io.djong.http.tls.Pem;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopsTest {

    private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles/";
    private static final String REQUESTS =
            "/apis/certificates.k8s.io/v1/certificatesigningrequests/";

    @TempDir Path directory;

    @Test
    void gathersTheRulesOfAggregatedRoles() throws Exception {
        TestServer server = new TestServer(true);
        for (ClusterRole role : BootstrapPolicy.load().clusterRoles()) {
            server.put(ROLES + role.name(), versioned(role.fields()));
        }

        run(
                server,
                (builder, informers) ->
                        ClusterRoleAggregationController.create(builder, informers));

        for (String name : List.of("admin", "edit", "view")) {
            assertThat(new ClusterRole(server.get(ROLES + name)).rules()).as(name).isNotEmpty();
        }
    }

    @Test
    void approvesWhatAKubeletMayHave() throws Exception {
        TestServer server = new TestServer(true);
        server.put(REQUESTS + "a", request());

        runCertificates(server);

        CertificateSigningRequest approved =
                new CertificateSigningRequest(server.get(REQUESTS + "a"));
        assertThat(approved.status().conditions())
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.type()).isEqualTo("Approved");
                    assertThat(condition.reason()).isEqualTo("AutoApproved");
                });

        runCertificates(server);

        byte[] certificate =
                new CertificateSigningRequest(server.get(REQUESTS + "a")).status().certificate();
        assertThat(
                        Pem.certificates(new String(certificate, StandardCharsets.US_ASCII))
                                .getFirst()
                                .getSubjectX500Principal()
                                .getName())
                .isEqualTo("CN=system:node:n1,O=system:nodes");
    }

    @Test
    void leavesToPeopleWhatAKubeletMayNotHave() throws Exception {
        TestServer server = new TestServer(false);
        server.put(REQUESTS + "a", request());

        runCertificates(server);

        assertThat(server.get(REQUESTS + "a").value("status")).isNull();
    }

    @Test
    void fillsTheSecretsOfAccountsAndRemovesThoseWithout() throws Exception {
        TestServer server = new TestServer(true);
        server.put(
                "/api/v1/serviceaccounts/robot",
                versioned(
                        Fields.of(
                                "metadata",
                                Fields.of("name", "robot", "namespace", "ns", "uid", "u1"))));
        server.put("/api/v1/secrets/a", tokenSecret("a", "robot"));
        server.put("/api/v1/secrets/b", tokenSecret("b", "gone"));
        KeyPair keys = KeyPairs.generate();
        TokenIssuer issuer =
                new TokenIssuer(
                        "https://kubernetes.default.svc",
                        keys.getPrivate(),
                        keys.getPublic(),
                        new TestClock(),
                        RandomGenerator.of("L64X128MixRandom"));

        run(
                server,
                (builder, informers) ->
                        ServiceAccountTokenController.create(builder, informers, issuer, "PEM"));

        Secret filled = new Secret(server.get("/api/v1/namespaces/ns/secrets/a"));
        assertThat(filled.data()).containsOnlyKeys("ca.crt", "namespace", "token");
        assertThat(filled.annotations()).containsEntry("kubernetes.io/service-account.uid", "u1");
        assertThat(server.deleted()).containsExactly("/api/v1/namespaces/ns/secrets/b");
    }

    @Test
    void removesRequestsThatNobodyNeedsAnyMore() throws Exception {
        TestServer server = new TestServer(true);
        TestClock clock = new TestClock();
        Fields decided =
                Fields.of(
                        "conditions",
                        List.of(
                                Fields.of(
                                        "type",
                                        "Denied",
                                        "status",
                                        "True",
                                        "lastUpdateTime",
                                        "2025-12-31T22:59:00Z")));
        server.put(REQUESTS + "denied", made("denied", "2025-12-31T22:00:00Z", decided));
        server.put(REQUESTS + "new", made("new", "2025-12-31T22:00:00Z", Fields.EMPTY));
        server.put(REQUESTS + "old", made("old", "2025-12-30T22:00:00Z", Fields.EMPTY));

        run(server, (builder, informers) -> CertificateCleaner.create(builder, informers, clock));

        assertThat(server.deleted())
                .containsExactlyInAnyOrder(REQUESTS + "denied", REQUESTS + "old");
    }

    private static Fields made(String name, String created, Fields status) {
        return versioned(
                request()
                        .withAt(name, "metadata", "name")
                        .withAt(created, "metadata", "creationTimestamp")
                        .with("status", status));
    }

    @Test
    void marksTokensThatNobodyUsedForAYearAndRemovesThemAYearLater() throws Exception {
        TestServer server = new TestServer(true);
        server.put(
                "/api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking",
                LegacyTokens.trackingSince(Instant.parse("2024-06-01T00:00:00Z")));
        server.put(
                "/api/v1/serviceaccounts/robot",
                versioned(
                        Fields.of(
                                        "secrets",
                                        List.of(Fields.of("name", "a"), Fields.of("name", "b")))
                                .with(
                                        "metadata",
                                        Fields.of(
                                                "name", "robot", "namespace", "ns", "uid", "u1"))));
        Fields old =
                tokenSecret("a", "robot")
                        .withAt("2024-01-01T00:00:00Z", "metadata", "creationTimestamp");
        server.put("/api/v1/secrets/a", old);
        server.put(
                "/api/v1/secrets/b",
                old.withAt("b", "metadata", "name")
                        .withAt(
                                "2024-12-01",
                                "metadata",
                                "labels",
                                "kubernetes.io/legacy-token-invalid-since"));
        server.put("/api/v1/secrets/byhand", old.withAt("byhand", "metadata", "name"));

        run(
                server,
                (builder, informers) ->
                        LegacyTokenCleaner.create(builder, informers, new TestClock()));

        assertThat(
                        server.get("/api/v1/namespaces/ns/secrets/a")
                                .fields("metadata")
                                .fields("labels"))
                .isEqualTo(Fields.of("kubernetes.io/legacy-token-invalid-since", "2026-01-01"));
        assertThat(server.deleted()).containsExactly("/api/v1/namespaces/ns/secrets/b");
    }

    private static Fields tokenSecret(String name, String account) {
        return versioned(
                Fields.of("type", "kubernetes.io/service-account-token")
                        .withAt(name, "metadata", "name")
                        .withAt("ns", "metadata", "namespace")
                        .withAt(
                                account,
                                "metadata",
                                "annotations",
                                "kubernetes.io/service-account.name"));
    }

    private void runCertificates(TestServer server) throws Exception {
        TestClock clock = new TestClock();
        ClusterPki pki =
                ClusterPki.ensure(
                        directory,
                        new PkiNames(
                                "n1", "cluster.local", List.of("10.96.0.1"), List.of(), List.of()),
                        clock,
                        new SecureRandom());
        RequestSigner signer = new RequestSigner(pki.authority(), clock, new SecureRandom());
        run(
                server,
                (builder, informers) ->
                        CertificateController.create(builder, informers, signer, clock));
    }

    private static Fields request() {
        String pem = io.djong.auth.pki.TestRequests.pem("O=system:nodes,CN=system:node:n1", "");
        CertificateSigningRequest request = CertificateSigningRequest.KIND.empty();
        return versioned(
                request.withMetadata(request.metadata().withName("a"))
                        .withSpec(
                                request.spec()
                                        .withSignerName(
                                                "kubernetes.io/kube-apiserver-client-kubelet")
                                        .withUsername("system:node:n1")
                                        .withUsages(List.of("digital signature", "client auth"))
                                        .withRequest(pem.getBytes(StandardCharsets.US_ASCII)))
                        .fields());
    }

    private static Fields versioned(Fields object) {
        return object.withAt("1", "metadata", "resourceVersion");
    }

    /// Lets a controller do all that it finds to do.
    private static void run(
            TestServer server,
            BiFunction<Controller.Builder<ObjectKey>, Informers, Controller<ObjectKey>> create)
            throws InterruptedException {
        Client client = new Client(server);
        try (Informers informers =
                new Informers(
                        client,
                        Clock.system(),
                        Threads.virtual(),
                        RandomGenerator.of("L64X128MixRandom"))) {
            Controller<ObjectKey> controller =
                    create.apply(
                            Controller.named(
                                    "test",
                                    client,
                                    informers,
                                    Clock.system(),
                                    Timer.system(),
                                    Threads.virtual()),
                            informers);
            informers.start();
            assertThat(informers.awaitSync(Duration.ofSeconds(10))).isTrue();
            controller.connect();
            boolean isBusy = true;
            while (isBusy) {
                isBusy = controller.stepIfReady();
            }
        }
    }
}
