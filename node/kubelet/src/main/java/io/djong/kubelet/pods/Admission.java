package io.djong.kubelet.pods;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Sysctl;
import io.djong.kubelet.containers.PodResources;
import io.djong.meta.Quantity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether the node takes a pod that was bound to it; whoever binds may have been too late or not have asked.
///
/// Messages are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/ Node-pressure eviction
public final class Admission {

    private static final List<String> COUNTED = List.of("cpu", "memory", "ephemeral-storage");

    /// @spec https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/ Safe and unsafe sysctls
    private static final Set<String> SAFE_SYSCTLS =
            Set.of(
                    "kernel.shm_rmid_forced",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.tcp_syncookies",
                    "net.ipv4.ping_group_range",
                    "net.ipv4.ip_unprivileged_port_start",
                    "net.ipv4.ip_local_reserved_ports",
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_fin_timeout",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes",
                    "net.ipv4.tcp_rmem",
                    "net.ipv4.tcp_wmem");

    /// Why a pod was not taken; `reason` as in its status.
    public record Rejection(String reason, String message) {}

    private final Supplier<Map<String, Quantity>> allocatable;
    private final NodeChoice choice;
    private final List<String> allowedSysctls;
    private final Supplier<List<String>> pressures;

    /// @param pressures the conditions under which best-effort pods are not taken
    public Admission(
            Supplier<Map<String, Quantity>> allocatable,
            NodeChoice choice,
            List<String> allowedSysctls,
            Supplier<List<String>> pressures) {
        this.allocatable = allocatable;
        this.choice = choice;
        this.allowedSysctls = List.copyOf(allowedSysctls);
        this.pressures = pressures;
    }

    /// @param others the pods that the node has taken already
    /// @return null when the pod is taken
    @Nullable Rejection check(Pod pod, Collection<Pod> others) {
        var system = pod.spec().os();
        if (system != null && !system.name().isEmpty() && !system.name().equals("linux")) {
            return new Rejection(
                    "PodOSNotSupported",
                    "Failed to admit pod as the OS field doesn't match node OS");
        }
        if (!pod.spec().resourceClaims().isEmpty()) {
            return new Rejection(
                    "UnexpectedAdmissionError",
                    "Allocate failed due to resource claims not being supported on this node, which is unexpected");
        }
        Rejection bySysctl = sysctls(pod);
        if (bySysctl != null) {
            return bySysctl;
        }
        List<String> under = pressures.get();
        if (!under.isEmpty() && isRefusedUnder(pod, under)) {
            return new Rejection(
                    "Evicted", "The node had condition: [%s]. ".formatted(String.join(" ", under)));
        }
        Rejection byResources = resources(pod, others);
        return byResources == null ? choice.check(pod, others) : byResources;
    }

    private static boolean isRefusedUnder(Pod pod, List<String> pressures) {
        boolean onlyMemory = pressures.equals(List.of("MemoryPressure"));
        return !onlyMemory || PodResources.qos(pod).equals(PodResources.BEST_EFFORT);
    }

    private @Nullable Rejection sysctls(Pod pod) {
        var security = pod.spec().securityContext();
        if (security == null) {
            return null;
        }
        for (Sysctl sysctl : security.sysctls()) {
            String name = sysctl.name().replace('/', '.');
            boolean allowed =
                    SAFE_SYSCTLS.contains(name)
                            || allowedSysctls.stream().anyMatch(pattern -> matches(pattern, name));
            if (!allowed) {
                return new Rejection(
                        "SysctlForbidden",
                        "forbidden sysctl: \"%s\" not allowlisted".formatted(name));
            }
        }
        return null;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    private @Nullable Rejection resources(Pod pod, Collection<Pod> others) {
        Map<String, Quantity> capacity = allocatable.get();
        long podsMax = capacity.getOrDefault("pods", Quantity.ZERO).value();
        if (others.size() + 1 > podsMax) {
            return lacking("pods", 1, others.size(), podsMax);
        }
        Map<String, Quantity> wanted = PodResources.requests(pod);
        for (String name : COUNTED) {
            Quantity request = wanted.getOrDefault(name, Quantity.ZERO);
            if (request.isZero()) {
                continue;
            }
            Quantity used = Quantity.ZERO;
            for (Pod other : others) {
                used = used.plus(PodResources.requests(other).getOrDefault(name, Quantity.ZERO));
            }
            Quantity limit = capacity.getOrDefault(name, Quantity.ZERO);
            if (used.plus(request).compareTo(limit) > 0) {
                boolean isCpu = name.equals("cpu");
                return lacking(
                        name,
                        isCpu ? request.milliValue() : request.value(),
                        isCpu ? used.milliValue() : used.value(),
                        isCpu ? limit.milliValue() : limit.value());
            }
        }
        return null;
    }

    private static Rejection lacking(String name, long requested, long used, long capacity) {
        return new Rejection(
                "OutOf" + name,
                "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                        .formatted(name, requested, used, capacity));
    }
}
