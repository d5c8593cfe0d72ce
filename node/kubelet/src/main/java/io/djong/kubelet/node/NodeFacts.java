package io.djong.kubelet.node;

import io.djong.kubelet.config.KubeletConfig;
import io.djong.meta.Quantity;
import io.djong.volumes.VolumeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the machine is and has.
public final class NodeFacts {

    private static final long KIBI = 1024;

    private static final List<String> MEMORY_LIMITS =
            List.of("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes");

    private final KubeletConfig config;
    private final Map<String, Quantity> capacity;

    public NodeFacts(KubeletConfig config) {
        this.config = config;
        this.capacity = Map.copyOf(measure());
    }

    /// Set by configuration, or found on the machine.
    public Map<String, Quantity> capacity() {
        return capacity;
    }

    /// What is left for pods after what is kept back for the system and for eviction.
    public Map<String, Quantity> allocatable() {
        Map<String, Quantity> left = new LinkedHashMap<>(capacity);
        config.reserved()
                .forEach((name, amount) ->
                        left.computeIfPresent(name, (_, all) -> less(all, amount)));
        left.computeIfPresent("memory", (_, all) -> less(all, kept("memory.available", all)));
        left.computeIfPresent(
                "ephemeral-storage", (_, all) -> less(all, kept("nodefs.available", all)));
        return left;
    }

    private Quantity kept(String signal, Quantity of) {
        String text = config.evictionHard().get(signal);
        return text == null ? Quantity.ZERO : threshold(text, of);
    }

    /// A threshold in absolute terms: `100Mi`, or `10%` of `all`.
    public static Quantity threshold(String text, Quantity all) {
        if (!text.endsWith("%")) {
            return Quantity.parse(text);
        }
        double part = Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
        return Quantity.ofBytes((long) (all.value() * part));
    }

    private static Quantity less(Quantity all, Quantity amount) {
        Quantity left = all.minus(amount);
        return left.signum() < 0 ? Quantity.ZERO : left;
    }

    private Map<String, Quantity> measure() {
        Map<String, Quantity> measured = new LinkedHashMap<>();
        measured.put("cpu", Quantity.of(Runtime.getRuntime().availableProcessors()));
        measured.put("ephemeral-storage", Quantity.ofBytes(disk(config.directories().root())));
        measured.put("hugepages-1Gi", Quantity.ZERO);
        measured.put("hugepages-2Mi", Quantity.ZERO);
        measured.put("memory", Quantity.ofBytes(totalMemory()));
        measured.put("pods", Quantity.of(config.maxPods()));
        measured.putAll(config.capacity());
        return measured;
    }

    /// A node in a container has what its control group lets it have.
    private static long totalMemory() {
        long total = memory("MemTotal:");
        for (String file : MEMORY_LIMITS) {
            String limit = read(file).strip();
            if (limit.matches("\\d{1,18}")) {
                total = Math.min(total, Long.parseLong(limit));
            }
        }
        return total;
    }

    private static long disk(Path directory) {
        try {
            Files.createDirectories(directory);
            FileStore store = Files.getFileStore(directory);
            return store.getTotalSpace() / KIBI * KIBI;
        } catch (IOException failure) {
            throw new VolumeException("measure " + directory, failure);
        }
    }

    /// A line of `/proc/meminfo`, in bytes.
    public static long memory(String field) {
        for (String line : read("/proc/meminfo").split("\n")) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("\\D", "")) * KIBI;
            }
        }
        return 0;
    }

    static String osImage() {
        for (String line : read("/etc/os-release").split("\n")) {
            if (line.startsWith("PRETTY_NAME=")) {
                return line.substring("PRETTY_NAME=".length()).replace("\"", "");
            }
        }
        return "Linux";
    }

    static String kernelVersion() {
        return read("/proc/sys/kernel/osrelease").strip();
    }

    static String bootId() {
        return read("/proc/sys/kernel/random/boot_id").strip();
    }

    static String machineId() {
        return read("/etc/machine-id").strip();
    }

    /// The machine's own id where it has one, as virtual machines and most servers do.
    static String systemUuid() {
        String uuid = read("/sys/class/dmi/id/product_uuid").strip();
        return uuid.isEmpty() ? machineId() : uuid;
    }

    /// As Go names it.
    static String architecture() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    /// "" when there is no such file.
    private static String read(String path) {
        try {
            Path file = Path.of(path);
            return Files.isReadable(file) ? Files.readString(file) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
