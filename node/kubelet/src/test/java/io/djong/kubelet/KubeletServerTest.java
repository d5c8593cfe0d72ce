package io.djong.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.Pod;
import io.djong.http.ClientConfig;
import io.djong.http.Headers;
import io.djong.http.HttpClient;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.http.SpdyConnection;
import io.djong.http.SpdyStream;
import io.djong.http.WebSocketConnection;
import io.djong.http.WebSocketMessage;
import io.djong.meta.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KubeletServerTest extends NodeTest {

    private static final int ANSWER_BYTES_MAX = 1 << 20;

    private final HttpClient http =
            HttpClient.of(ClientConfig.defaults().withHttp2(false), Threads.virtual());

    @BeforeAll
    void startPod() {
        create(
                TestPods.shell(
                        "talker",
                        "Always",
                        "echo one; sleep 0.2; echo two >&2; sleep 0.2; echo three; trap 'exit 0' TERM; while true; do sleep 0.1; done"));
        awaitPod("talker", NodeTest::isReady);
        org.awaitility.Awaitility.await().atMost(SOON).until(() -> log("talker").contains("three"));
    }

    @AfterAll
    void closeClient() {
        http.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + node.kubelet().port() + path);
    }

    private String get(String path, int status) throws Exception {
        try (Response response = http.send(Request.get(uri(path)))) {
            String body = new String(response.readBody(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
            assertThat(response.status()).as(body).isEqualTo(status);
            return body;
        }
    }

    private static String exec(String query, String... command) {
        StringBuilder path = new StringBuilder("/exec/default/talker/main?" + query);
        for (String word : command) {
            path.append("&command=").append(URLEncoder.encode(word, StandardCharsets.UTF_8));
        }
        return path.toString();
    }

    @Test
    void servesLogs() throws Exception {
        assertThat(get("/containerLogs/default/talker/main", 200)).isEqualTo("one\ntwo\nthree\n");
        assertThat(get("/containerLogs/default/talker/main?tailLines=1", 200)).isEqualTo("three\n");
        assertThat(get("/containerLogs/default/talker/main?stream=Stderr", 200)).isEqualTo("two\n");
        assertThat(get("/containerLogs/default/talker/main?timestamps=true&tailLines=1", 200))
                .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z three\n");
        assertThat(get("/containerLogs/default/talker/main?previous=true", 400))
                .contains("previous terminated container \"main\" in pod \"talker\" not found");
    }

    @Test
    void followsLogsUntilTheContainerEnds() throws Exception {
        create(TestPods.shell("follow", "Never", "for i in 1 2 3; do echo $i; sleep 0.3; done"));
        awaitPod("follow", NodeTest::runs);

        assertThat(get("/containerLogs/default/follow/main?follow=true", 200))
                .isEqualTo("1\n2\n3\n");
    }

    @Test
    void tellsHealthAndPods() throws Exception {
        assertThat(get("/healthz", 200)).isEqualTo("ok");
        assertThat(get("/pods", 200)).contains("\"name\":\"talker\"");
        assertThat(get("/configz", 200)).contains("\"maxPods\":110");
        assertThat(get("/nothing", 404)).contains("404 page not found");
    }

    @Test
    void tellsWhatIsUsed() throws Exception {
        assertThat(get("/stats/summary", 200)).contains("\"podRef\":{\"name\":\"talker\"");
        assertThat(get("/metrics/resource", 200))
                .contains(
                        "container_memory_working_set_bytes{container=\"main\",namespace=\"default\",pod=\"talker\"}");
        assertThat(get("/metrics", 200)).contains("kubelet_running_pods");
    }

    @Test
    void runsACommandOverSpdy() throws Exception {
        Request request =
                Request.of(
                                "POST",
                                uri(
                                        exec(
                                                "input=1&output=1&error=1",
                                                "sh",
                                                "-c",
                                                "cat; echo oops >&2; exit 7")))
                        .withHeader("x-stream-protocol-version", "v4.channel.k8s.io");
        HttpClient.Upgraded<SpdyConnection> upgraded = http.spdy(request);
        SpdyConnection connection = upgraded.connection();

        assertThat(upgraded.headers().first("x-stream-protocol-version"))
                .isEqualTo("v4.channel.k8s.io");
        SpdyStream error = connection.open(Headers.of("streamType", "error"));
        SpdyStream stdin = connection.open(Headers.of("streamType", "stdin"));
        SpdyStream stdout = connection.open(Headers.of("streamType", "stdout"));
        SpdyStream stderr = connection.open(Headers.of("streamType", "stderr"));
        stdin.out().write("hello".getBytes(StandardCharsets.UTF_8));
        stdin.out().close();

        assertThat(text(stdout)).isEqualTo("hello");
        assertThat(text(stderr)).isEqualTo("oops\n");
        assertThat(text(error)).contains("\"reason\":\"ExitCode\",\"message\":\"7\"");
        connection.close();
    }

    private static String text(SpdyStream stream) throws IOException {
        return new String(stream.in().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void runsACommandOverAWebSocketAndTellsItTheEndOfItsInput() throws Exception {
        Request request =
                Request.get(
                        uri(exec("stdin=true&stdout=true&stderr=true", "sh", "-c", "cat; exit 3")));
        WebSocketConnection socket =
                http.webSocket(request, List.of("v5.channel.k8s.io", "v4.channel.k8s.io"));

        assertThat(socket.subprotocol()).isEqualTo("v5.channel.k8s.io");
        socket.sendBinary(new byte[] {0}, "some input".getBytes(StandardCharsets.UTF_8));
        socket.sendBinary(new byte[] {(byte) 255, 0});
        Map<Integer, String> channels = channels(socket);

        assertThat(channels.get(1)).isEqualTo("some input");
        assertThat(channels.get(3)).contains("\"reason\":\"ExitCode\",\"message\":\"3\"");
    }

    private static Map<Integer, String> channels(WebSocketConnection socket) {
        Map<Integer, ByteArrayOutputStream> channels = new TreeMap<>();
        while (socket.receive() instanceof WebSocketMessage.Binary(byte[] bytes)) {
            channels.computeIfAbsent((int) bytes[0], _ -> new ByteArrayOutputStream())
                    .write(bytes, 1, bytes.length - 1);
        }
        Map<Integer, String> texts = new TreeMap<>();
        channels.forEach(
                (channel, bytes) -> texts.put(channel, bytes.toString(StandardCharsets.UTF_8)));
        return texts;
    }

    @Test
    void passesLargeAmountsOfDataThrough() throws Exception {
        Request request =
                Request.get(
                        uri(exec("stdout=true", "sh", "-c", "dd if=/dev/zero bs=1024 count=5000")));
        WebSocketConnection socket = http.webSocket(request, List.of("v4.channel.k8s.io"));

        Map<Integer, String> channels = channels(socket);

        assertThat(channels.get(1)).hasSize(5000 * 1024);
        assertThat(channels.get(3)).contains("Success");
    }

    @Test
    void forwardsAPort() throws Exception {
        create(
                TestPods.shell(
                        "server",
                        "Always",
                        "mkdir -p /www; echo served > /www/index.html; httpd -f -p 8080 -h /www"));
        Pod pod = awaitPod("server", NodeTest::isReady);
        assertThat(pod.status().phase()).isEqualTo("Running");
        Request request =
                Request.of("POST", uri("/portForward/default/server"))
                        .withHeader("x-stream-protocol-version", "portforward.k8s.io");
        SpdyConnection connection = http.spdy(request).connection();

        SpdyStream error =
                connection.open(
                        Headers.of("streamType", "error", "port", "8080", "requestID", "0"));
        error.out().close();
        SpdyStream data =
                connection.open(Headers.of("streamType", "data", "port", "8080", "requestID", "0"));
        data.out().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        data.out().flush();

        assertThat(text(data)).startsWith("HTTP/1.1 200").contains("served");
        assertThat(text(error)).isEmpty();
        connection.close();
        deleteAndAwait("server");
    }
}
