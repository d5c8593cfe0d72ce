package io.djong.apiserver;

import io.djong.apiserver.catalog.ServedApis;
import io.djong.apiserver.security.SecurityConfig;
import io.djong.auth.pki.ClusterPki;
import io.djong.auth.pki.PkiNames;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.meta.UserInfo;
import io.djong.store.MemoryStore;
import io.djong.store.Retention;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The real kubectl, in front of an API server of its own. Clients show their tokens over TLS only, so there is TLS.
final class Kubectl implements AutoCloseable {

    private static final String TOKEN = "kubectl-token";
    private static final long LIMIT_SECONDS = 60;

    private final Path directory;
    private final ApiServer server;
    private final int port;

    Kubectl(Path directory) {
        this.directory = directory;
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.system();
        ClusterPki pki =
                ClusterPki.ensure(
                        directory.resolve("pki"),
                        new PkiNames(
                                "kubectl",
                                "cluster.local",
                                List.of("10.96.0.1"),
                                List.of("127.0.0.1"),
                                List.of()),
                        clock,
                        random);
        SecurityConfig security =
                SecurityConfig.of(
                                pki.serviceAccountKey(), pki.serviceAccountKeys(), pki::authorities)
                        .withStaticTokens(Map.of(TOKEN, UserInfo.of("admin", UserInfo.MASTERS)));
        server =
                new ApiServer(
                        ApiServerConfig.defaults().withApis(ServedApis.ALL),
                        new ApiServer.Parts(
                                new MemoryStore(Retention.defaults(), clock, Timer.system()),
                                clock,
                                random,
                                Threads.virtual(),
                                security,
                                ApiServer::standardAdmission));
        port = server.start(0, _ -> pki.leaf("apiserver"));
    }

    static boolean isInstalled() {
        return !path("kubectl").isEmpty();
    }

    /// Where a release of kubectl lies: on the path, or beside the file that the path leads to; "" when it does not.
    static String path(String binary) {
        for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(place, "kubectl"))) {
                Path beside = Path.of(place, binary);
                return Files.isExecutable(beside) ? beside.toString() : beside(place, binary);
            }
        }
        return "";
    }

    private static String beside(String place, String binary) {
        try {
            Path other = Path.of(place, "kubectl").toRealPath().resolveSibling(binary);
            return Files.isExecutable(other) ? other.toString() : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// @param output standard output and error, together
    record Result(int exitCode, String output) {

        String orFail() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + ": " + output);
            }
            return output;
        }
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String run(String... arguments) {
        return tryTo(Map.of(), arguments).orFail();
    }

    Result tryTo(Map<String, String> environment, String... arguments) {
        return tryTo("kubectl", environment, arguments);
    }

    /// With another release of kubectl.
    Result tryTo(String binary, Map<String, String> environment, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                binary,
                                "--server",
                                "https://127.0.0.1:" + port,
                                "--insecure-skip-tls-verify",
                                "--token",
                                TOKEN));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(directory, "kubectl", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().put("HOME", directory.toString());
            builder.environment().remove("KUBECONFIG");
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " took longer than " + LIMIT_SECONDS + " s");
            }
            return new Result(
                    process.exitValue(),
                    new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
