package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.TestServer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryTest {

    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    private TestServer server = new TestServer();

    @BeforeAll
    void isReady() {
        assertThat(server.get("/readyz").text()).isEqualTo("ok");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void listsGroupsInUpstreamsOrder() {
        Answer groups = server.get("/apis");

        assertThat(groups.body().string("kind")).isEqualTo("APIGroupList");
        assertThat(groups.text())
                .contains("\"name\":\"apps\"")
                .contains("\"name\":\"resource.k8s.io\"");
    }

    @Test
    void listsResourcesWithTheirSubresources() {
        Answer resources = server.get("/api/v1");

        assertThat(resources.text())
                .contains("\"name\":\"pods/exec\"")
                .contains("\"shortNames\":[\"po\"]")
                .contains("\"name\":\"namespaces/finalize\"");
    }

    @Test
    void aggregatesEverythingUnderOneTag() {
        Answer first = server.send("GET", "/apis", null, "Accept", AGGREGATED);
        String tag = first.raw().headers().firstValue("etag").orElseThrow();

        Answer again =
                server.send("GET", "/apis", null, "Accept", AGGREGATED, "If-None-Match", tag);

        assertThat(first.raw().headers().firstValue("content-type"))
                .hasValue("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
    }

    @Test
    void describesAGroupVersion() {
        Answer document = server.get("/openapi/v3/apis/apps/v1");

        assertThat(document.body().string("openapi")).isEqualTo("3.0.0");
        assertThat(
                        document.body()
                                .fields("components")
                                .fields("schemas")
                                .has("io.k8s.api.apps.v1.Deployment"))
                .isTrue();
    }

    @Test
    void answers404InTheWayOfThePath() {
        assertThat(server.get("/nonsense").text()).isEqualTo("404 page not found\n");
        assertThat(server.get("/api/v1/nonsense").message())
                .isEqualTo("the server could not find the requested resource");
        assertThat(server.get("/apis/nonsense.example/v1").text())
                .isEqualTo("404 page not found\n");
    }

    @Test
    void countsRequests() {
        server.get("/api/v1/namespaces");

        assertThat(server.get("/metrics").text()).contains("apiserver_request_total{code=\"200\"");
    }

    @Test
    void keepsStrangersOut() {
        Answer wrongToken =
                server.send("GET", "/api/v1/pods", null, "Authorization", "Bearer nope");
        Answer alice = server.send("GET", "/api/v1/pods", null, "Authorization", "Bearer alice");

        assertThat(wrongToken.status()).isEqualTo(401);
        assertThat(wrongToken.message()).isEqualTo("Unauthorized");
        assertThat(alice.status()).isEqualTo(403);
        assertThat(alice.message())
                .isEqualTo(
                        "pods is forbidden: User \"alice\" cannot list resource \"pods\" in API group \"\" at the cluster scope");
    }
}
