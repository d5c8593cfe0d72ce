package io.djong.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Debian's etcd server (package etcd-server) with one member.
record EtcdProcess(Process process, int port, String version) implements AutoCloseable {

    private static final int ATTEMPTS = 3_000;

    static EtcdProcess start(Path directory) throws IOException {
        int port = freePort();
        int peers = freePort();
        List<String> command =
                List.of(
                        "etcd",
                        "--name=bench",
                        "--data-dir=" + directory.resolve("etcd"),
                        "--listen-client-urls=https://127.0.0.1:" + port,
                        "--advertise-client-urls=https://127.0.0.1:" + port,
                        "--listen-peer-urls=http://127.0.0.1:" + peers,
                        "--initial-advertise-peer-urls=http://127.0.0.1:" + peers,
                        "--initial-cluster=bench=http://127.0.0.1:" + peers,
                        "--client-cert-auth",
                        "--trusted-ca-file=" + directory.resolve("ca.crt"),
                        "--cert-file=" + directory.resolve("server.crt"),
                        "--key-file=" + directory.resolve("server.key"));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("etcd.log").toFile())
                        .start();
        EtcdProcess started = new EtcdProcess(process, port, installedVersion());
        started.awaitPort(directory);
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String installedVersion() throws IOException {
        Process process = new ProcessBuilder("etcd", "--version").start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            return output.readAllAsString().lines().findFirst().orElse("").replaceAll(".* ", "");
        }
    }

    private void awaitPort(Path directory) throws IOException {
        for (int i = 0; i < ATTEMPTS && process.isAlive(); i++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(10_000_000);
            }
        }
        process.destroyForcibly();
        throw new IOException("etcd does not come up: see " + directory.resolve("etcd.log"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
