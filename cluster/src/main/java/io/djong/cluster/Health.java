package io.djong.cluster;

import io.djong.meta.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes each part's health where `djong status` reads it: a line a part with name, `ok` or `failing`, and why.
final class Health implements AutoCloseable {

    private static final Log LOG = Log.of(Health.class);

    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final ClusterConfig config;
    private final ControlPlane controlPlane;
    private final NodePlane node;
    private final Machinery machinery;
    private @Nullable Thread thread;
    private String written = "";

    Health(ClusterConfig config, ControlPlane controlPlane, NodePlane node, Machinery machinery) {
        this.config = config;
        this.controlPlane = controlPlane;
        this.node = node;
        this.machinery = machinery;
    }

    void start() {
        write();
        thread = machinery.threads().start("health", this::run);
    }

    private void run() {
        try {
            while (true) {
                machinery.clock().sleep(PERIOD);
                write();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        Map<String, String> troubles = new LinkedHashMap<>();
        controlPlane.addTroubles(troubles);
        node.addTroubles(troubles);
        StringBuilder text = new StringBuilder();
        troubles.forEach((part, trouble) ->
                text.append(part)
                        .append('\t')
                        .append(trouble.isEmpty() ? "ok" : "failing")
                        .append('\t')
                        .append(trouble)
                        .append('\n'));
        if (text.toString().equals(written)) {
            return;
        }
        written = text.toString();
        Path file = config.dataDir().resolve("health");
        try {
            Path fresh = Files.writeString(config.dataDir().resolve("health.new"), written);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            LOG.warn("Health not written", failure, "file", file);
        }
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
