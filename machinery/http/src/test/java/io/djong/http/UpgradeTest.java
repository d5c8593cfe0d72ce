package io.djong.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.http.tls.ClientTls;
import io.djong.http.tls.ServerTls;
import io.djong.http.tls.Trust;
import io.djong.meta.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// WebSocket, SPDY and raw connections, after the upgrade.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class UpgradeTest {

    private final TestAuthority authority = new TestAuthority("test");
    private final List<AutoCloseable> resources = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : resources.reversed()) {
            resource.close();
        }
    }

    private HttpServer serve(HttpHandler handler) {
        HttpServer server =
                HttpServer.start(
                        ServerConfig.tls("127.0.0.1", 0, ServerTls.of(authority.server())),
                        Threads.virtual(),
                        handler);
        resources.add(server);
        return server;
    }

    private HttpClient client() {
        HttpClient client =
                HttpClient.of(
                        ClientConfig.defaults()
                                .withTls(
                                        ClientTls.trusting(
                                                Trust.authorities(authority.certificates()))),
                        Threads.virtual());
        resources.add(client);
        return client;
    }

    private static Request request(HttpServer server) {
        return Request.of("GET", new Origin(true, "127.0.0.1", server.port()), "/exec");
    }

    /// Sends every message back until the other side closes.
    private static void echo(Exchange exchange) {
        WebSocketConnection socket =
                exchange.acceptWebSocket(List.of("v5.channel.k8s.io", "v4.channel.k8s.io"));
        while (true) {
            switch (socket.receive()) {
                case WebSocketMessage.Text(String text) ->
                        socket.sendText(socket.subprotocol() + ":" + text);
                case WebSocketMessage.Binary(byte[] bytes) ->
                        socket.sendBinary(new byte[] {7}, bytes);
                case WebSocketMessage.Closed _ -> {
                    return;
                }
            }
        }
    }

    @Test
    void echoesToTheJdksWebSocket() throws Exception {
        HttpServer server = serve(UpgradeTest::echo);
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        java.net.http.HttpClient jdk =
                java.net.http.HttpClient.newBuilder()
                        .sslContext(JdkTls.trusting(authority))
                        .build();
        resources.add(jdk);

        WebSocket socket =
                jdk.newWebSocketBuilder()
                        .subprotocols("unknown", "v4.channel.k8s.io")
                        .buildAsync(
                                URI.create("wss://127.0.0.1:" + server.port() + "/exec"),
                                new Listener(received))
                        .get();
        socket.sendText("hel", false).get();
        socket.sendText("lo", true).get();
        socket.sendPing(ByteBuffer.wrap(new byte[] {1})).get();
        socket.sendBinary(ByteBuffer.wrap(new byte[100_000]), true).get();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get();

        assertThat(socket.getSubprotocol()).isEqualTo("v4.channel.k8s.io");
        assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("v4.channel.k8s.io:hello");
        assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("pong");
        assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("100001 bytes, first 7");
        assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("closed 1000");
    }

    private static final class Listener implements WebSocket.Listener {

        private final BlockingQueue<String> received;
        private int binaryBytes;
        private int firstByte = -1;

        Listener(BlockingQueue<String> received) {
            this.received = received;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            received.add(text.toString());
            socket.request(1);
            return java.util.concurrent.CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            received.add("pong");
            socket.request(1);
            return java.util.concurrent.CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            firstByte = firstByte < 0 ? data.get(data.position()) : firstByte;
            binaryBytes += data.remaining();
            if (last) {
                received.add(binaryBytes + " bytes, first " + firstByte);
            }
            socket.request(1);
            return java.util.concurrent.CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            received.add("closed " + code);
            return java.util.concurrent.CompletableFuture.completedStage(null);
        }
    }

    @Test
    void echoesToOurWebSocket() throws Exception {
        HttpServer server = serve(UpgradeTest::echo);

        WebSocketConnection socket =
                client().webSocket(request(server), List.of("v5.channel.k8s.io"));
        socket.sendText("hällo");
        socket.sendBinary(new byte[] {1}, new byte[] {2, 3});
        WebSocketMessage text = socket.receive();
        WebSocketMessage binary = socket.receive();
        socket.close();

        assertThat(text).isEqualTo(new WebSocketMessage.Text("v5.channel.k8s.io:hällo"));
        assertThat(binary)
                .isInstanceOfSatisfying(
                        WebSocketMessage.Binary.class,
                        it -> assertThat(it.bytes()).containsExactly(7, 1, 2, 3));
        assertThat(socket.receive())
                .isEqualTo(new WebSocketMessage.Closed(WebSocketMessage.Closed.NORMAL, ""));
    }

    @Test
    void refusesUpgradesThatDoNotFit() throws Exception {
        HttpServer server = serve(UpgradeTest::echo);
        HttpClient client = client();

        assertThatThrownBy(() -> client.webSocket(request(server), List.of("other")))
                .isInstanceOfSatisfying(
                        UpgradeRefusedException.class,
                        e -> {
                            assertThat(e.response().status()).isEqualTo(403);
                            assertThat(new String(e.response().readBody(1000), UTF_8))
                                    .contains("no WebSocket subprotocol in common");
                        });
        assertThat(client.send(request(server)).status()).isEqualTo(400);
    }

    @Test
    void carriesSpdyStreamsWithHalfClose() throws Exception {
        HttpServer server = serve(UpgradeTest::serveSpdy);

        HttpClient.Upgraded<SpdyConnection> upgraded = client().spdy(request(server));
        SpdyConnection spdy = upgraded.connection();
        List<SpdyStream> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            SpdyStream stream =
                    spdy.open(Headers.of("streamType", "data", "port", Integer.toString(i)));
            stream.out().write(("to " + i).getBytes(UTF_8));
            streams.add(stream);
        }
        List<String> answers = new ArrayList<>();
        for (SpdyStream stream : streams) {
            stream.out().close();
            answers.add(new String(stream.in().readAllBytes(), UTF_8));
        }

        assertThat(upgraded.headers().first("x-stream-protocol-version"))
                .isEqualTo("v4.channel.k8s.io");
        for (int i = 0; i < 20; i++) {
            assertThat(answers.get(i)).isEqualTo("data " + i + ": to " + i);
        }
        assertThat(spdy.ping(Duration.ofSeconds(5))).isTrue();
        spdy.close();
        assertThat(spdy.accept()).isNull();
    }

    /// Reads each stream to its end, then sends it back behind its headers.
    private static void serveSpdy(Exchange exchange) throws InterruptedException {
        SpdyConnection spdy =
                exchange.acceptSpdy(Headers.of("X-Stream-Protocol-Version", "v4.channel.k8s.io"));
        for (SpdyStream next = spdy.accept(); next != null; next = spdy.accept()) {
            SpdyStream stream = next;
            Thread.startVirtualThread(() -> answer(stream));
        }
    }

    private static void answer(SpdyStream stream) {
        try (OutputStream out = stream.out()) {
            byte[] all = stream.in().readAllBytes();
            String prefix =
                    stream.headers().first("streamtype")
                            + " "
                            + stream.headers().first("port")
                            + ": ";
            out.write(prefix.getBytes(UTF_8));
            out.write(all);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void carriesManyBytesOverSpdyAndOpensStreamsFromTheServer() throws Exception {
        int bytes = 10 << 20;
        CountDownLatch resetSeen = new CountDownLatch(1);
        HttpServer server =
                serve(exchange -> {
                    SpdyConnection spdy = exchange.acceptSpdy(Headers.of());
                    SpdyStream own = spdy.open(Headers.of("from", "server"));
                    own.out().write(new byte[bytes]);
                    own.out().close();
                    SpdyStream second = spdy.open(Headers.of("from", "server", "no", "2"));
                    try {
                        int _ = second.in().read();
                    } catch (IOException _) {
                        resetSeen.countDown();
                    }
                });

        SpdyConnection spdy = client().spdy(request(server)).connection();
        SpdyStream first = java.util.Objects.requireNonNull(spdy.accept());
        byte[] all = first.in().readAllBytes();
        SpdyStream second = java.util.Objects.requireNonNull(spdy.accept());
        second.reset();

        assertThat(first.headers()).isEqualTo(Headers.of("from", "server"));
        assertThat(all).hasSize(bytes);
        assertThat(resetSeen.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tunnelsSpdyThroughAWebSocket() throws Exception {
        String protocol = "SPDY/3.1+portforward.k8s.io";
        HttpServer server =
                serve(exchange -> {
                    WebSocketConnection socket = exchange.acceptWebSocket(List.of(protocol));
                    SpdyConnection spdy =
                            SpdyConnection.over(socket.asRaw(), true, Threads.virtual());
                    SpdyStream stream = spdy.accept();
                    if (stream != null) {
                        answer(stream);
                    }
                });

        WebSocketConnection socket = client().webSocket(request(server), List.of(protocol));
        SpdyConnection spdy = SpdyConnection.over(socket.asRaw(), false, Threads.virtual());
        SpdyStream stream = spdy.open(Headers.of("streamType", "data", "port", "80"));
        stream.out().write("GET /".getBytes(UTF_8));
        stream.out().close();

        assertThat(new String(stream.in().readAllBytes(), UTF_8)).isEqualTo("data 80: GET /");
    }

    @Test
    void handsRawConnectionsOverForProxying() throws Exception {
        HttpServer server =
                serve(exchange -> {
                    RawConnection raw =
                            exchange.upgradeRaw(
                                    101, Headers.of("Connection", "Upgrade", "Upgrade", "foo"));
                    try (InputStream in = raw.in();
                            OutputStream out = raw.out()) {
                        in.transferTo(out);
                    }
                });

        HttpClient.Upgraded<RawConnection> upgraded = client().upgrade(request(server), "foo");
        RawConnection raw = upgraded.connection();
        byte[] sent = new byte[1 << 20];
        new java.util.SplittableRandom(1).nextBytes(sent);
        Thread writer =
                Thread.startVirtualThread(() -> {
                    try {
                        raw.out().write(sent);
                        raw.out().flush();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
        byte[] received = raw.in().readNBytes(sent.length - (16 << 10));
        writer.join();
        raw.close();

        assertThat(upgraded.headers().first("upgrade")).isEqualTo("foo");
        assertThat(sent).startsWith(received);
    }

    @Test
    void losesNothingThatComesTogetherWithTheUpgrade() throws Exception {
        byte[] greeting = new byte[1 << 20];
        new java.util.SplittableRandom(1).nextBytes(greeting);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Threads.virtual().start("eager-server", () -> greetAtOnce(listener, greeting));

            HttpClient.Upgraded<RawConnection> upgraded =
                    client().upgrade(
                                    Request.of(
                                            "GET",
                                            new Origin(false, "127.0.0.1", listener.getLocalPort()),
                                            "/"),
                                    "foo");

            assertThat(upgraded.connection().in().readAllBytes()).isEqualTo(greeting);
        }
    }

    /// Sends everything in one go, and hangs up.
    private static void greetAtOnce(ServerSocket listener, byte[] greeting) {
        try (Socket socket = listener.accept()) {
            int _ = socket.getInputStream().read(new byte[1000]);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: foo\r\nConnection: Upgrade\r\n\r\n"
                            .getBytes(UTF_8));
            all.writeBytes(greeting);
            socket.getOutputStream().write(all.toByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void proxiesUpgrades() throws Exception {
        HttpServer back = serve(UpgradeTest::serveSpdy);
        HttpClient client = client();
        HttpServer front =
                serve(exchange -> {
                    HttpClient.Upgraded<RawConnection> upstream =
                            client.upgrade(request(back), "SPDY/3.1");
                    exchange.upgradeRaw(101, upstream.headers())
                            .joinWith(upstream.connection(), Threads.virtual());
                });

        HttpClient.Upgraded<SpdyConnection> upgraded = client.spdy(request(front));
        SpdyStream stream =
                upgraded.connection().open(Headers.of("streamType", "data", "port", "1"));
        stream.out().write("over two hops".getBytes(UTF_8));
        stream.out().close();

        assertThat(upgraded.headers().first("x-stream-protocol-version"))
                .isEqualTo("v4.channel.k8s.io");
        assertThat(new String(stream.in().readAllBytes(), UTF_8))
                .isEqualTo("data 1: over two hops");
    }

    @Test
    void noticesThatTheOtherSideOfASpdySessionHasGone() throws Exception {
        CountDownLatch noticed = new CountDownLatch(1);
        HttpServer server =
                serve(exchange -> {
                    SpdyConnection spdy = exchange.acceptSpdy(Headers.of());
                    spdy.onClosed(noticed::countDown);
                    while (spdy.accept() != null) {
                        Thread.onSpinWait();
                    }
                });

        SpdyConnection spdy = client().spdy(request(server)).connection();
        SpdyStream stream = spdy.open(Headers.of("a", "b"));
        spdy.close();

        assertThat(noticed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> stream.in().readAllBytes()).isInstanceOf(IOException.class);
    }
}
