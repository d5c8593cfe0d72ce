package io.djong.http;

import io.djong.http.tls.ServerTls;
import io.djong.meta.Threads;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// A server to be measured: small answers at `/`, 85 MB of ready chunks at `/list`, creates with `POST`, slow watches at
/// `/watch`. Run its `main` with a port, microseconds between events and event loops, then [WatchBench], or e.g. `h2load -n 100000 -c 8 -m 8 https://127.0.0.1:PORT/`.
final class HttpBench {

    private static final int LIST_BYTES = 85 << 20;
    private static final int CHUNK_BYTES = 1700;
    static final int EVENT_BYTES = 1500;

    /// Spliced into each stored object, as an API server does it.
    private static final byte[] REVISION = {'1', '2', '3', '4', '5', '6', '7'};

    private HttpBench() {}

    public static void main(String[] args) throws InterruptedException {
        byte[] small = "x".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        byte[][] list = new byte[LIST_BYTES / CHUNK_BYTES][];
        Arrays.setAll(list, _ -> new byte[CHUNK_BYTES]);
        Headers json = Headers.of("content-type", "application/json", "audit-id", "3e1c");
        long pauseMicros = args.length > 1 ? Long.parseLong(args[1]) : 10_000;
        EventHub hub = new EventHub(new byte[EVENT_BYTES], Duration.ofNanos(1000 * pauseMicros));
        Threads.virtual().start("event-hub", hub);
        HttpHandler handler =
                exchange -> {
                    switch (exchange.path()) {
                        case "/list" -> {
                            try (ResponseStream out = exchange.startResponse(200, json)) {
                                for (byte[] chunk : list) {
                                    out.write(chunk, 0, 200);
                                    out.write(REVISION);
                                    out.write(chunk, 200, chunk.length - 200);
                                }
                            }
                        }
                        case "/watch" -> hub.watch(exchange);
                        default -> {
                            if (exchange.method().equals("POST")) {
                                exchange.readBody(1 << 20);
                                exchange.respond(201, json, small);
                            } else {
                                exchange.respond(200, json, small);
                            }
                        }
                    }
                };
        TestAuthority authority = new TestAuthority("bench");
        ServerConfig config =
                ServerConfig.tls(
                        "127.0.0.1", Integer.parseInt(args[0]), ServerTls.of(authority.server()));
        if (args.length > 2) {
            config = config.withEventLoopThreads(Integer.parseInt(args[2]));
        }
        long before = System.nanoTime();
        HttpServer server = HttpServer.start(config, Threads.virtual(), handler);
        System.out.println(
                URI.create("https://127.0.0.1:" + server.port() + "/")
                        + " bound in "
                        + (System.nanoTime() - before) / 1_000_000
                        + " ms");
        Thread.currentThread().join();
    }
}
