package io.djong.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A djong started and stopped as a user does it.
final class ServerProcess {

    private static final double TICKS_PER_SECOND = 100;

    private final Path checkout;
    private final Path dataDir;
    private final int port;

    ServerProcess(Path checkout, Path dataDir, int port) {
        this.checkout = checkout;
        this.dataDir = dataDir;
        this.port = port;
    }

    /// Runs `./djong up` with a node; returns for each step that it reports how many milliseconds after the command's start
    /// the line came.
    Map<String, Double> up() throws IOException, InterruptedException {
        return up(List.of("--node-name", "bench"));
    }

    /// The API server alone.
    void upWithoutNode(String... options) throws IOException, InterruptedException {
        List<String> all =
                new ArrayList<>(List.of("--no-node", "--without", "controllers,scheduler"));
        all.addAll(List.of(options));
        up(all);
    }

    private Map<String, Double> up(List<String> options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "./djong",
                                "up",
                                "--data-dir",
                                dataDir.toString(),
                                "--port",
                                Integer.toString(port),
                                "--kubeconfig",
                                kubeconfig().toString()));
        command.addAll(options);
        Map<String, Double> steps = new LinkedHashMap<>();
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .directory(checkout.toFile())
                        .redirectErrorStream(true)
                        .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.matches(".* \\d+ ms$")) {
                    steps.put(
                            line.replaceFirst("\\s+\\d+ ms$", ""),
                            (System.nanoTime() - start) / 1e6);
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("djong up failed:\n" + String.join("\n", said));
        }
        return steps;
    }

    void down(String... options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("./djong", "down", "--data-dir", dataDir.toString()));
        command.addAll(List.of(options));
        run(command);
    }

    void buildImages() throws IOException, InterruptedException {
        run(List.of("./djong", "images", "build", "--data-dir", dataDir.toString()));
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(checkout.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
    }

    Path kubeconfig() {
        return dataDir.resolveSibling(dataDir.getFileName() + ".kubeconfig");
    }

    Path adminKubeconfig() {
        return dataDir.resolve("admin.kubeconfig");
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(dataDir.resolve("djong.pid")).strip());
    }

    /// Megabytes that the server holds in memory.
    double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IllegalStateException("no VmRSS");
    }

    /// Seconds of CPU that the server has used.
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /// Removes a scratch directory that holds no directories any more.
    static void deleteFiles(Path scratch) throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(scratch);
    }
}
