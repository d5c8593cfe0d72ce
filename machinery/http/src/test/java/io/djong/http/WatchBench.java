package io.djong.http;

import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Trust;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/// Clients for the watches of [HttpBench]: `main PORT WATCHERS SECONDS` counts the events that arrive.
final class WatchBench {

    private WatchBench() {}

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        int watchers = Integer.parseInt(args[1]);
        Duration length = Duration.ofSeconds(Integer.parseInt(args[2]));
        LongAdder bytes = new LongAdder();
        CountDownLatch open = new CountDownLatch(watchers);
        HttpClient client =
                HttpClient.of(
                        ClientConfig.defaults().withTls(ClientTls.trusting(new Trust.Anybody())),
                        Threads.virtual());
        Request request = Request.of("GET", new Origin(true, "127.0.0.1", port), "/watch");
        for (int i = 0; i < watchers; i++) {
            Threads.virtual()
                    .start(
                            "watcher",
                            () -> {
                                try (Response response = client.send(request)) {
                                    open.countDown();
                                    count(response.body(), bytes);
                                } catch (InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
        open.await();
        Clock.system().sleep(Duration.ofSeconds(2));
        long before = bytes.sum();
        Clock.system().sleep(length);
        long events = (bytes.sum() - before) / HttpBench.EVENT_BYTES;
        System.out.println(events / length.toSeconds() + " events/s to " + watchers + " watchers");
        System.exit(0);
    }

    private static void count(InputStream in, LongAdder bytes) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            bytes.add(n);
        }
    }
}
