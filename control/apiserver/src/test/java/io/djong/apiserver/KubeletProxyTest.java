package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.auth.pki.ClusterPki;
import io.djong.auth.pki.PkiNames;
import io.djong.http.ClientConfig;
import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.HttpClient;
import io.djong.http.HttpServer;
import io.djong.http.Origin;
import io.djong.http.Request;
import io.djong.http.ServerConfig;
import io.djong.http.WebSocketConnection;
import io.djong.http.WebSocketMessage;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.ServerTls;
import io.djong.http.tls.Trust;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeletProxyTest {

    private static final String PODS = "/api/v1/namespaces/default/pods";

    @TempDir Path directory;

    private HttpServer kubelet;
    private HttpClient kubelets;
    private TestServer server;

    @BeforeEach
    void start() {
        ClusterPki pki =
                ClusterPki.ensure(
                        directory,
                        new PkiNames(
                                "n1",
                                "cluster.local",
                                List.of("10.96.0.1"),
                                List.of("127.0.0.1"),
                                List.of()),
                        Clock.system(),
                        new SecureRandom());
        kubelet =
                HttpServer.start(
                        ServerConfig.tls("127.0.0.1", 0, ServerTls.of(pki.leaf("kubelet"))),
                        Threads.virtual(),
                        KubeletProxyTest::serve);
        kubelets =
                HttpClient.of(
                        ClientConfig.defaults()
                                .withTls(
                                        ClientTls.trusting(Trust.authorities(pki.authorities()))
                                                .withIdentity(() ->
                                                        pki.leaf("apiserver-kubelet-client"))),
                        Threads.virtual());
        server = new TestServer(TestServer.newStore(), kubelets);
        makePod();
    }

    private void makePod() {
        server.post(
                "/api/v1/namespaces/default/serviceaccounts",
                "{\"metadata\":{\"name\":\"default\"}}");
        server.post("/api/v1/nodes", "{\"metadata\":{\"name\":\"n1\"}}");
        server.merge(
                "/api/v1/nodes/n1/status",
                "{\"status\":{\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"127.0.0.1\"}],\"daemonEndpoints\":{\"kubeletEndpoint\":{\"Port\":%d}}}}"
                        .formatted(kubelet.port()));
        server.post(
                PODS,
                "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"nodeName\":\"n1\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
    }

    @AfterEach
    void stop() {
        server.close();
        kubelets.close();
        kubelet.close();
    }

    /// A kubelet that tells what it was asked, and echoes over WebSockets.
    private static void serve(Exchange exchange) throws InterruptedException {
        if (exchange.path().startsWith("/exec/")) {
            try (WebSocketConnection socket =
                    exchange.acceptWebSocket(List.of("v5.channel.k8s.io", "v4.channel.k8s.io"))) {
                WebSocketMessage message = socket.receive();
                while (message instanceof WebSocketMessage.Binary(byte[] bytes)) {
                    socket.sendBinary(bytes);
                    message = socket.receive();
                }
            }
            return;
        }
        String asked = exchange.path() + "?" + exchange.rawQuery();
        exchange.respond(
                200,
                Headers.of("Content-Type", "text/plain"),
                asked.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fetchesALogFromTheNode() {
        assertThat(server.get(PODS + "/a/log?tailLines=5&nonsense=1").text())
                .isEqualTo("/containerLogs/default/a/c?tailLines=5");
    }

    @Test
    void refusesAContainerThatIsNotThere() {
        assertThat(server.get(PODS + "/a/log?container=x").message())
                .isEqualTo("container x is not valid for pod a");
    }

    @Test
    void reachesTheNodeItself() {
        assertThat(server.get("/api/v1/nodes/n1/proxy/stats/summary?only=cpu").text())
                .isEqualTo("/stats/summary?only=cpu");
    }

    @Test
    void bridgesAWebSocketToTheKubelet() throws Exception {
        Request request =
                Request.of(
                                "GET",
                                new Origin(false, "127.0.0.1", server.port()),
                                PODS + "/a/exec?command=cat&stdin=true&stdout=true")
                        .withHeader("Authorization", "Bearer " + TestServer.TOKEN);
        try (HttpClient client = HttpClient.of(ClientConfig.defaults(), Threads.virtual());
                WebSocketConnection socket =
                        client.webSocket(request, List.of("v5.channel.k8s.io"))) {
            byte[] sent = {0, 'h', 'i'};

            socket.sendBinary(sent);

            assertThat(socket.receive())
                    .isInstanceOfSatisfying(
                            WebSocketMessage.Binary.class,
                            echoed -> assertThat(echoed.bytes()).isEqualTo(sent));
        }
    }
}
