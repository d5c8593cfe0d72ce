package io.djong.kubelet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.client.Client;
import io.djong.client.Transport;
import io.djong.http.ClientConfig;
import io.djong.http.Headers;
import io.djong.http.HttpClient;
import io.djong.http.HttpServer;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.http.ServerConfig;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterAccessTest {

    private final ClusterAccess access = new ClusterAccess(new Client(new Reviews()), "node");
    private final HttpServer server =
            HttpServer.start(
                    ServerConfig.plain("127.0.0.1", 0),
                    Threads.virtual(),
                    exchange -> {
                        access.check(exchange, "get", "metrics");
                        exchange.respond(200, Headers.of());
                    });
    private final HttpClient client = HttpClient.of(ClientConfig.defaults(), Threads.virtual());

    /// Knows two tokens; only the user `scraper` may read metrics.
    private static final class Reviews implements Transport {

        @Override
        public Fields send(Transport.Request request) {
            Fields spec = ((Fields) Objects.requireNonNull(request.body())).fields("spec");
            if (request.path().endsWith("/tokenreviews")) {
                String token = spec.string("token");
                boolean isKnown = List.of("scraper", "stranger").contains(token);
                return Fields.of(
                        "status",
                        Fields.of("authenticated", isKnown)
                                .with("user", Fields.of("username", token)));
            }
            boolean allowed =
                    spec.string("user").equals("scraper")
                            && spec.fields("resourceAttributes")
                                    .string("subresource")
                                    .equals("metrics");
            return Fields.of("status", Fields.of("allowed", allowed));
        }

        @Override
        public EventStream watch(Transport.Request request) {
            throw new IllegalStateException("nothing to watch here");
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private int ask(String token) throws InterruptedException {
        Request request = Request.get(URI.create("http://127.0.0.1:" + server.port() + "/metrics"));
        Request sent =
                token.isEmpty() ? request : request.withHeader("authorization", "Bearer " + token);
        try (Response response = client.send(sent)) {
            return response.status();
        }
    }

    @Test
    void letsInWhomTheClusterKnowsAndAllows() throws InterruptedException {
        assertThat(ask("scraper")).isEqualTo(200);
        assertThat(ask("stranger")).isEqualTo(403);
        assertThat(ask("forged")).isEqualTo(401);
        assertThat(ask("")).isEqualTo(401);
    }
}
