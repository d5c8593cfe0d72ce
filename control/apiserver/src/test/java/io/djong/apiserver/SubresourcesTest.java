package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.TestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubresourcesTest {

    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String POD =
            "{\"metadata\":{\"name\":\"%s\",\"labels\":{\"app\":\"a\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";

    private final TestServer server = new TestServer();

    @BeforeEach
    void makeAccount() {
        server.post(
                "/api/v1/namespaces/default/serviceaccounts",
                "{\"metadata\":{\"name\":\"default\"}}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void makeDeployment() {
        server.post(
                DEPLOYMENTS,
                "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"a\"}},\"template\":{\"metadata\":{\"labels\":{\"app\":\"a\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}");
    }

    @Test
    void scalesADeployment() {
        makeDeployment();

        Answer scaled = server.merge(DEPLOYMENTS + "/a/scale", "{\"spec\":{\"replicas\":5}}");

        assertThat(scaled.body().string("kind")).isEqualTo("Scale");
        assertThat(scaled.body().fields("status").string("selector")).isEqualTo("app=a");
        Answer deployment = server.get(DEPLOYMENTS + "/a");
        assertThat(deployment.body().fields("spec").integer("replicas")).isEqualTo(5);
        assertThat(deployment.metadata().integer("generation")).isEqualTo(2);
    }

    @Test
    void refusesANegativeScale() {
        makeDeployment();

        Answer refused = server.merge(DEPLOYMENTS + "/a/scale", "{\"spec\":{\"replicas\":-1}}");

        assertThat(refused.message())
                .isEqualTo(
                        "Scale.autoscaling \"a\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0");
    }

    @Test
    void bindsAPodOnce() {
        server.post(PODS, POD.formatted("a"));
        String binding =
                "{\"metadata\":{\"name\":\"a\"},\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}}";

        assertThat(server.post(PODS + "/a/binding", binding).status()).isEqualTo(201);
        assertThat(server.get(PODS + "/a").body().fields("spec").string("nodeName"))
                .isEqualTo("n1");
        assertThat(server.post(PODS + "/a/binding", binding).message())
                .isEqualTo(
                        "Operation cannot be fulfilled on pods/binding \"a\": pod a is already assigned to node \"n1\"");
    }

    @Test
    void evictsOnlyWhatTheBudgetAllows() {
        server.post(
                "/apis/policy/v1/namespaces/default/poddisruptionbudgets",
                "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"minAvailable\":1,\"selector\":{\"matchLabels\":{\"app\":\"a\"}}}}");
        server.post(PODS, POD.formatted("a"));
        server.merge(PODS + "/a/status", "{\"status\":{\"phase\":\"Running\"}}");

        Answer refused =
                server.post(
                        PODS + "/a/eviction",
                        "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"a\"}}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.message())
                .isEqualTo("Cannot evict pod as it would violate the pod's disruption budget.");
        assertThat(server.get(PODS + "/a").metadata().has("deletionTimestamp")).isFalse();
    }

    @Test
    void issuesATokenThatAuthenticates() {
        Answer token =
                server.post("/api/v1/namespaces/default/serviceaccounts/default/token", "{}");

        Answer whoami =
                server.send(
                        "POST",
                        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                        "{}",
                        "Authorization",
                        "Bearer " + token.body().fields("status").string("token"));

        assertThat(whoami.status()).isEqualTo(201);
        assertThat(whoami.body().fields("status").fields("userInfo").string("username"))
                .isEqualTo("system:serviceaccount:default:default");
    }

    @Test
    void aNamespaceGoesWhenItIsFinalized() {
        server.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"x\"}}");

        Answer deleted = server.delete("/api/v1/namespaces/x");

        assertThat(deleted.body().fields("status").string("phase")).isEqualTo("Terminating");
        server.put("/api/v1/namespaces/x/finalize", "{\"metadata\":{\"name\":\"x\"},\"spec\":{}}");
        assertThat(server.get("/api/v1/namespaces/x").status()).isEqualTo(404);
    }
}
