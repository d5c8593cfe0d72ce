package io.djong.apiserver;

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
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Webhooks over TLS, one a path, and what they were sent.
final class HookServer implements AutoCloseable {

    /// What a webhook says.
    interface Hook {
        /// @param request of the review
        Reply answer(Fields request) throws InterruptedException;
    }

    /// A whole HTTP answer.
    record Reply(int status, String body) {}

    private static final int BODY_MAX = 16 << 20;

    private final Map<String, Hook> hooks = new ConcurrentHashMap<>();
    private final List<Fields> reviews = Collections.synchronizedList(new ArrayList<>());
    private final Set<InetSocketAddress> connections = Collections.synchronizedSet(new HashSet<>());
    private final ClusterPki pki;
    private final HttpServer server;

    HookServer(Path directory) {
        pki =
                ClusterPki.ensure(
                        directory,
                        new PkiNames(
                                "hooks",
                                "cluster.local",
                                List.of("10.96.0.1"),
                                List.of("127.0.0.1"),
                                List.of("hooks.default.svc")),
                        Clock.system(),
                        new SecureRandom());
        server =
                HttpServer.start(
                        ServerConfig.tls("127.0.0.1", 0, ServerTls.of(pki.leaf("apiserver"))),
                        Threads.virtual(),
                        this::serve);
    }

    private void serve(Exchange exchange) throws InterruptedException {
        connections.add(exchange.remote());
        Fields review = Json.parseObject(exchange.readBody(BODY_MAX));
        reviews.add(review);
        Reply reply =
                Objects.requireNonNull(hooks.get(exchange.path())).answer(review.fields("request"));
        exchange.respond(
                reply.status(),
                Headers.of("content-type", "application/json"),
                reply.body().getBytes(StandardCharsets.UTF_8));
    }

    HookServer on(String path, Hook hook) {
        hooks.put(path, hook);
        return this;
    }

    int port() {
        return server.port();
    }

    String caBundle() {
        return Base64.getEncoder()
                .encodeToString(
                        Pem.write(pki.authorities().getFirst())
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /// All reviews, in the order in which they came.
    List<Fields> reviews() {
        return List.copyOf(reviews);
    }

    int connections() {
        return connections.size();
    }

    static Reply answer(Fields request, Fields more) {
        return review("v1", Fields.of("uid", request.string("uid")), more);
    }

    static Reply review(String version, Fields response, Fields more) {
        Fields.Builder whole = response.toBuilder();
        more.forEach(whole::set);
        return new Reply(
                200,
                Json.text(
                        Fields.of(
                                "apiVersion",
                                "admission.k8s.io/" + version,
                                "kind",
                                "AdmissionReview",
                                "response",
                                whole.build())));
    }

    static Reply allowed(Fields request) {
        return answer(request, Fields.of("allowed", true));
    }

    static Reply patched(Fields request, String patch) {
        return answer(
                request,
                Fields.of(
                        "allowed",
                        true,
                        "patchType",
                        "JSONPatch",
                        "patch",
                        Base64.getEncoder()
                                .encodeToString(patch.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public void close() {
        server.close();
    }
}
