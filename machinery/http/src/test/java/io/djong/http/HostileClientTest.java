package io.djong.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.http.tls.ClientTls;
import io.djong.http.tls.ServerTls;
import io.djong.http.tls.Trust;
import io.djong.meta.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that mean harm, or behave as if they did.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileClientTest {

    private static final int STREAMS = 10;

    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch finish = new CountDownLatch(1);
    private final HttpServer server =
            HttpServer.start(
                    ServerConfig.tls(
                                    "127.0.0.1",
                                    0,
                                    ServerTls.of(new TestAuthority("test").server()))
                            .withLimits(
                                    ServerConfig.Limits.defaults().withConcurrentStreams(STREAMS)),
                    Threads.virtual(),
                    this::work);
    private final HttpClient client =
            HttpClient.of(
                    ClientConfig.defaults().withTls(ClientTls.trusting(new Trust.Anybody())),
                    Threads.virtual());

    @AfterEach
    void close() {
        finish.countDown();
        client.close();
        server.close();
    }

    /// Notices nothing of the client, as a handler deep in a commit.
    private void work(Exchange exchange) throws InterruptedException {
        most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        try {
            ResponseStream out = exchange.startResponse(200, Headers.of());
            out.write("started".getBytes(UTF_8));
            out.flush();
        } catch (ClosedException _) {
            // Reset already; goes on working all the same.
        }
        if (exchange.path().equals("/slow")) {
            finish.await();
        }
        atWork.decrementAndGet();
    }

    /// @spec https://nvd.nist.gov/vuln/detail/CVE-2023-44487 Rapid reset
    @Test
    void boundsHandlersOfAClientThatResetsItsStreams() throws Exception {
        Origin origin = new Origin(true, "127.0.0.1", server.port());
        int sent = 0;
        int failed = 0;

        while (sent < 30 * STREAMS) {
            sent++;
            try {
                client.send(Request.of("POST", origin, "/slow")).close();
            } catch (TransportException _) {
                failed++;
                break;
            }
        }

        assertThat(failed).isEqualTo(1);
        assertThat(most.get()).isEqualTo(4 * STREAMS);
        finish.countDown();
        await().until(() -> atWork.get() == 0);
        assertThat(client.send(Request.of("GET", origin, "/")).status()).isEqualTo(200);
    }
}
