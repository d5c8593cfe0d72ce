package io.djong.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.HttpServer;
import io.djong.http.Origin;
import io.djong.http.ResponseStream;
import io.djong.http.ServerConfig;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Trust;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The API in memory behind a real HTTP server.
class HttpTransportTest {

    private static final Headers JSON = Headers.of("content-type", "application/json");

    private final MemoryApi api = new MemoryApi(Clock.system());
    private final HttpServer server =
            HttpServer.start(ServerConfig.plain("127.0.0.1", 0), Threads.virtual(), this::answer);
    private final HttpTransport transport =
            new HttpTransport(
                    ServerAccess.of(
                            new Origin(false, "127.0.0.1", server.port()),
                            ClientTls.trusting(new Trust.SystemRoots()),
                            "test"),
                    Threads.virtual());
    private final Client client = new Client(transport);

    @AfterEach
    void stop() {
        transport.close();
        server.close();
    }

    private void answer(Exchange exchange) throws InterruptedException {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String name : List.of("watch", "resourceVersion", "labelSelector")) {
            String value = exchange.query().first(name);
            if (value != null) {
                query.put(name, List.of(value));
            }
        }
        byte[] body = exchange.readBody(1 << 20);
        var request =
                new Transport.Request(
                        exchange.method(),
                        exchange.path(),
                        query,
                        "",
                        body.length == 0 ? null : Json.parse(body));
        try {
            if (query.containsKey("watch")) {
                stream(exchange, api.watch(request));
            } else {
                exchange.respond(200, JSON, Json.write(api.send(request)));
            }
        } catch (ApiException refused) {
            exchange.respond(
                    refused.failure().code(), JSON, Json.write(refused.failure().status()));
        }
    }

    private static void stream(Exchange exchange, Transport.EventStream events)
            throws InterruptedException {
        try (events;
                ResponseStream out = exchange.startResponse(200, JSON)) {
            while (!exchange.isClosed()) {
                Transport.RawEvent event = events.next(Duration.ofMillis(50));
                if (event != null) {
                    out.write(
                            Json.write(Fields.of("type", event.type(), "object", event.object())));
                    out.write("\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        } catch (WatchClosedException ended) {
            // The end of the answer tells the client.
            return;
        }
    }

    private static ConfigMap configMap(String name, Map<String, String> labels) {
        return ConfigMap.KIND
                .empty()
                .withMetadata(
                        ObjectMeta.EMPTY.withName(name).withNamespace("a").withLabels(labels));
    }

    @Test
    void carriesRequestsAndRefusals() {
        client.create(configMap("one", Map.of("x", "y z")));
        client.create(configMap("two", Map.of()));

        assertThat(client.list(ConfigMap.KIND, ListOptions.ALL.withLabels("x")).items()).hasSize(1);
        assertThatThrownBy(() -> client.get(ConfigMap.KIND, ObjectKey.of("a", "three")))
                .hasMessage("configmaps \"three\" not found")
                .matches(failure -> ((ApiException) failure).is(Reason.NOT_FOUND));
    }

    @Test
    void feedsInformers() throws InterruptedException {
        try (Informers informers =
                new Informers(client, Clock.system(), Threads.virtual(), new SplittableRandom(1))) {
            Informer<ConfigMap> informer = informers.of(ConfigMap.KIND);
            informers.start();
            assertThat(informers.awaitSync(Duration.ofSeconds(10))).isTrue();

            client.create(configMap("one", Map.of()));
            api.endWatches();
            client.create(configMap("two", Map.of()));

            await().untilAsserted(() -> assertThat(informer.all()).hasSize(2));
        }
    }
}
