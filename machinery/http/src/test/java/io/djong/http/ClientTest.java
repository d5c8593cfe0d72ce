package io.djong.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.djong.http.tls.ClientAuth;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Identity;
import io.djong.http.tls.ServerTls;
import io.djong.http.tls.Trust;
import io.djong.meta.Threads;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our client against our server.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClientTest {

    private static final int MANY = 16 << 20;

    private final TestAuthority authority = new TestAuthority("test");
    private final List<AutoCloseable> resources = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : resources.reversed()) {
            resource.close();
        }
    }

    private HttpServer serve(ServerTls tls, HttpHandler handler) {
        HttpServer server =
                HttpServer.start(ServerConfig.tls("127.0.0.1", 0, tls), Threads.virtual(), handler);
        resources.add(server);
        return server;
    }

    private HttpServer serve(HttpHandler handler) {
        return serve(ServerTls.of(authority.server()), handler);
    }

    private HttpClient client(ClientConfig config) {
        HttpClient client = HttpClient.of(config, Threads.virtual());
        resources.add(client);
        return client;
    }

    private ClientConfig trusting(boolean http2) {
        return ClientConfig.defaults()
                .withHttp2(http2)
                .withTls(ClientTls.trusting(Trust.authorities(authority.certificates())));
    }

    private static Request request(HttpServer server, String method, String target) {
        return Request.of(method, new Origin(true, "127.0.0.1", server.port()), target);
    }

    private static void echo(Exchange exchange) {
        String text =
                exchange.method()
                        + "|"
                        + exchange.path()
                        + "|"
                        + exchange.authority()
                        + "|"
                        + exchange.protocol()
                        + "|"
                        + exchange.requestHeaders().firstOr("x-header", "none")
                        + "|";
        byte[] body = exchange.readBody(MANY);
        exchange.respond(200, Headers.of("X-Length", "" + body.length), text.getBytes(UTF_8), body);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsRequestsAndReadsAnswers(boolean http2) throws Exception {
        HttpServer server = serve(ClientTest::echo);
        HttpClient client = client(trusting(http2));

        try (Response response =
                client.send(
                        request(server, "PUT", "/a%20b?x=1")
                                .withHeader("X-Header", "value")
                                .withBody("body".getBytes(UTF_8)))) {

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers().first("x-length")).isEqualTo("4");
            assertThat(new String(response.readBody(1000), UTF_8))
                    .isEqualTo(
                            "PUT|/a b|127.0.0.1:%d|%s|value|body"
                                    .formatted(server.port(), response.protocol()));
            assertThat(response.protocol()).isEqualTo(http2 ? "HTTP/2.0" : "HTTP/1.1");
        }
        Response named =
                client.send(request(server, "GET", "/").withHeader("Host", "kubernetes.default"));
        assertThat(new String(named.readBody(1000), UTF_8)).contains("|kubernetes.default|");
    }

    @Test
    void speaksPlainHttp() throws Exception {
        HttpServer server =
                HttpServer.start(
                        ServerConfig.plain("127.0.0.1", 0), Threads.virtual(), ClientTest::echo);
        resources.add(server);

        Response response =
                client(ClientConfig.defaults())
                        .send(
                                Request.get(
                                        java.net.URI.create(
                                                "http://127.0.0.1:" + server.port() + "/x")));

        assertThat(response.status()).isEqualTo(200);
        assertThat(new String(response.readBody(1000), UTF_8)).startsWith("GET|/x|127.0.0.1:");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamsBodiesBothWays(boolean http2) throws Exception {
        HttpServer server =
                serve(exchange -> {
                    try (InputStream in = exchange.bodyStream();
                            ResponseStream out = exchange.startResponse(200, Headers.of())) {
                        long count = in.transferTo(java.io.OutputStream.nullOutputStream());
                        byte[] chunk = new byte[50_000];
                        for (long left = count; left > 0; left -= chunk.length) {
                            out.write(chunk, 0, (int) Math.min(left, chunk.length));
                        }
                    }
                });

        try (Response response =
                client(trusting(http2))
                        .send(
                                request(server, "POST", "/")
                                        .withBody(
                                                new RequestBody.Stream(
                                                        new ByteArrayInputStream(new byte[MANY]),
                                                        -1)))) {
            assertThat(response.body().transferTo(java.io.OutputStream.nullOutputStream()))
                    .isEqualTo(MANY);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsAndSharesConnections(boolean http2) throws Exception {
        Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
        HttpServer server =
                serve(exchange -> {
                    clients.add(exchange.remote());
                    exchange.respond(200, Headers.of(), new byte[100]);
                });
        HttpClient client = client(trusting(http2));

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                answers.add(
                        threads.submit(() -> {
                            try (Response response = client.send(request(server, "GET", "/"))) {
                                return response.readBody(100).length;
                            }
                        }));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(100);
            }
        }

        assertThat(clients).hasSizeBetween(1, http2 ? 20 : 64);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closesConnectionsThatNobodyUses(boolean http2) throws Exception {
        Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
        HttpServer server =
                serve(exchange -> {
                    clients.add(exchange.remote());
                    exchange.respond(200, Headers.of());
                });
        ClientConfig config = trusting(http2);
        HttpClient client =
                client(
                        new ClientConfig(
                                config.tls(),
                                http2,
                                config.connectTimeout(),
                                config.connectionsPerOrigin(),
                                Duration.ofMillis(20),
                                config.pingAfter(),
                                1));

        await().pollInterval(Duration.ofMillis(150))
                .until(() -> {
                    client.send(request(server, "GET", "/")).close();
                    return clients.size() >= 3;
                });
    }

    @Test
    void opensAnotherConnectionWhenStreamsRunOut() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(60);
        HttpServer server =
                HttpServer.start(
                        ServerConfig.tls("127.0.0.1", 0, ServerTls.of(authority.server()))
                                .withLimits(
                                        ServerConfig.Limits.defaults().withConcurrentStreams(25)),
                        Threads.virtual(),
                        exchange -> {
                            open.countDown();
                            done.await();
                            exchange.respond(200, Headers.of());
                        });
        resources.add(server);
        HttpClient client = client(trusting(true));

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                answers.add(
                        threads.submit(() -> client.send(request(server, "GET", "/")).status()));
            }
            open.await();
            done.countDown();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsAWatchFromAnotherThread(boolean http2) throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        HttpServer server =
                serve(exchange -> {
                    exchange.onClosed(gone::countDown);
                    ResponseStream out = exchange.startResponse(200, Headers.of());
                    out.write("event\n".getBytes(UTF_8));
                    out.flush();
                    gone.await();
                });
        Response watch = client(trusting(http2)).send(request(server, "GET", "/watch"));
        assertThat(watch.body().readNBytes(6)).isEqualTo("event\n".getBytes(UTF_8));
        AtomicReference<Exception> ended = new AtomicReference<>();
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                int _ = watch.body().read();
                            } catch (java.io.IOException e) {
                                ended.set(e);
                            }
                        });
        await().until(() -> reader.getState() == Thread.State.WAITING);

        watch.close();

        reader.join();
        gone.await();
        assertThat(ended.get()).hasMessageContaining("closed");
    }

    @Test
    void givesUpAServerThatFallsSilentInTheMiddleOfAWatch() throws Exception {
        HttpServer server =
                serve(exchange -> {
                    ResponseStream out = exchange.startResponse(200, Headers.of());
                    out.flush();
                    CountDownLatch gone = new CountDownLatch(1);
                    exchange.onClosed(gone::countDown);
                    gone.await();
                });
        try (FreezingProxy proxy = new FreezingProxy(server.port())) {
            HttpClient client = client(trusting(true).withPingAfter(Duration.ofMillis(100)));
            Response watch =
                    client.send(
                            Request.of("GET", new Origin(true, "127.0.0.1", proxy.port()), "/"));
            Thread reader =
                    Thread.ofVirtual().start(() -> assertThatThrownBy(() -> watch.readBody(1)));
            boolean endedWhileAlive = reader.join(Duration.ofMillis(500));

            proxy.freeze();

            assertThat(endedWhileAlive).isFalse();
            assertThat(reader.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void tellsWhyThereIsNoAnswer() throws Exception {
        HttpServer server = serve(exchange -> new CountDownLatch(1).await());
        HttpClient client = client(trusting(true));
        HttpClient stranger =
                client(
                        ClientConfig.defaults()
                                .withTls(
                                        ClientTls.trusting(
                                                Trust.authorities(
                                                        new TestAuthority("other")
                                                                .certificates()))));
        HttpServer gone = serve(exchange -> exchange.respond(200, Headers.of()));
        gone.close();

        assertThatThrownBy(() ->
                        client.send(
                                request(server, "GET", "/")
                                        .withResponseTimeout(Duration.ofMillis(50))))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.TIMEOUT));
        assertThatThrownBy(() -> stranger.send(request(server, "GET", "/")))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.TLS));
        assertThatThrownBy(() -> client.send(request(gone, "GET", "/x")))
                .hasMessage(
                        "GET \"https://127.0.0.1:%d/x\": dial tcp 127.0.0.1:%d: connect: connection refused"
                                .formatted(gone.port(), gone.port()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noticesAnswersThatBreakOff(boolean http2) throws Exception {
        HttpServer server =
                serve(exchange -> {
                    ResponseStream out = exchange.startResponse(200, Headers.of());
                    out.write(new byte[10]);
                    out.flush();
                    out.abort();
                });

        Response response = client(trusting(http2)).send(request(server, "GET", "/"));

        assertThatThrownBy(() -> response.readBody(100)).isInstanceOf(TransportException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void survivesAServerThatRestarts(boolean http2) throws Exception {
        HttpHandler handler = exchange -> exchange.respond(200, Headers.of(), new byte[1]);
        HttpServer first = serve(handler);
        HttpClient client = client(trusting(http2));
        assertThat(client.send(request(first, "GET", "/")).readBody(1)).hasSize(1);

        first.close(Duration.ofSeconds(1));
        HttpServer second =
                HttpServer.start(
                        ServerConfig.tls(
                                "127.0.0.1", first.port(), ServerTls.of(authority.server())),
                        Threads.virtual(),
                        handler);
        resources.add(second);

        assertThat(client.send(request(second, "POST", "/")).readBody(1)).hasSize(1);
    }

    @Test
    void showsItsCertificateAndFollowsItsRotation() throws Exception {
        HttpServer server =
                serve(
                        ServerTls.of(authority.server())
                                .withClientAuth(ClientAuth.REQUIRED, authority::certificates),
                        exchange ->
                                exchange.respond(
                                        200,
                                        Headers.of("Connection", "close"),
                                        exchange.peerCertificates()
                                                .getFirst()
                                                .getSubjectX500Principal()
                                                .getName()
                                                .getBytes(UTF_8)));
        AtomicReference<Identity> identity = new AtomicReference<>(authority.identity("CN=first"));
        ClientTls tls =
                ClientTls.trusting(Trust.authorities(authority.certificates()))
                        .withIdentity(identity::get);
        HttpClient client = client(ClientConfig.defaults().withHttp2(false).withTls(tls));

        byte[] first = client.send(request(server, "GET", "/")).readBody(100);
        identity.set(authority.identity("CN=second"));
        byte[] second = client.send(request(server, "GET", "/")).readBody(100);

        assertThat(new String(first, UTF_8)).isEqualTo("CN=first");
        assertThat(new String(second, UTF_8)).isEqualTo("CN=second");
        assertThatThrownBy(() -> client(trusting(true)).send(request(server, "GET", "/")))
                .isInstanceOf(TransportException.class);
    }

    @Test
    void checksNamesAndTakesAnotherOneWhenTold() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>();
        Identity named = authority.server();
        HttpServer server =
                serve(
                        new ServerTls(
                                name -> {
                                    asked.set(String.valueOf(name));
                                    return named;
                                },
                                ClientAuth.NONE,
                                List::of),
                        exchange -> exchange.respond(200, Headers.of()));
        ClientTls trusting = ClientTls.trusting(Trust.authorities(authority.certificates()));

        int status =
                client(
                                ClientConfig.defaults()
                                        .withTls(trusting.withServerName("kubernetes.default")))
                        .send(request(server, "GET", "/"))
                        .status();
        int insecure =
                client(
                                ClientConfig.defaults()
                                        .withTls(
                                                ClientTls.trusting(new Trust.Anybody())
                                                        .withServerName("wrong.example")))
                        .send(request(server, "GET", "/"))
                        .status();

        assertThat(status).isEqualTo(200);
        assertThat(insecure).isEqualTo(200);
        assertThat(asked).hasValue("wrong.example");
        assertThatThrownBy(() ->
                        client(
                                        ClientConfig.defaults()
                                                .withTls(trusting.withServerName("wrong.example")))
                                .send(request(server, "GET", "/")))
                .isInstanceOf(TransportException.class);
    }
}
