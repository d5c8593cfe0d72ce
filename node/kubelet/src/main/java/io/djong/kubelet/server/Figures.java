package io.djong.kubelet.server;

import io.djong.api.core.v1.Pod;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.kubelet.containers.Names;
import io.djong.kubelet.node.NodeFacts;
import io.djong.kubelet.pods.PodWorkers;
import io.djong.meta.Clock;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import io.djong.runtime.Cri;
import io.djong.runtime.cri.ContainerStats;
import io.djong.runtime.cri.ContainerStatsFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// How much is used, by the node and by each container: what `kubectl top` and autoscalers live on.
///
/// @spec https://kubernetes.io/docs/reference/instrumentation/node-metrics/ Node metrics data
final class Figures {

    private static final double NANOS = 1e9;

    /// The kernel counts processor time in hundredths of a second for programs, whatever it does inside.
    private static final long NANOS_PER_TICK = 10_000_000;

    private final KubeletConfig config;
    private final PodWorkers workers;
    private final Cri cri;
    private final Clock clock;

    Figures(KubeletConfig config, PodWorkers workers, Cri cri, Clock clock) {
        this.config = config;
        this.workers = workers;
        this.cri = cri;
        this.clock = clock;
    }

    private record PodKey(String namespace, String name, String uid) {

        static PodKey of(ContainerStats stats) {
            Map<String, String> labels = stats.getAttributes().getLabelsMap();
            return new PodKey(
                    labels.getOrDefault(Names.POD_NAMESPACE, ""),
                    labels.getOrDefault(Names.POD_NAME, ""),
                    labels.getOrDefault(Names.POD_UID, ""));
        }
    }

    private List<ContainerStats> containers() {
        return cri.listContainerStats(ContainerStatsFilter.getDefaultInstance());
    }

    /// `/stats/summary`
    Fields summary() {
        Map<PodKey, List<@Nullable Object>> byPod = new HashMap<>();
        Map<PodKey, long[]> sums = new HashMap<>();
        for (ContainerStats stats : containers()) {
            PodKey pod = PodKey.of(stats);
            byPod.computeIfAbsent(pod, _ -> new ArrayList<>()).add(container(stats));
            long[] sum = sums.computeIfAbsent(pod, _ -> new long[3]);
            sum[0] += stats.getCpu().getUsageCoreNanoSeconds().getValue();
            sum[1] += stats.getCpu().getUsageNanoCores().getValue();
            sum[2] += stats.getMemory().getWorkingSetBytes().getValue();
        }
        List<@Nullable Object> pods = new ArrayList<>();
        byPod.forEach((pod, containers) -> {
            long[] sum = sums.getOrDefault(pod, new long[3]);
            pods.add(
                    Fields.of(
                                    "podRef",
                                    Fields.of("name", pod.name())
                                            .with("namespace", pod.namespace())
                                            .with("uid", pod.uid()))
                            .with("startTime", startTime(pod))
                            .with("containers", containers)
                            .with("cpu", cpu(sum[0], sum[1]))
                            .with("memory", memory(sum[2])));
        });
        return Fields.of("node", node()).with("pods", pods);
    }

    private String startTime(PodKey key) {
        Instant started =
                workers.find(key.namespace(), key.name())
                        .map(pod -> pod.status().startTime())
                        .orElse(null);
        return Times.seconds(started == null ? clock.now() : started);
    }

    private Fields node() {
        return Fields.of("nodeName", config.node().name())
                .with("startTime", Times.seconds(clock.now().minusSeconds((long) uptimeSeconds())))
                .with("cpu", cpu(nodeCpuNanos(), 0))
                .with(
                        "memory",
                        memory(nodeWorkingSet())
                                .with("availableBytes", NodeFacts.memory("MemAvailable:")));
    }

    private Fields container(ContainerStats stats) {
        return Fields.of("name", stats.getAttributes().getMetadata().getName())
                .with(
                        "cpu",
                        cpu(
                                stats.getCpu().getUsageCoreNanoSeconds().getValue(),
                                stats.getCpu().getUsageNanoCores().getValue()))
                .with("memory", memory(stats.getMemory().getWorkingSetBytes().getValue()));
    }

    private Fields cpu(long nanos, long nanoCores) {
        return Fields.of("time", Times.seconds(clock.now()))
                .with("usageNanoCores", nanoCores)
                .with("usageCoreNanoSeconds", nanos);
    }

    private Fields memory(long workingSet) {
        return Fields.of("time", Times.seconds(clock.now())).with("workingSetBytes", workingSet);
    }

    /// `/metrics/resource`
    String resources() {
        MetricText text = new MetricText();
        text.type("node_cpu_usage_seconds_total", "counter");
        text.add("node_cpu_usage_seconds_total", "", nodeCpuNanos() / NANOS);
        text.type("node_memory_working_set_bytes", "gauge");
        text.add("node_memory_working_set_bytes", "", nodeWorkingSet());
        List<ContainerStats> all = containers();
        text.type("container_cpu_usage_seconds_total", "counter");
        for (ContainerStats stats : all) {
            text.add(
                    "container_cpu_usage_seconds_total",
                    labels(stats),
                    stats.getCpu().getUsageCoreNanoSeconds().getValue() / NANOS);
        }
        text.type("container_memory_working_set_bytes", "gauge");
        Map<String, double[]> pods = new HashMap<>();
        for (ContainerStats stats : all) {
            long bytes = stats.getMemory().getWorkingSetBytes().getValue();
            text.add("container_memory_working_set_bytes", labels(stats), bytes);
            PodKey pod = PodKey.of(stats);
            double[] sum =
                    pods.computeIfAbsent(
                            "namespace=\"%s\",pod=\"%s\"".formatted(pod.namespace(), pod.name()),
                            _ -> new double[2]);
            sum[0] += stats.getCpu().getUsageCoreNanoSeconds().getValue() / NANOS;
            sum[1] += (double) bytes;
        }
        text.type("pod_cpu_usage_seconds_total", "counter");
        pods.forEach((labels, sum) -> text.add("pod_cpu_usage_seconds_total", labels, sum[0]));
        text.type("pod_memory_working_set_bytes", "gauge");
        pods.forEach((labels, sum) -> text.add("pod_memory_working_set_bytes", labels, sum[1]));
        text.type("resource_scrape_error", "gauge");
        text.add("resource_scrape_error", "", 0);
        return text.toString();
    }

    /// `/metrics/cadvisor`: the series that dashboards and rules are written for.
    String containerMetrics() {
        MetricText text = new MetricText();
        List<ContainerStats> all = containers();
        text.type("container_cpu_usage_seconds_total", "counter");
        for (ContainerStats stats : all) {
            text.add(
                    "container_cpu_usage_seconds_total",
                    labels(stats) + ",cpu=\"total\"",
                    stats.getCpu().getUsageCoreNanoSeconds().getValue() / NANOS);
        }
        gauge(
                text,
                "container_memory_working_set_bytes",
                all,
                one -> one.getMemory().getWorkingSetBytes().getValue());
        gauge(
                text,
                "container_memory_usage_bytes",
                all,
                one -> one.getMemory().getUsageBytes().getValue());
        gauge(text, "container_memory_rss", all, one -> one.getMemory().getRssBytes().getValue());
        gauge(
                text,
                "container_fs_usage_bytes",
                all,
                one -> one.getWritableLayer().getUsedBytes().getValue());
        return text.toString();
    }

    private static void gauge(
            MetricText text,
            String name,
            List<ContainerStats> all,
            ToLongFunction<ContainerStats> value) {
        text.type(name, "gauge");
        all.forEach(one -> text.add(name, labels(one), value.applyAsLong(one)));
    }

    private static String labels(ContainerStats stats) {
        PodKey pod = PodKey.of(stats);
        return "container=\"%s\",namespace=\"%s\",pod=\"%s\""
                .formatted(
                        stats.getAttributes().getMetadata().getName(), pod.namespace(), pod.name());
    }

    /// `/metrics`
    String own() {
        MetricText text = new MetricText();
        long containers = 0;
        long pods = 0;
        for (Pod pod : workers.pods()) {
            long running =
                    workers.observed(pod.uid()).stream()
                            .flatMap(observed -> observed.containers().stream())
                            .filter(one -> one.isRunning())
                            .count();
            containers += running;
            pods += running > 0 ? 1 : 0;
        }
        text.type("kubelet_node_name", "gauge");
        text.add("kubelet_node_name", "node=\"%s\"".formatted(config.node().name()), 1);
        text.type("kubelet_running_pods", "gauge");
        text.add("kubelet_running_pods", "", pods);
        text.type("kubelet_running_containers", "gauge");
        text.add("kubelet_running_containers", "container_state=\"running\"", containers);
        return text.toString();
    }

    private static long nodeWorkingSet() {
        return NodeFacts.memory("MemTotal:") - NodeFacts.memory("MemAvailable:");
    }

    private static long nodeCpuNanos() {
        String[] fields = read("/proc/stat").lines().findFirst().orElse("").split("\\s+");
        long ticks = 0;
        // user, nice, system; then idle and iowait, which are no work; irq, softirq, steal
        for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
            ticks += i < fields.length ? Long.parseLong(fields[i]) : 0;
        }
        return ticks * NANOS_PER_TICK;
    }

    private static double uptimeSeconds() {
        return Double.parseDouble(read("/proc/uptime").split(" ")[0]);
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Lines in Prometheus' text format.
    private static final class MetricText {
        private final StringBuilder text = new StringBuilder();

        void type(String name, String type) {
            text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        }

        void add(String name, String labels, long value) {
            add(name, labels, Long.toString(value));
        }

        void add(String name, String labels, double value) {
            add(name, labels, String.format(Locale.ROOT, "%.9g", value));
        }

        private void add(String name, String labels, String value) {
            text.append(name);
            if (!labels.isEmpty()) {
                text.append('{').append(labels).append('}');
            }
            text.append(' ').append(value).append('\n');
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
