package io.djong.http;

import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Trust;
import io.djong.meta.Threads;
import java.util.concurrent.CountDownLatch;

/// Our client against [HttpBench]: `main PORT THREADS REQUESTS`, each thread one request after the other, five rounds.
final class ClientBench {

    private ClientBench() {}

    public static void main(String[] args) throws InterruptedException {
        int threads = Integer.parseInt(args[1]);
        int requests = Integer.parseInt(args[2]);
        Request request =
                Request.of("GET", new Origin(true, "127.0.0.1", Integer.parseInt(args[0])), "/");
        try (HttpClient client =
                HttpClient.of(
                        ClientConfig.defaults().withTls(ClientTls.trusting(new Trust.Anybody())),
                        Threads.virtual())) {
            for (int round = 0; round < 5; round++) {
                long before = System.nanoTime();
                CountDownLatch done = new CountDownLatch(threads);
                for (int i = 0; i < threads; i++) {
                    Threads.virtual()
                            .start(
                                    "bench-client",
                                    () -> {
                                        send(client, request, requests / threads);
                                        done.countDown();
                                    });
                }
                done.await();
                double seconds = (System.nanoTime() - before) / 1e9;
                System.out.println((long) (requests / seconds) + " requests/s");
            }
        }
    }

    private static void send(HttpClient client, Request request, int count) {
        try {
            for (int i = 0; i < count; i++) {
                client.send(request).readBody(1 << 20);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
