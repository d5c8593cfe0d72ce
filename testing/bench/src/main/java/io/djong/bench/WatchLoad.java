package io.djong.bench;

import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.http.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Many watchers of one ConfigMap's namespace, and one writer that changes it as often as it is told to.
final class WatchLoad {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/watchload/configmaps";
    private static final byte[] SENT = "\"sent\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int PAD = 800;

    private final ApiClients watching;
    private final ApiClients writing;
    private final AtomicLong delivered = new AtomicLong();
    private final Percentiles latencies = new Percentiles();

    WatchLoad(ApiClients watching, ApiClients writing) {
        this.watching = watching;
        this.writing = writing;
    }

    record Result(long sent, long delivered, double eventsPerSecond, Percentiles latencies) {}

    /// Opens the watches; they end with the connections.
    void open(int watchers) throws InterruptedException {
        writing.send(
                writing.post(
                        "/api/v1/namespaces",
                        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"watchload\"}}"));
        writing.send(
                writing.post(
                        CONFIG_MAPS,
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"},\"data\":{\"pad\":\"%s\"}}"
                                .formatted("x".repeat(PAD))));
        CountDownLatch open = new CountDownLatch(watchers);
        for (int i = 0; i < watchers; i++) {
            int connection = i;
            Thread.startVirtualThread(() -> follow(connection, open));
        }
        if (!open.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("watches did not open within a minute");
        }
    }

    private void follow(int connection, CountDownLatch open) {
        Request watch = watching.get(CONFIG_MAPS + "?watch=1");
        try (Response response = watching.connection(connection).send(watch);
                InputStream body = response.body()) {
            if (response.status() != 200) {
                throw new IllegalStateException("watch: " + response.status());
            }
            open.countDown();
            read(body);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (IOException | TransportException over) {
            // The connections were closed: the load is over.
        }
    }

    /// Looks for the time of sending in each event, whatever pieces it comes in.
    private void read(InputStream body) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        int matched = 0;
        long number = -1;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            for (int i = 0; i < count; i++) {
                byte b = buffer[i];
                if (number >= 0) {
                    if (b == '"') {
                        delivered.incrementAndGet();
                        latencies.add(System.nanoTime() - number);
                        number = -1;
                    } else {
                        number = number * 10 + (b - '0');
                    }
                } else if (b == SENT[matched]) {
                    if (++matched == SENT.length) {
                        matched = 0;
                        number = 0;
                    }
                } else {
                    matched = b == SENT[0] ? 1 : 0;
                }
            }
        }
    }

    Result run(int watchers, double changesPerSecond, Duration duration)
            throws InterruptedException {
        long start = System.nanoTime();
        long sent = 0;
        while (System.nanoTime() - start < duration.toNanos()) {
            long due = start + (long) (sent * 1e9 / changesPerSecond);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            writing.send(
                    writing.request("PATCH", CONFIG_MAPS + "/c")
                            .withHeader("content-type", "application/merge-patch+json")
                            .withBody(
                                    "{\"data\":{\"sent\":\"%d\"}}"
                                            .formatted(System.nanoTime())
                                            .getBytes(StandardCharsets.US_ASCII)));
            sent++;
        }
        long wanted = sent * watchers;
        for (int i = 0; i < 200 && delivered.get() < wanted; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(sent, delivered.get(), delivered.get() / seconds, latencies);
    }
}
