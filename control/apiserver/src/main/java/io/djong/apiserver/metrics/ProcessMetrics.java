package io.djong.apiserver.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Tells about the process by the names that every Prometheus client uses.
///
/// @spec https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics Process metrics
public final class ProcessMetrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double KIBI = 1024;

    /// By name: the line in Linux's status file, in KiB.
    private static final Map<String, String> MEMORY =
            Map.of(
                    "process_resident_memory_bytes", "VmRSS:",
                    "process_virtual_memory_bytes", "VmSize:");

    private final Path status;

    /// @param proc the process in the `proc` file system; when it is not there, its memory is not told
    public ProcessMetrics(Path proc) {
        this.status = proc.resolve("status");
    }

    public void register(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("process_cpu_seconds_total")
                .help("Total user and system CPU time spent in seconds.")
                .callback(answer -> {
                    UnixOperatingSystemMXBean system = system();
                    if (system != null) {
                        answer.call(system.getProcessCpuTime() / NANOS);
                    }
                })
                .register(registry);
        gauge(
                registry,
                "process_open_fds",
                "Number of open file descriptors.",
                UnixOperatingSystemMXBean::getOpenFileDescriptorCount);
        gauge(
                registry,
                "process_max_fds",
                "Maximum number of open file descriptors.",
                UnixOperatingSystemMXBean::getMaxFileDescriptorCount);
        GaugeWithCallback.builder()
                .name("process_start_time_seconds")
                .help("Start time of the process since unix epoch in seconds.")
                .callback(answer ->
                        answer.call(ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS))
                .register(registry);
        MEMORY.forEach((name, line) ->
                GaugeWithCallback.builder()
                        .name(name)
                        .help("Memory of the process in bytes, " + line + " of its status.")
                        .callback(answer -> tellMemory(answer, line))
                        .register(registry));
    }

    private static void gauge(
            PrometheusRegistry registry,
            String name,
            String help,
            ToDoubleFunction<UnixOperatingSystemMXBean> read) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(answer -> {
                    UnixOperatingSystemMXBean system = system();
                    if (system != null) {
                        answer.call(read.applyAsDouble(system));
                    }
                })
                .register(registry);
    }

    /// Null on systems that have no such numbers.
    private static @Nullable UnixOperatingSystemMXBean system() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? unix
                : null;
    }

    private void tellMemory(GaugeWithCallback.Callback answer, String line) {
        try {
            for (String text : Files.readAllLines(status)) {
                if (text.startsWith(line)) {
                    String[] words = text.substring(line.length()).strip().split("\\s+");
                    answer.call(Long.parseLong(words[0]) * KIBI);
                }
            }
        } catch (IOException notLinux) {
            // The gauge stays without a value, which says what there is to say.
        }
    }
}
