package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.HttpServer;
import io.djong.http.ServerConfig;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePolicyWebhookTest {

    private final List<Fields> asked = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server =
            HttpServer.start(ServerConfig.plain("127.0.0.1", 0), Threads.virtual(), this::serve);
    private final Path kubeconfig;

    ImagePolicyWebhookTest(@TempDir Path directory) {
        kubeconfig = directory.resolve("kubeconfig");
    }

    @BeforeEach
    void writeKubeconfig() throws IOException {
        Files.writeString(
                kubeconfig,
                """
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d/policy"}}]
                users: [{name: u, user: {}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """
                        .formatted(server.port()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void serve(Exchange exchange) {
        Fields review = Json.parseObject(exchange.readBody(1 << 20));
        asked.add(review);
        boolean isGood = !Json.text(review).contains("evil");
        Fields status = Fields.of("allowed", isGood, "reason", "I do not like it");
        int code = exchange.path().equals("/policy") ? 200 : 404;
        exchange.respond(
                code,
                Headers.of("content-type", "application/json"),
                Json.write(Fields.of("status", status)));
    }

    private ImagePolicyWebhook plugin() {
        Fields policy = Fields.of("kubeConfigFile", kubeconfig.toString(), "defaultAllow", false);
        return new ImagePolicyWebhook(
                Fields.of("imagePolicy", policy), Threads.virtual(), Clock.system());
    }

    private static Review pod(String image) {
        return Reviews.create(
                "pods", Reviews.pod("ns", "p", Fields.of("name", "c", "image", image)));
    }

    @Test
    void refusesWhatThePolicyRefuses() {
        try (ImagePolicyWebhook plugin = plugin()) {
            assertThatThrownBy(() -> plugin.validate(pod("evil:1")))
                    .hasMessage(
                            "pods \"p\" is forbidden: image policy webhook backend denied one or more images: I do not like it");
        }
    }

    @Test
    void remembersAnswers() {
        try (ImagePolicyWebhook plugin = plugin()) {
            plugin.validate(pod("good:1"));
            plugin.validate(pod("good:1"));
        }

        assertThat(asked)
                .singleElement()
                .satisfies(review ->
                        assertThat(review.fields("spec").list("containers"))
                                .containsExactly(Fields.of("image", "good:1")));
    }
}
