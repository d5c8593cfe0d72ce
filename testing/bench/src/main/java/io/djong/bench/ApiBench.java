package io.djong.bench;

import io.djong.bench.ApiClients.Load;
import io.djong.bench.ApiClients.Transfer;
import io.djong.http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// `./build bench api`: how fast the API server creates, reads, lists and tells of changes, on its durable store and over
/// TLS, with the clients in a process of their own.
public final class ApiBench {

    private static final int PORT = 16_444;
    private static final int CONNECTIONS = 8;
    private static final int STREAMS = 8;
    private static final int PODS = 10_000;
    private static final int LISTS = 9;
    private static final int WATCHERS = 1000;
    private static final int WATCH_CONNECTIONS = 10;
    private static final double WATCH_CHANGES = 48;
    private static final Duration WARM = Duration.ofSeconds(10);
    private static final Duration LOAD = Duration.ofSeconds(8);
    private static final String TOKEN = "bench-token";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PODS_PATH = "/api/v1/namespaces/bench/pods";
    private static final String LARGE_PATH = "/api/v1/namespaces/large/pods";

    /// Brings a pod to 8.5 kB as stored: what upstream sends for one to curl, for which it indents.
    private static final int LARGE_PAD = 4_750;

    private final ServerProcess server;
    private final ApiClients many = new ApiClients(PORT, TOKEN, CONNECTIONS);
    private final ApiClients one = new ApiClients(PORT, TOKEN, 1);

    private ApiBench(ServerProcess server) {
        this.server = server;
    }

    /// @param arguments the checkout
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("djong-bench");
        Path tokens = scratch.resolve("tokens.csv");
        Files.writeString(tokens, TOKEN + ",bench,1,\"system:masters\"\n");
        ServerProcess server =
                new ServerProcess(Path.of(arguments[0]), scratch.resolve("data"), PORT);
        server.upWithoutNode("--token-auth-file", tokens.toString());
        System.out.println(Machine.describe());
        System.out.printf(
                "%-36s %11s %11s %8s %8s %13s %8s%n",
                "what", "measured", "aim", "p50 ms", "p99 ms", "CPU/operation", "memory");
        try {
            new ApiBench(server).run();
        } finally {
            server.down("--delete");
        }
        ServerProcess.deleteFiles(scratch);
    }

    private void run() throws IOException, InterruptedException {
        Request map = many.post(MAPS, configMap());
        many.repeat(map, STREAMS, WARM, 0);
        load("create 1 kB ConfigMap, 1 client", one, map, 1, "2500/s");
        load("create 1 kB ConfigMap, 64 clients", many, map, STREAMS, "10000/s");
        Request object = many.get("/api/v1/namespaces/default");
        many.repeat(object, STREAMS, WARM.dividedBy(3), 0);
        load("get one object, 1 client", one, object, 1, "");
        load("get one object, 64 clients", many, object, STREAMS, "30000/s");
        namespace("default");
        namespace("bench");
        namespace("large");
        Request warm = many.post("/api/v1/namespaces/default/pods", pod());
        many.repeat(warm, STREAMS, WARM, 0);
        load("create pod, 64 clients", many, warm, STREAMS, "6000/s");
        many.repeat(many.post(PODS_PATH, pod()), STREAMS, LOAD, PODS);
        list("list 10,000 pods, JSON", "", "application/json", "130 ms");
        list(
                "list 10,000 pods, table",
                "",
                "application/json;as=Table;g=meta.k8s.io;v=v1",
                "100 ms");
        list("list 10,000 pods, protobuf", "", "application/vnd.kubernetes.protobuf", "100 ms");
        list("page of 500 pods, JSON", "?limit=500", "application/json", "6 ms");
        many.repeat(many.post(LARGE_PATH, largePod()), STREAMS, LOAD, PODS);
        list("list of 85 MB (10,000 pods), JSON", LARGE_PATH, "", "application/json", "130 ms");
        watches();
    }

    /// With the account that pods run as, which controllers would make.
    private void namespace(String name) throws InterruptedException {
        many.send(
                many.post(
                        "/api/v1/namespaces",
                        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
                                .formatted(name)));
        many.send(
                many.post(
                        "/api/v1/namespaces/%s/serviceaccounts".formatted(name),
                        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"default\"}}"));
    }

    private void load(String what, ApiClients clients, Request request, int streams, String aim)
            throws IOException, InterruptedException {
        double before = server.cpuSeconds();
        Load load = clients.repeat(request, streams, LOAD, 0);
        double micros = (server.cpuSeconds() - before) * 1e6 / Math.max(load.times().count(), 1);
        if (load.failures() > 0) {
            throw new IllegalStateException(what + ": " + load.failures() + " failures");
        }
        row(what, "%.0f/s".formatted(load.rate()), aim, load.times(), "%.0f us".formatted(micros));
    }

    private void list(String what, String query, String accept, String aim)
            throws IOException, InterruptedException {
        list(what, PODS_PATH, query, accept, aim);
    }

    private void list(String what, String path, String query, String accept, String aim)
            throws IOException, InterruptedException {
        for (int i = 0; i < LISTS; i++) {
            one.transfer(path + query, accept);
        }
        Samples times = new Samples();
        Samples first = new Samples();
        long bytes = 0;
        double before = server.cpuSeconds();
        for (int i = 0; i < LISTS; i++) {
            Transfer transfer = one.transfer(path + query, accept);
            times.add(transfer.millis());
            first.add(transfer.firstByteMillis());
            bytes = transfer.bytes();
        }
        double cpu = (server.cpuSeconds() - before) * 1e3 / LISTS;
        System.out.printf(
                "%-36s %11s %11s %8.1f %8.1f %13s %8s  first byte %.1f ms, %.1f MB%n",
                what,
                "%.0f ms".formatted(times.median()),
                aim,
                times.median(),
                times.max(),
                "%.0f ms".formatted(cpu),
                memory(),
                first.median(),
                bytes / 1e6);
    }

    private void watches() throws IOException, InterruptedException {
        try (ApiClients watching = new ApiClients(PORT, TOKEN, WATCH_CONNECTIONS)) {
            WatchLoad warm = new WatchLoad(watching, one);
            warm.open(WATCHERS);
            warm.run(WATCHERS, WATCH_CHANGES, WARM);
            watches(watching);
        }
    }

    private void watches(ApiClients warmed) throws IOException, InterruptedException {
        warmed.close();
        try (ApiClients watching = new ApiClients(PORT, TOKEN, WATCH_CONNECTIONS)) {
            WatchLoad load = new WatchLoad(watching, one);
            load.open(WATCHERS);
            double before = server.cpuSeconds();
            WatchLoad.Result result = load.run(WATCHERS, WATCH_CHANGES, LOAD);
            double micros = (server.cpuSeconds() - before) * 1e6 / Math.max(result.delivered(), 1);
            row(
                    "events to 1,000 watchers",
                    "%.0f/s".formatted(result.eventsPerSecond()),
                    "48000/s",
                    result.latencies(),
                    "%.1f us".formatted(micros));
        }
    }

    private void row(String what, String measured, String aim, Percentiles times, String cpu)
            throws IOException {
        System.out.printf(
                "%-36s %11s %11s %8.2f %8.2f %13s %8s%n",
                what, measured, aim, times.millis(0.5), times.millis(0.99), cpu, memory());
    }

    private String memory() throws IOException {
        return "%.0f MB".formatted(server.residentMegabytes());
    }

    private static String configMap() {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"generateName\":\"b-\",\"labels\":{\"app\":\"bench\"}},\"data\":{\"payload\":\"%s\"}}"
                .formatted("x".repeat(1000));
    }

    /// About 2 kB as sent.
    private static String pod() throws IOException {
        try (var in = ApiBench.class.getResourceAsStream("pod.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String largePod() throws IOException {
        return pod().replace("\"team-a\"", "\"" + "x".repeat(LARGE_PAD) + "\"");
    }
}
