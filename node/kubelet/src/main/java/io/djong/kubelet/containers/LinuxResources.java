package io.djong.kubelet.containers;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.meta.Quantity;
import io.djong.runtime.cri.LinuxContainerResources;
import java.util.Map;

/// Requests and limits in the kernel's terms.
///
/// @spec https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ Resource management
public final class LinuxResources {

    private static final long SHARES_PER_CPU = 1024;
    private static final long SHARES_MIN = 2;
    private static final long PERIOD_MICROS = 100_000;
    private static final long QUOTA_MICROS_MIN = 1000;
    private static final long MILLI = 1000;

    private static final int OOM_GUARANTEED = -997;
    private static final int OOM_BEST_EFFORT = 1000;
    private static final int CRITICAL_PRIORITY = 2_000_000_000;

    private LinuxResources() {}

    public static LinuxContainerResources of(Pod pod, Container container, long memoryCapacity) {
        Map<String, Quantity> limits = container.resources().limits();
        Quantity cpuLimit = limits.getOrDefault("cpu", Quantity.ZERO);
        Quantity cpu = container.resources().requests().getOrDefault("cpu", cpuLimit);
        LinuxContainerResources.Builder resources =
                LinuxContainerResources.newBuilder()
                        .setCpuShares(shares(cpu))
                        .setOomScoreAdj(oomScore(pod, container, memoryCapacity));
        if (!cpuLimit.isZero()) {
            resources.setCpuPeriod(PERIOD_MICROS).setCpuQuota(quota(cpuLimit));
        }
        Quantity memory = limits.getOrDefault("memory", Quantity.ZERO);
        if (!memory.isZero()) {
            resources.setMemoryLimitInBytes(memory.value());
        }
        return resources.build();
    }

    public static long shares(Quantity cpu) {
        return Math.max(SHARES_MIN, cpu.milliValue() * SHARES_PER_CPU / MILLI);
    }

    public static long quota(Quantity cpuLimit) {
        return Math.max(QUOTA_MICROS_MIN, cpuLimit.milliValue() * PERIOD_MICROS / MILLI);
    }

    public static long period() {
        return PERIOD_MICROS;
    }

    /// The more of the node's memory a container asked for, the later it is killed when memory runs out.
    ///
    /// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#node-out-of-memory-behavior Out of memory
    static int oomScore(Pod pod, Container container, long memoryCapacity) {
        Integer priority = pod.spec().priority();
        if (priority != null && priority >= CRITICAL_PRIORITY) {
            return OOM_GUARANTEED;
        }
        return switch (PodResources.qos(pod)) {
            case PodResources.GUARANTEED -> OOM_GUARANTEED;
            case PodResources.BEST_EFFORT -> OOM_BEST_EFFORT;
            default -> {
                long request =
                        container
                                .resources()
                                .requests()
                                .getOrDefault("memory", Quantity.ZERO)
                                .value();
                long score = OOM_BEST_EFFORT - 1000 * request / Math.max(1, memoryCapacity);
                yield Math.clamp(score, 1000 + OOM_GUARANTEED, OOM_BEST_EFFORT - 1);
            }
        };
    }
}
