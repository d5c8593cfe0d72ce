package io.djong.bench;

import io.djong.http.ClientConfig;
import io.djong.http.Headers;
import io.djong.http.HttpClient;
import io.djong.http.Origin;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Trust;
import io.djong.meta.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Many clients of one API server: HTTP/2 over TLS with a bearer token, some streams on each connection.
final class ApiClients implements AutoCloseable {

    private static final int BODY_BYTES_MAX = 4 << 20;

    private final Origin origin;
    private final Headers headers;
    private final List<HttpClient> connections = new ArrayList<>();

    ApiClients(int port, String token, int connections) {
        this.origin = new Origin(true, "127.0.0.1", port);
        this.headers = Headers.of("authorization", "Bearer " + token);
        ClientConfig config =
                ClientConfig.defaults().withTls(ClientTls.trusting(new Trust.Anybody()));
        for (int i = 0; i < connections; i++) {
            this.connections.add(HttpClient.of(config, Threads.virtual()));
        }
    }

    Request request(String method, String target) {
        return Request.of(method, origin, target).withHeaders(headers);
    }

    Request get(String target) {
        return request("GET", target);
    }

    Request post(String target, String json) {
        return request("POST", target)
                .withHeader("content-type", "application/json")
                .withBody(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// How one load went.
    ///
    /// @param rate answers a second
    record Load(double rate, Percentiles times, long failures) {}

    /// Repeats `request`, `streams` at a time on each connection.
    ///
    /// @param count how many answers to wait for; 0 to go on for `duration`
    Load repeat(Request request, int streams, Duration duration, long count)
            throws InterruptedException {
        Percentiles times = new Percentiles();
        AtomicLong failures = new AtomicLong();
        AtomicLong left = new AtomicLong(count > 0 ? count : Long.MAX_VALUE);
        long start = System.nanoTime();
        long end = count > 0 ? Long.MAX_VALUE : start + duration.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (HttpClient connection : connections) {
            for (int i = 0; i < streams; i++) {
                threads.add(
                        Thread.startVirtualThread(() -> {
                            while (System.nanoTime() < end && left.getAndDecrement() > 0) {
                                once(connection, request, times, failures);
                            }
                        }));
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Load(times.count() / seconds, times, failures.get());
    }

    private static void once(
            HttpClient connection, Request request, Percentiles times, AtomicLong failures) {
        long start = System.nanoTime();
        try (Response response = connection.send(request)) {
            response.readBody(BODY_BYTES_MAX);
            if (response.status() >= 300) {
                failures.incrementAndGet();
                return;
            }
            times.add(System.nanoTime() - start);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// How one big answer came.
    record Transfer(double millis, double firstByteMillis, long bytes) {}

    Transfer transfer(String target, String accept) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        long start = System.nanoTime();
        try (Response response =
                        connections.getFirst().send(get(target).withHeader("accept", accept));
                InputStream body = response.body()) {
            if (response.status() != 200) {
                throw new IllegalStateException(target + ": " + response.status());
            }
            int read = body.read(buffer);
            double first = (System.nanoTime() - start) / 1e6;
            long bytes = 0;
            for (; read >= 0; read = body.read(buffer)) {
                bytes += read;
            }
            return new Transfer((System.nanoTime() - start) / 1e6, first, bytes);
        }
    }

    /// Sends one request and drops the answer.
    int send(Request request) throws InterruptedException {
        try (Response response = connections.getFirst().send(request)) {
            response.readBody(BODY_BYTES_MAX);
            return response.status();
        }
    }

    HttpClient connection(int i) {
        return connections.get(i % connections.size());
    }

    @Override
    public void close() {
        connections.forEach(HttpClient::close);
    }
}
