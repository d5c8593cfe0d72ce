package io.djong.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.http.tls.ServerTls;
import io.djong.meta.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real kubectl's exec and port-forward, by SPDY and by WebSocket, against a server that knows one pod.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KubectlTest {

    @TempDir private Path home;

    private final OnePodServer pod = new OnePodServer();
    private final HttpServer server =
            HttpServer.start(
                    ServerConfig.tls(
                            "127.0.0.1", 0, ServerTls.of(new TestAuthority("test").server())),
                    Threads.virtual(),
                    pod);

    @BeforeAll
    static void needsKubectl() {
        assumeTrue(
                List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runsExecWithInputAndOutput(boolean webSockets) throws Exception {
        byte[] input = new byte[3 << 20];
        new java.util.SplittableRandom(1).nextBytes(input);
        Path file = Files.write(home.resolve("input"), input);

        Process kubectl =
                kubectl(webSockets, "exec", "-i", "web", "--", "cat")
                        .redirectInput(file.toFile())
                        .start();
        byte[] output;
        try (InputStream in = kubectl.getInputStream()) {
            output = in.readAllBytes();
        }

        assertThat(kubectl.waitFor()).as(errors(kubectl)).isZero();
        assertThat(output).isEqualTo(input);
        assertThat(pod.transports()).containsExactly(webSockets ? "websocket" : "SPDY/3.1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forwardsPorts(boolean webSockets) throws Exception {
        Process kubectl = kubectl(webSockets, "port-forward", "pod/web", ":80").start();
        try (InputStream in = kubectl.getInputStream()) {
            int port = forwardedPort(in);
            for (int i = 0; i < 5; i++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setSoTimeout(10_000);
                    socket.getOutputStream().write(("ping " + i).getBytes(UTF_8));
                    socket.shutdownOutput();
                    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                            .isEqualTo("80: ping " + i);
                }
            }
        } finally {
            kubectl.destroy();
        }

        assertThat(pod.transports()).containsExactly(webSockets ? "websocket" : "SPDY/3.1");
        await().atMost(Duration.ofSeconds(10)).until(() -> pod.openSessions() == 0);
    }

    /// Of `Forwarding from 127.0.0.1:40001 -> 80`.
    private static int forwardedPort(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.write(c);
        }
        String text = line.toString(UTF_8);
        assertThat(text).startsWith("Forwarding from 127.0.0.1:");
        return Integer.parseInt(text.substring(text.indexOf(':') + 1, text.indexOf(" ->")));
    }

    @Test
    void streamsWatchesToKubectl() throws Exception {
        Process kubectl = kubectl(true, "get", "--raw", "/watch").start();
        String output;
        try (InputStream in = kubectl.getInputStream()) {
            output = new String(in.readAllBytes(), UTF_8);
        }

        assertThat(kubectl.waitFor()).as(errors(kubectl)).isZero();
        assertThat(output).isEqualTo("HTTP/2.0\n".repeat(100));
    }

    private ProcessBuilder kubectl(boolean webSockets, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "kubectl",
                                "--server=https://127.0.0.1:" + server.port(),
                                "--insecure-skip-tls-verify",
                                "--token=test",
                                "--cache-dir=" + home.resolve("cache")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(
                        Map.of(
                                "HOME",
                                home.toString(),
                                "KUBECONFIG",
                                "/dev/null",
                                "KUBECTL_REMOTE_COMMAND_WEBSOCKETS",
                                Boolean.toString(webSockets),
                                "KUBECTL_PORT_FORWARD_WEBSOCKETS",
                                Boolean.toString(webSockets)));
        return builder;
    }

    private static String errors(Process process) throws IOException {
        try (InputStream in = process.getErrorStream();
                OutputStream _ = process.getOutputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
