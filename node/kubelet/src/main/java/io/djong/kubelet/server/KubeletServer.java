package io.djong.kubelet.server;

import io.djong.api.core.v1.Pod;
import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.HttpClient;
import io.djong.http.HttpException;
import io.djong.http.HttpServer;
import io.djong.http.ServerConfig;
import io.djong.http.tls.ServerTls;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedSandbox;
import io.djong.kubelet.containers.PodContainers;
import io.djong.kubelet.pods.PodWorkers;
import io.djong.kubelet.streaming.Streaming;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.runtime.Cri;
import io.djong.runtime.cri.ExecSyncResponse;
import io.djong.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The kubelet's own HTTP API, as upstream's API server, metrics-server and Prometheus use it.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/ Paths and the permissions they need
public final class KubeletServer implements AutoCloseable {

    private static final int PORT_DEFAULT = 10250;
    private static final Headers TEXT = Headers.of("content-type", "text/plain; charset=utf-8");
    private static final Headers JSON = Headers.of("content-type", "application/json");
    private static final Headers METRICS =
            Headers.of("content-type", "text/plain; version=0.0.4; charset=utf-8");

    private final KubeletConfig config;
    private final PodWorkers workers;
    private final Cri cri;
    private final Access access;
    private final Streaming streaming;
    private final LogsEndpoint logs;
    private final Figures figures;
    private final Supplier<Optional<String>> health;
    private final Threads threads;
    private volatile @Nullable HttpServer server;

    /// @param http for the runtime's streaming server
    /// @param health what is wrong, or empty
    public KubeletServer(
            KubeletConfig config,
            PodWorkers workers,
            Cri cri,
            Access access,
            HttpClient http,
            Supplier<Optional<String>> health,
            Clock clock,
            Threads threads) {
        this.config = config;
        this.workers = workers;
        this.cri = cri;
        this.access = access;
        this.streaming = new Streaming(cri, http, threads);
        this.logs = new LogsEndpoint(workers, clock);
        this.figures = new Figures(config, workers, cri, clock);
        this.health = health;
        this.threads = threads;
    }

    /// Listens from now on.
    ///
    /// @param tls null for none, which only tests want
    public void start(@Nullable ServerTls tls) {
        KubeletConfig.Server where = config.server();
        ServerConfig listen =
                tls == null
                        ? ServerConfig.plain(where.address(), where.port())
                        : ServerConfig.tls(where.address(), where.port(), tls);
        server = HttpServer.start(listen, threads, this::handle);
    }

    /// The port that is listened on; the usual one before.
    public int port() {
        HttpServer listening = server;
        return listening == null ? PORT_DEFAULT : listening.port();
    }

    private void handle(Exchange exchange) throws IOException, InterruptedException {
        Route route = Route.of(exchange.path());
        access.check(exchange, verb(exchange.method()), subresource(route));
        switch (route.action()) {
            case "healthz" -> healthz(exchange);
            case "pods", "runningpods" -> json(exchange, podList());
            case "configz" ->
                    json(exchange, Fields.of("kubeletconfig", Configz.of(config, port())));
            case "stats" -> json(exchange, figures.summary());
            case "metrics" -> metrics(exchange, route);
            case "containerLogs" -> logs.serve(exchange, pod(route), route.container());
            case "exec" -> streaming.exec(exchange, running(route).id());
            case "attach" -> attach(exchange, route);
            case "portForward" -> portForward(exchange, route);
            case "run" -> run(exchange, route);
            default -> throw new HttpException(404, "404 page not found");
        }
    }

    private static String verb(String method) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "get";
        };
    }

    private static String subresource(Route route) {
        return switch (route.action()) {
            case "stats", "metrics", "healthz", "pods", "configz" -> route.action();
            case "runningpods" -> "pods";
            default -> "proxy";
        };
    }

    private void healthz(Exchange exchange) {
        Optional<String> wrong = health.get();
        exchange.respond(wrong.isEmpty() ? 200 : 500, TEXT, utf8(wrong.orElse("ok")));
    }

    private Fields podList() {
        List<@Nullable Object> items = new ArrayList<>();
        workers.pods().forEach(pod -> items.add(pod.fields()));
        return Fields.of("kind", "PodList")
                .with("apiVersion", "v1")
                .with("metadata", Fields.EMPTY)
                .with("items", items);
    }

    private void metrics(Exchange exchange, Route route) {
        String text =
                route.parts().isEmpty()
                        ? figures.own()
                        : switch (route.parts().getFirst()) {
                            case "resource" -> figures.resources();
                            case "cadvisor" -> figures.containerMetrics();
                            case "probes" -> "";
                            default -> throw new HttpException(404, "404 page not found");
                        };
        exchange.respond(200, METRICS, utf8(text));
    }

    private void attach(Exchange exchange, Route route) throws InterruptedException {
        Pod pod = pod(route);
        boolean tty =
                PodContainers.find(pod, route.container()).map(one -> one.tty()).orElse(false);
        streaming.attach(exchange, running(route).id(), tty);
    }

    private void portForward(Exchange exchange, Route route) throws InterruptedException {
        Pod pod = pod(route);
        ObservedSandbox sandbox =
                workers.observed(pod.uid())
                        .flatMap(observed -> observed.readySandbox())
                        .orElseThrow(() ->
                                new HttpException(
                                        500, "failed to find sandbox for pod " + pod.name()));
        streaming.portForward(exchange, sandbox.id());
    }

    private void run(Exchange exchange, Route route) {
        String command = exchange.query().first("cmd");
        ExecSyncResponse answer =
                cri.execSync(
                        running(route).id(),
                        List.of((command == null ? "" : command).split(" ")),
                        Duration.ZERO);
        exchange.respond(
                200, TEXT, answer.getStdout().toByteArray(), answer.getStderr().toByteArray());
    }

    private Pod pod(Route route) {
        return workers.find(route.namespace(), route.pod())
                .orElseThrow(() -> new HttpException(404, "pod does not exist"));
    }

    private ObservedContainer running(Route route) {
        Pod pod = pod(route);
        return workers.container(pod.uid(), route.container(), false)
                .filter(ObservedContainer::isRunning)
                .orElseThrow(() ->
                        new HttpException(
                                500,
                                "unable to upgrade connection: container not found (\"%s\")"
                                        .formatted(route.container())));
    }

    private static void json(Exchange exchange, Fields document) {
        exchange.respond(200, JSON, Json.write(document));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        HttpServer listening = server;
        if (listening != null) {
            listening.close();
        }
    }
}
