package io.djong.kubelet.pressure;

import io.djong.kubelet.config.KubeletConfig;
import io.djong.kubelet.node.NodeFacts;
import io.djong.meta.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Measures what is left on the node, and compares it with the thresholds.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#eviction-signals Eviction signals
public final class Signals {

    private static final Path PROCESSES = Path.of("/proc");
    private static final Path PROCESSES_MAX = Path.of("/proc/sys/kernel/pid_max");

    /// A threshold that is not kept.
    ///
    /// @param condition of the node: `MemoryPressure`
    /// @param resource as pods ask for it: `memory`
    public record Shortage(
            String signal,
            String condition,
            String resource,
            Quantity threshold,
            Quantity available) {}

    private record Measured(Quantity available, Quantity capacity) {}

    private final KubeletConfig config;
    private final NodeFacts facts;

    public Signals(KubeletConfig config, NodeFacts facts) {
        this.config = config;
        this.facts = facts;
    }

    List<Shortage> shortages() {
        Map<String, Measured> measured = measure();
        List<Shortage> shortages = new ArrayList<>();
        config.evictionHard()
                .forEach((signal, text) -> {
                    Measured one = measured.get(signal);
                    if (one == null) {
                        return;
                    }
                    Quantity threshold = NodeFacts.threshold(text, one.capacity());
                    if (one.available().compareTo(threshold) < 0) {
                        shortages.add(
                                new Shortage(
                                        signal,
                                        condition(signal),
                                        resource(signal),
                                        threshold,
                                        one.available()));
                    }
                });
        return shortages;
    }

    private Map<String, Measured> measure() {
        Map<String, Measured> measured = new LinkedHashMap<>();
        measured.put(
                "memory.available",
                new Measured(
                        Quantity.ofBytes(NodeFacts.memory("MemAvailable:")),
                        facts.capacity().getOrDefault("memory", Quantity.ZERO)));
        try {
            FileStore store = Files.getFileStore(config.directories().root());
            Measured disk =
                    new Measured(
                            Quantity.ofBytes(store.getUsableSpace()),
                            Quantity.ofBytes(store.getTotalSpace()));
            measured.put("nodefs.available", disk);
            measured.put("imagefs.available", disk);
            long most = Long.parseLong(Files.readString(PROCESSES_MAX).strip());
            measured.put(
                    "pid.available",
                    new Measured(Quantity.of(most - processes()), Quantity.of(most)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return measured;
    }

    private static long processes() throws IOException {
        try (Stream<Path> entries = Files.list(PROCESSES)) {
            return entries.filter(
                            entry -> Character.isDigit(entry.getFileName().toString().charAt(0)))
                    .count();
        }
    }

    private static String condition(String signal) {
        return switch (signal) {
            case "memory.available" -> "MemoryPressure";
            case "pid.available" -> "PIDPressure";
            default -> "DiskPressure";
        };
    }

    private static String resource(String signal) {
        return switch (signal) {
            case "memory.available" -> "memory";
            case "pid.available" -> "pids";
            default -> "ephemeral-storage";
        };
    }
}
