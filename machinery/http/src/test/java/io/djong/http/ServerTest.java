package io.djong.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.http.tls.ClientAuth;
import io.djong.http.tls.ServerTls;
import io.djong.meta.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The server under other people's clients: the JDK's, curl, and bare sockets.
@Timeout(30)
final class ServerTest {

    private static final int LIST_BYTES = 20 << 20;

    private final TestAuthority authority = new TestAuthority("test");
    private final List<AutoCloseable> resources = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : resources) {
            resource.close();
        }
    }

    private HttpServer serve(HttpHandler handler) {
        return serve(ServerConfig.tls("127.0.0.1", 0, ServerTls.of(authority.server())), handler);
    }

    private HttpServer servePlain(HttpHandler handler) {
        return serve(ServerConfig.plain("127.0.0.1", 0), handler);
    }

    private HttpServer serve(ServerConfig config, HttpHandler handler) {
        HttpServer server = HttpServer.start(config, Threads.virtual(), handler);
        resources.add(server);
        return server;
    }

    private java.net.http.HttpClient jdkClient(java.net.http.HttpClient.Version version) {
        java.net.http.HttpClient client =
                java.net.http.HttpClient.newBuilder()
                        .sslContext(JdkTls.trusting(authority))
                        .version(version)
                        .build();
        resources.addFirst(client);
        return client;
    }

    private static URI uri(HttpServer server, String path) {
        return URI.create("https://127.0.0.1:" + server.port() + path);
    }

    @ParameterizedTest
    @EnumSource(java.net.http.HttpClient.Version.class)
    void tellsHandlersWhatWasAsked(java.net.http.HttpClient.Version version) throws Exception {
        HttpServer server =
                serve(exchange -> {
                    String text =
                            String.join(
                                    "|",
                                    exchange.method(),
                                    exchange.path(),
                                    exchange.rawPath(),
                                    exchange.query().all("x").toString(),
                                    exchange.query().firstOr("y", "none"),
                                    exchange.requestHeaders().firstOr("X-Mixed", "none"),
                                    exchange.authority(),
                                    exchange.protocol(),
                                    new String(exchange.readBody(100), UTF_8));
                    exchange.respond(201, Headers.of("X-Answer", "yes"), text.getBytes(UTF_8));
                });

        HttpResponse<String> response =
                jdkClient(version)
                        .send(
                                HttpRequest.newBuilder(
                                                uri(server, "/api/a%2Fb%20c?x=1&y=a+b%2B&x=%C3%A4"))
                                        .header("X-Mixed", "Value")
                                        .POST(HttpRequest.BodyPublishers.ofString("body"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("x-answer")).contains("yes");
        assertThat(response.headers().firstValue("date")).isPresent();
        assertThat(response.body())
                .isEqualTo(
                        "POST|/api/a/b c|/api/a%2Fb%20c|[1, ä]|a b+|Value|127.0.0.1:"
                                + server.port()
                                + "|"
                                + (version == java.net.http.HttpClient.Version.HTTP_2
                                        ? "HTTP/2.0"
                                        : "HTTP/1.1")
                                + "|body");
    }

    @Test
    void servesCurlInBothProtocols() throws Exception {
        HttpServer server =
                serve(exchange ->
                        exchange.respond(200, Headers.of(), exchange.protocol().getBytes(UTF_8)));

        String h2 = curl("--http2", uri(server, "/").toString());
        String h1 = curl("--http1.1", uri(server, "/").toString());
        String head = curl("--http1.1", "-I", uri(server, "/").toString());

        assertThat(h2).isEqualTo("HTTP/2.0");
        assertThat(h1).isEqualTo("HTTP/1.1");
        assertThat(head.toLowerCase(java.util.Locale.ROOT)).contains("content-length: 8");
    }

    private static String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sk", "-m", "10"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream in = process.getInputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(java.net.http.HttpClient.Version.class)
    void streamsBigAnswersFromReadyChunks(java.net.http.HttpClient.Version version)
            throws Exception {
        byte[] chunk = new byte[1700];
        Arrays.fill(chunk, (byte) 'x');
        int chunks = LIST_BYTES / chunk.length;
        HttpServer server =
                serve(exchange -> {
                    try (ResponseStream out = exchange.startResponse(200, Headers.of())) {
                        for (int i = 0; i < chunks; i++) {
                            out.write(chunk);
                        }
                    }
                });

        HttpResponse<byte[]> response =
                jdkClient(version)
                        .send(
                                HttpRequest.newBuilder(uri(server, "/list")).build(),
                                HttpResponse.BodyHandlers.ofByteArray());

        byte[] expected = new byte[chunks * chunk.length];
        Arrays.fill(expected, (byte) 'x');
        assertThat(Arrays.equals(response.body(), expected)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(java.net.http.HttpClient.Version.class)
    void takesBigBodiesAtTheHandlersPace(java.net.http.HttpClient.Version version)
            throws Exception {
        HttpServer server =
                serve(exchange -> {
                    long count = 0;
                    try (InputStream in = exchange.bodyStream()) {
                        byte[] buffer = new byte[10_000];
                        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                            count += n;
                        }
                    }
                    exchange.respond(200, Headers.of(), Long.toString(count).getBytes(UTF_8));
                });

        HttpResponse<String> response =
                jdkClient(version)
                        .send(
                                HttpRequest.newBuilder(uri(server, "/"))
                                        .POST(
                                                HttpRequest.BodyPublishers.ofByteArray(
                                                        new byte[LIST_BYTES]))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo(Integer.toString(LIST_BYTES));
    }

    @ParameterizedTest
    @EnumSource(java.net.http.HttpClient.Version.class)
    void refusesBodiesThatAreTooLarge(java.net.http.HttpClient.Version version) throws Exception {
        HttpServer server =
                serve(exchange -> exchange.respond(200, Headers.of(), exchange.readBody(1000)));
        java.net.http.HttpClient client = jdkClient(version);

        HttpResponse<String> announced =
                client.send(
                        HttpRequest.newBuilder(uri(server, "/"))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1001]))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> unannounced =
                client.send(
                        HttpRequest.newBuilder(uri(server, "/"))
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(() ->
                                                new java.io.ByteArrayInputStream(new byte[5000])))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(unannounced.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @EnumSource(java.net.http.HttpClient.Version.class)
    void answersForHandlersThatFail(java.net.http.HttpClient.Version version) throws Exception {
        HttpServer server =
                serve(exchange -> {
                    switch (exchange.path()) {
                        case "/refuse" -> throw new HttpException(418, "teapot");
                        case "/forget" -> {}
                        case "/cut" -> {
                            ResponseStream out = exchange.startResponse(200, Headers.of());
                            out.write(new byte[10]);
                            out.flush();
                            throw new HttpException(500, "in the middle");
                        }
                        default -> throw new IOException("broken on purpose");
                    }
                });
        java.net.http.HttpClient client = jdkClient(version);

        assertThat(status(client, uri(server, "/refuse"))).isEqualTo(418);
        assertThat(status(client, uri(server, "/forget"))).isEqualTo(500);
        assertThat(status(client, uri(server, "/throw"))).isEqualTo(500);
        assertThat(status(client, uri(server, "/cut"))).isEqualTo(-1);
    }

    private static int status(java.net.http.HttpClient client, URI uri) throws Exception {
        try {
            return client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException _) {
            return -1;
        }
    }

    @Test
    void servesFiveHundredWatchesOnOneConnection() throws Exception {
        int watches = 500;
        CountDownLatch open = new CountDownLatch(watches);
        CountDownLatch event = new CountDownLatch(1);
        ServerConfig.Limits limits = ServerConfig.Limits.defaults().withConcurrentStreams(1000);
        HttpServer server =
                serve(
                        ServerConfig.tls("127.0.0.1", 0, ServerTls.of(authority.server()))
                                .withLimits(limits),
                        exchange -> {
                            try (ResponseStream out = exchange.startResponse(200, Headers.of())) {
                                open.countDown();
                                event.await();
                                out.write("event\n".getBytes(UTF_8));
                                out.flush();
                            }
                        });
        java.net.http.HttpClient client = jdkClient(java.net.http.HttpClient.Version.HTTP_2);

        var first =
                client.sendAsync(
                        HttpRequest.newBuilder(uri(server, "/watch")).build(),
                        HttpResponse.BodyHandlers.ofString());
        await().until(() -> open.getCount() == watches - 1);
        var rest = new ArrayList<java.util.concurrent.CompletableFuture<HttpResponse<String>>>();
        for (int i = 1; i < watches; i++) {
            rest.add(
                    client.sendAsync(
                            HttpRequest.newBuilder(uri(server, "/watch")).build(),
                            HttpResponse.BodyHandlers.ofString()));
        }
        assertThat(open.await(10, TimeUnit.SECONDS)).isTrue();
        event.countDown();

        assertThat(first.get().body()).isEqualTo("event\n");
        for (var response : rest) {
            assertThat(response.get().body()).isEqualTo("event\n");
        }
    }

    @ParameterizedTest
    @EnumSource(java.net.http.HttpClient.Version.class)
    void tellsHandlersThatTheClientWentAway(java.net.http.HttpClient.Version version)
            throws Exception {
        AtomicBoolean told = new AtomicBoolean();
        AtomicReference<RuntimeException> refused = new AtomicReference<>();
        HttpServer server =
                serve(exchange -> {
                    CountDownLatch gone = new CountDownLatch(1);
                    exchange.onClosed(gone::countDown);
                    ResponseStream out = exchange.startResponse(200, Headers.of());
                    out.write("event\n".getBytes(UTF_8));
                    out.flush();
                    gone.await();
                    told.set(exchange.isClosed());
                    try {
                        out.write("late\n".getBytes(UTF_8));
                    } catch (ClosedException e) {
                        refused.set(e);
                        throw e;
                    }
                });

        HttpResponse<InputStream> response =
                jdkClient(version)
                        .send(
                                HttpRequest.newBuilder(uri(server, "/watch")).build(),
                                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.body().read()).isEqualTo('e');
        response.body().close();

        await().atMost(Duration.ofSeconds(5)).until(() -> refused.get() != null);
        assertThat(told).isTrue();
    }

    @ParameterizedTest
    @EnumSource(java.net.http.HttpClient.Version.class)
    void holdsWritersBackWhileTheClientIsSlow(java.net.http.HttpClient.Version version)
            throws Exception {
        AtomicInteger written = new AtomicInteger();
        HttpServer server =
                serve(exchange -> {
                    ResponseStream out = exchange.startResponse(200, Headers.of());
                    byte[] chunk = new byte[64 * 1024];
                    for (int i = 0; i < 1000; i++) {
                        out.write(chunk);
                        written.incrementAndGet();
                    }
                    out.close();
                });
        java.net.http.HttpClient client = jdkClient(version);

        HttpResponse<InputStream> slow =
                client.send(
                        HttpRequest.newBuilder(uri(server, "/")).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        int before = steady(written);
        long rest = slow.body().readAllBytes().length;

        assertThat(before).isBetween(1, 500);
        assertThat(rest).isEqualTo(1000L * 64 * 1024);
    }

    /// What the number stays at.
    private static int steady(AtomicInteger number) {
        AtomicInteger last = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(200))
                .until(() -> number.get() > 0 && last.getAndSet(number.get()) == number.get());
        return number.get();
    }

    @Test
    void answersBadRequestsCleanly() throws Exception {
        HttpServer server =
                serve(
                        ServerConfig.plain("127.0.0.1", 0)
                                .withLimits(ServerConfig.Limits.defaults().withHeaderBytes(8192)),
                        exchange -> exchange.respond(200, Headers.of()));

        assertThat(raw(server, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(9000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(raw(server, "GET /" + "y".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(raw(server, "GARBAGE\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw(server, "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw(server, "GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
    }

    private static String raw(HttpServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void refusesHugeHeadersOfHttp2() throws Exception {
        HttpServer server =
                serve(
                        ServerConfig.tls("127.0.0.1", 0, ServerTls.of(authority.server()))
                                .withLimits(ServerConfig.Limits.defaults().withHeaderBytes(8192)),
                        exchange -> exchange.respond(200, Headers.of()));

        String status =
                curl(
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        "-H",
                        "X: " + "y".repeat(9000),
                        uri(server, "/").toString());

        assertThat(status).isEqualTo("431");
    }

    @Test
    void asksForTheBodyOnlyWhenItIsWanted() throws Exception {
        HttpServer server =
                servePlain(exchange -> {
                    if (exchange.path().equals("/want")) {
                        exchange.respond(200, Headers.of(), exchange.readBody(100));
                    } else {
                        exchange.respond(403, Headers.of());
                    }
                });

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "POST /want HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
                            .getBytes(UTF_8));
            byte[] interim = socket.getInputStream().readNBytes(25);
            out.write(
                    "bodyGET /deny HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(UTF_8));
            String rest = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(new String(interim, UTF_8)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(rest).startsWith("HTTP/1.1 200 OK").contains("\r\n\r\nbodyHTTP/1.1 403 ");
        }
        assertThat(
                        raw(
                                server,
                                "POST /deny HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .containsIgnoringCase("connection: close");
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        HttpServer server =
                servePlain(exchange ->
                        exchange.respond(200, Headers.of(), exchange.path().getBytes(UTF_8)));
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        requests.append("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        String answers = raw(server, requests.toString());

        assertThat(answers.split("HTTP/1.1 200 OK")).hasSize(52);
        assertThat(answers.indexOf("\r\n\r\n/48")).isLessThan(answers.indexOf("\r\n\r\n/49"));
        assertThat(answers).endsWith("/last");
    }

    @Test
    void closesIdleConnections() throws Exception {
        HttpServer server =
                serve(
                        ServerConfig.plain("127.0.0.1", 0)
                                .withLimits(
                                        ServerConfig.Limits.defaults()
                                                .withIdleTimeout(Duration.ofMillis(100))),
                        exchange -> exchange.respond(200, Headers.of()));

        assertThat(raw(server, "GET / HTT")).isEmpty();
    }

    @Test
    void finishesRequestsBeforeItCloses() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        CountDownLatch finish = new CountDownLatch(1);
        HttpServer server =
                serve(exchange -> {
                    started.countDown();
                    finish.await();
                    exchange.respond(200, Headers.of(), "done".getBytes(UTF_8));
                });
        var h2 =
                jdkClient(java.net.http.HttpClient.Version.HTTP_2)
                        .sendAsync(
                                HttpRequest.newBuilder(uri(server, "/")).build(),
                                HttpResponse.BodyHandlers.ofString());
        var h1 =
                jdkClient(java.net.http.HttpClient.Version.HTTP_1_1)
                        .sendAsync(
                                HttpRequest.newBuilder(uri(server, "/")).build(),
                                HttpResponse.BodyHandlers.ofString());
        started.await();

        Thread closing =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                server.close(Duration.ofSeconds(10));
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await().until(() -> refusesConnections(server.port()));
        assertThat(closing.isAlive()).isTrue();
        finish.countDown();

        assertThat(h2.get().body()).isEqualTo("done");
        assertThat(h1.get().body()).isEqualTo("done");
        assertThat(closing.join(Duration.ofSeconds(5))).isTrue();
    }

    private static boolean refusesConnections(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    /// The best of some starts: other programs on the machine may hold up any one of them.
    @Test
    void bindsQuicklyOnceWarm() {
        long best = Long.MAX_VALUE;

        for (int i = 0; i < 5; i++) {
            long before = System.nanoTime();
            serve(exchange -> exchange.respond(200, Headers.of()));
            best = Math.min(best, System.nanoTime() - before);
        }

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void readsClientCertificatesWithoutJudgingThem() throws Exception {
        TestAuthority stranger = new TestAuthority("stranger");
        HttpServer server =
                serve(
                        ServerConfig.tls(
                                "127.0.0.1",
                                0,
                                ServerTls.of(authority.server())
                                        .withClientAuth(
                                                ClientAuth.REQUESTED, authority::certificates)),
                        exchange ->
                                exchange.respond(
                                        200,
                                        Headers.of(),
                                        names(exchange.peerCertificates()).getBytes(UTF_8)));
        HttpRequest request = HttpRequest.newBuilder(uri(server, "/")).build();

        String known =
                java.net.http.HttpClient.newBuilder()
                        .sslContext(JdkTls.of(authority, authority.identity("CN=alice")))
                        .build()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
        String unknown =
                java.net.http.HttpClient.newBuilder()
                        .sslContext(JdkTls.of(authority, stranger.identity("CN=mallory")))
                        .build()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
        String nobody =
                jdkClient(java.net.http.HttpClient.Version.HTTP_2)
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body();

        assertThat(known).isEqualTo("CN=alice");
        assertThat(unknown).isEqualTo("CN=mallory");
        assertThat(nobody).isEmpty();
    }

    private static String names(List<java.security.cert.X509Certificate> chain) {
        return chain.isEmpty() ? "" : chain.getFirst().getSubjectX500Principal().getName();
    }
}
