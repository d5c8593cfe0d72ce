package io.djong.apiserver;

import io.djong.apiserver.security.SecurityConfig;
import io.djong.client.Client;
import io.djong.http.HttpClient;
import io.djong.http.HttpServer;
import io.djong.http.ServerConfig;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.store.MemoryStore;
import io.djong.store.Retention;
import io.djong.store.Store;
import io.djong.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A whole API server over a memory store, reached through plain HTTP on a free port.
final class TestServer implements AutoCloseable {

    static final String TOKEN = "test-token";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ApiServer server;
    private final HttpServer http;
    private final java.net.http.HttpClient client =
            java.net.http.HttpClient.newBuilder()
                    .version(java.net.http.HttpClient.Version.HTTP_1_1)
                    .build();

    TestServer() {
        this(newStore(), null);
    }

    TestServer(ApiServerConfig config) {
        this(newStore(), null, Clock.system(), config);
    }

    TestServer(Store store, @Nullable HttpClient kubelets) {
        this(store, kubelets, Clock.system());
    }

    TestServer(Store store, @Nullable HttpClient kubelets, Clock clock) {
        this(store, kubelets, clock, ApiServerConfig.defaults());
    }

    private TestServer(
            Store store, @Nullable HttpClient kubelets, Clock clock, ApiServerConfig config) {
        SecurityConfig security =
                SecurityConfig.ephemeral()
                        .withStaticTokens(
                                Map.of(
                                        TOKEN,
                                        UserInfo.of("admin", UserInfo.MASTERS),
                                        "alice",
                                        UserInfo.of("alice")));
        ApiServer.Parts parts =
                new ApiServer.Parts(
                        store,
                        clock,
                        new SecureRandom(),
                        Threads.virtual(),
                        security,
                        ApiServer::standardAdmission);
        server = new ApiServer(config, kubelets == null ? parts : parts.withKubelets(kubelets));
        http =
                HttpServer.start(
                        ServerConfig.plain("127.0.0.1", 0), Threads.virtual(), server.handler());
    }

    static Store newStore() {
        return new MemoryStore(Retention.defaults(), Clock.system(), Timer.system());
    }

    /// What a client gets: the status, and the body as a document or as text.
    record Answer(int status, Fields body, String text, HttpResponse<byte[]> raw) {

        String message() {
            return body.string("message");
        }

        Fields metadata() {
            return body.fields("metadata");
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + http.port() + path);
    }

    int port() {
        return http.port();
    }

    ApiServer server() {
        return server;
    }

    Client client(String user, String... groups) {
        return new Client(server.transport(UserInfo.of(user, groups)));
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, String json) {
        return send("POST", path, json);
    }

    Answer put(String path, String json) {
        return send("PUT", path, json);
    }

    Answer delete(String path) {
        return send("DELETE", path, null);
    }

    Answer merge(String path, String json) {
        return send("PATCH", path, json, "Content-Type", "application/merge-patch+json");
    }

    Answer send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(PATIENCE)
                        .header("User-Agent", "test/1")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        Map<String, String> defaults =
                Map.of("Authorization", "Bearer " + TOKEN, "Content-Type", "application/json");
        defaults.forEach(request::setHeader);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            return answer(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException failed) {
            throw new AssertionError(method + " " + path, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("content-type").orElse("");
        String text = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        boolean isDocument = type.startsWith("application/json") && text.startsWith("{");
        return new Answer(
                response.statusCode(),
                isDocument ? Json.parseObject(response.body()) : Fields.EMPTY,
                text,
                response);
    }

    /// The answer's body as it comes in; closing it ends the request.
    InputStream stream(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + TOKEN);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofInputStream()).body();
    }

    @Override
    public void close() {
        client.close();
        http.close();
        server.close();
    }
}
