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

    /// Runs `./djong up`; returns for each step that it reports how many milliseconds after the command's start the line came.
    Map<String, Double> up() throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        "./djong",
                        "up",
                        "--data-dir",
                        dataDir.toString(),
                        "--port",
                        Integer.toString(port),
                        "--node-name",
                        "bench",
                        "--kubeconfig",
                        kubeconfig().toString());
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
}
