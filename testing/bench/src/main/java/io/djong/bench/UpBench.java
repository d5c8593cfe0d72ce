package io.djong.bench;

import io.djong.client.Client;
import io.djong.client.HttpTransport;
import io.djong.client.Kubeconfig;
import io.djong.meta.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// `./build bench up`: how fast a cluster starts, how fast pods start in it, and what it costs when nothing happens.
public final class UpBench {

    private static final int STARTS = 5;
    private static final int PODS = 10;
    private static final int POD_ROUNDS = 10;
    private static final long IDLE_MILLIS = 60_000;
    private static final int PORT = 16_443;

    private UpBench() {}

    /// @param arguments the checkout
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("djong-bench");
        ServerProcess server =
                new ServerProcess(Path.of(arguments[0]), scratch.resolve("data"), PORT);
        server.buildImages();
        Map<String, Samples> starts = new LinkedHashMap<>();
        server.up();
        for (int i = 0; i < STARTS; i++) {
            server.down();
            server.up()
                    .forEach((step, millis) ->
                            starts.computeIfAbsent(step, _ -> new Samples()).add(millis));
        }
        System.out.println(Machine.describe());
        System.out.printf("%-44s %12s %12s%n", "what", "measured", "aim");
        starts.forEach((step, samples) ->
                row("./djong up to " + step, "%.0f ms", samples.median(), aim(step)));
        try (HttpTransport transport =
                new HttpTransport(
                        Kubeconfig.read(server.adminKubeconfig(), "djong-bench"),
                        Threads.virtual())) {
            PodBench pods = new PodBench(new Client(transport));
            pods.run("warm", PODS);
            Samples one = new Samples();
            for (int i = 0; i < POD_ROUNDS; i++) {
                one.add(pods.run("one" + i, 1));
            }
            row("one pod, create to Running (median of 10)", "%.0f ms", one.median(), "300 ms");
            row("10 pods at once, all Running", "%.0f ms", pods.run("many", PODS), "1200 ms");
        }
        idle(server);
        server.down("--delete");
        ServerProcess.deleteFiles(scratch);
    }

    private static void idle(ServerProcess server) throws IOException, InterruptedException {
        Thread.sleep(IDLE_MILLIS);
        double before = server.cpuSeconds();
        long start = System.nanoTime();
        Thread.sleep(IDLE_MILLIS / 2);
        double share = (server.cpuSeconds() - before) / ((System.nanoTime() - start) / 1e9) * 100;
        row(
                "resident memory, idle after a minute",
                "%.0f MB",
                server.residentMegabytes(),
                "300 MB");
        row("CPU, idle", "%.1f %%", share, "1 %");
    }

    private static String aim(String step) {
        if (step.contains("API")) {
            return "1500 ms";
        }
        return step.contains("node") ? "3000 ms" : step.contains("DNS") ? "4000 ms" : "";
    }

    private static void row(String what, String format, double measured, String aim) {
        System.out.printf("%-44s %12s %12s%n", what, format.formatted(measured), aim);
    }
}
