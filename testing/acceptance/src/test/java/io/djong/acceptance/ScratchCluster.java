package io.djong.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// A cluster of its own in a scratch directory, driven by `./djong` and kubectl.
final class ScratchCluster {

    /// What a whole start may take on a slow machine; nothing is asserted about speed.
    private static final Duration START = Duration.ofMinutes(3);

    static final Path CHECKOUT = checkout();

    private final Path scratch;
    private final int port;
    private final Shell shell;

    ScratchCluster(String name) {
        try {
            scratch = Files.createTempDirectory("djong-" + name);
            port = freePort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        shell =
                new Shell(
                        CHECKOUT,
                        Map.of("KUBECONFIG", kubeconfig().toString(), "HOME", scratch.toString()));
    }

    Path dataDir() {
        return scratch.resolve("data");
    }

    Path kubeconfig() {
        return scratch.resolve("kubeconfig");
    }

    Path scratch() {
        return scratch;
    }

    int port() {
        return port;
    }

    Shell shell() {
        return shell;
    }

    Shell.Result up(String... options) {
        List<String> command =
                new ArrayList<>(List.of("./djong", "up", "--data-dir", dataDir().toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--node-name", "node-1"));
        command.addAll(List.of("--kubeconfig", kubeconfig().toString()));
        command.addAll(Arrays.asList(options));
        return shell.run(START, command);
    }

    Shell.Result djong(String... arguments) {
        List<String> command = new ArrayList<>(List.of("./djong"));
        command.addAll(Arrays.asList(arguments));
        return shell.run(START, command);
    }

    Shell.Result down(String... options) {
        List<String> command =
                new ArrayList<>(List.of("./djong", "down", "--data-dir", dataDir().toString()));
        command.addAll(Arrays.asList(options));
        return shell.run(START, command);
    }

    /// The real kubectl on PATH, as a user would call it.
    Shell.Result kubectl(String... arguments) {
        return kubectl(Duration.ofMinutes(2), arguments);
    }

    Shell.Result kubectl(Duration limit, String... arguments) {
        return shell.run(limit, kubectlCommand(arguments));
    }

    Shell.Result apply(String namespace, String manifest) {
        return shell.run(
                Duration.ofMinutes(1),
                kubectlCommand("-n", namespace, "apply", "-f", "-"),
                manifest);
    }

    List<String> kubectlCommand(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    long serverPid() {
        try {
            return Long.parseLong(Files.readString(dataDir().resolve("djong.pid")).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Below the ports that the machine gives to outgoing connections, which could take it again before the server does.
    private static int freePort() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
        } while (!isFree(port));
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port)) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static Path checkout() {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            if (Files.exists(here.resolve("djong"))) {
                return here;
            }
        }
        throw new IllegalStateException("these tests run inside a checkout");
    }
}
