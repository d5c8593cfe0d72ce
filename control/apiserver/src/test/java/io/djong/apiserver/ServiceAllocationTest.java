package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.TestServer.Answer;
import io.djong.store.Store;
import org.junit.jupiter.api.Test;

class ServiceAllocationTest {

    private static final String SERVICES = "/api/v1/namespaces/default/services";

    @Test
    void theFirstAddressBelongsToTheServerItself() {
        try (TestServer server = new TestServer()) {
            Answer kubernetes = server.get(SERVICES + "/kubernetes");

            assertThat(kubernetes.body().fields("spec").string("clusterIP")).isEqualTo("10.96.0.1");
            assertThat(server.get("/apis/networking.k8s.io/v1/ipaddresses/10.96.0.1").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void knowsWhatIsTakenAfterARestart() {
        Store store = TestServer.newStore();
        String wanted =
                "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"type\":\"NodePort\",\"clusterIP\":\"10.96.0.9\",\"ports\":[{\"port\":80,\"nodePort\":30080}]}}";
        try (TestServer before = new TestServer(store, null)) {
            assertThat(before.post(SERVICES, wanted.formatted("a")).status()).isEqualTo(201);
        }

        try (TestServer after = new TestServer(store, null)) {
            Answer refused = after.post(SERVICES, wanted.formatted("b"));

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.message())
                    .contains("failed to allocate IP 10.96.0.9: provided IP is already allocated");
        }
    }
}
