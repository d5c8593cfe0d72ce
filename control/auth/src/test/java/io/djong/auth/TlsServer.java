package io.djong.auth;

import io.djong.auth.pki.ClusterPki;
import io.djong.auth.pki.PkiNames;
import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.HttpServer;
import io.djong.http.ServerConfig;
import io.djong.http.tls.Pem;
import io.djong.http.tls.ServerTls;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Answers JSON over TLS, by path, and remembers what it was sent.
public final class TlsServer implements AutoCloseable {

    private static final int BODY_MAX = 1 << 20;

    private final Map<String, Function<Fields, Fields>> answers = new ConcurrentHashMap<>();
    private final List<Fields> bodies = Collections.synchronizedList(new ArrayList<>());
    private final ClusterPki pki;
    private final HttpServer server;
    private volatile int status = 200;

    public TlsServer(Path directory) {
        pki =
                ClusterPki.ensure(
                        directory.resolve("pki"),
                        new PkiNames(
                                "test",
                                "cluster.local",
                                List.of("10.96.0.1"),
                                List.of("127.0.0.1"),
                                List.of()),
                        Clock.system(),
                        new SecureRandom());
        server =
                HttpServer.start(
                        ServerConfig.tls("127.0.0.1", 0, ServerTls.of(pki.leaf("apiserver"))),
                        Threads.virtual(),
                        this::serve);
    }

    private void serve(Exchange exchange) throws InterruptedException {
        byte[] sent = exchange.readBody(BODY_MAX);
        Fields body = sent.length == 0 ? Fields.EMPTY : Json.parseObject(sent);
        bodies.add(body);
        Function<Fields, Fields> answer = answers.get(exchange.path());
        exchange.respond(
                answer == null ? 404 : status,
                Headers.of("content-type", "application/json"),
                answer == null ? new byte[0] : Json.write(answer.apply(body)));
    }

    public TlsServer on(String path, Function<Fields, Fields> answer) {
        answers.put(path, answer);
        return this;
    }

    public void answerWith(int code) {
        status = code;
    }

    public String url() {
        return "https://127.0.0.1:" + server.port();
    }

    public String authority() {
        return Pem.write(pki.authorities().getFirst());
    }

    /// All that was sent, in the order in which it came.
    public List<Fields> bodies() {
        return List.copyOf(bodies);
    }

    /// A kubeconfig file that leads here.
    public Path kubeconfig(Path directory, String path) throws IOException {
        String data =
                Base64.getEncoder().encodeToString(authority().getBytes(StandardCharsets.US_ASCII));
        return Files.writeString(
                directory.resolve("hook.kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                current-context: c
                contexts: [{name: c, context: {cluster: k, user: u}}]
                users: [{name: u, user: {token: s3cret}}]
                clusters: [{name: k, cluster: {server: '%s', certificate-authority-data: %s}}]
                """
                        .formatted(url() + path, data));
    }

    @Override
    public void close() {
        server.close();
    }
}
