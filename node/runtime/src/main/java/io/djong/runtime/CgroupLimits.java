package io.djong.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a control group may use; absent means: leave as it is.
///
/// @param cpuShares the weight against its siblings, 2 to 262144, 1024 a core as Kubernetes counts
/// @param cpuQuotaMicros processor time in each period, -1 for no limit
/// @param cpuPeriodMicros the length of a period
/// @param memoryBytes -1 for no limit
/// @param processes -1 for no limit
public record CgroupLimits(
        @Nullable Long cpuShares,
        @Nullable Long cpuQuotaMicros,
        @Nullable Long cpuPeriodMicros,
        @Nullable Long memoryBytes,
        @Nullable Long processes) {

    private static final long DEFAULT_PERIOD_MICROS = 100_000;
    private static final long SHARES_MIN = 2;
    private static final long SHARES_MAX = 262_144;
    private static final long WEIGHT_MAX = 10_000;

    /// In an order in which the kernel takes them: a quota is checked against the period.
    Map<String, String> v1Files() {
        Map<String, String> files = new LinkedHashMap<>();
        put(files, "cpu.shares", cpuShares);
        put(files, "cpu.cfs_period_us", cpuPeriodMicros);
        put(files, "cpu.cfs_quota_us", cpuQuotaMicros);
        put(files, "memory.limit_in_bytes", memoryBytes);
        if (processes != null) {
            files.put("pids.max", orMax(processes));
        }
        return files;
    }

    Map<String, String> unifiedFiles() {
        Map<String, String> files = new LinkedHashMap<>();
        if (cpuShares != null) {
            files.put("cpu.weight", String.valueOf(weight(cpuShares)));
        }
        if (cpuQuotaMicros != null) {
            long period = cpuPeriodMicros == null ? DEFAULT_PERIOD_MICROS : cpuPeriodMicros;
            files.put("cpu.max", orMax(cpuQuotaMicros) + " " + period);
        }
        if (memoryBytes != null) {
            files.put("memory.max", orMax(memoryBytes));
        }
        if (processes != null) {
            files.put("pids.max", orMax(processes));
        }
        return files;
    }

    /// The linear mapping that the kubelet and the OCI runtimes agree on.
    ///
    /// @spec https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/2254-cgroup-v2 KEP-2254
    static long weight(long shares) {
        long clamped = Math.clamp(shares, SHARES_MIN, SHARES_MAX);
        return 1 + (clamped - SHARES_MIN) * (WEIGHT_MAX - 1) / (SHARES_MAX - SHARES_MIN);
    }

    private static void put(Map<String, String> files, String name, @Nullable Long value) {
        if (value != null) {
            files.put(name, value.toString());
        }
    }

    private static String orMax(long value) {
        return value < 0 ? "max" : String.valueOf(value);
    }
}
