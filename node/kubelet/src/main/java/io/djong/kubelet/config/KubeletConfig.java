package io.djong.kubelet.config;

import io.djong.meta.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One node's settings; names are upstream's where upstream has one.
///
/// @param node who the node is
/// @param directories where its things lie
/// @param dns what pods ask for names
/// @param server how it is reached
/// @param maxPods upstream's 110
/// @param capacity resources that are other than what the machine shows, by name
/// @param reserved what is kept from pods (`kubeReserved` and `systemReserved`)
/// @param evictionHard thresholds as upstream writes them: `memory.available` to `100Mi` or `10%`
/// @param cgroupRoot below which the cgroup `kubepods` lies; "/" for the top
/// @param allowedUnsafeSysctls names, or prefixes ending in `*`
/// @param serializeImagePulls one image at a time
/// @param imageGcHighThresholdPercent disk usage beyond which unused images are removed
/// @param imageGcLowThresholdPercent disk usage down to which they are
/// @param periods how often things are done
///
/// @spec https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ KubeletConfiguration
public record KubeletConfig(
        Node node,
        Directories directories,
        Dns dns,
        Server server,
        int maxPods,
        Map<String, Quantity> capacity,
        Map<String, Quantity> reserved,
        Map<String, String> evictionHard,
        String cgroupRoot,
        List<String> allowedUnsafeSysctls,
        boolean serializeImagePulls,
        int imageGcHighThresholdPercent,
        int imageGcLowThresholdPercent,
        Periods periods) {

    /// @param name of the Node object
    /// @param addresses the node's own, the first one is the `InternalIP` that pods on the host network get
    /// @param podCidr "" when the Node object says it
    /// @param version as in `kubectl get nodes`: `v1.36.0+djong.1`
    public record Node(
            String name,
            String hostname,
            List<String> addresses,
            String podCidr,
            String version,
            Map<String, String> labels,
            List<Taint> taints) {}

    public record Taint(String key, String value, String effect) {}

    /// @param root upstream's `/var/lib/kubelet`
    /// @param podLogs upstream's `/var/log/pods`
    /// @param staticPods "" for none; `staticPodPath`
    public record Directories(Path root, Path podLogs, String staticPods) {

        public Path pods() {
            return root.resolve("pods");
        }

        public Path pod(String uid) {
            return pods().resolve(uid);
        }
    }

    /// @param clusterDns addresses of the cluster's name servers
    /// @param resolvConf the node's own resolver file; "" for none
    public record Dns(List<String> clusterDns, String clusterDomain, String resolvConf) {}

    /// @param address to bind, "" for all
    public record Server(String address, int port) {}

    /// @param sync a pod is looked at again at least this often
    /// @param relist of everything the runtime has
    /// @param statusUpdate how often the node's status is computed
    /// @param statusReport how often it is written although nothing changed
    /// @param lease how often the node's lease is renewed
    /// @param leaseDuration how long it holds
    public record Periods(
            Duration sync,
            Duration relist,
            Duration statusUpdate,
            Duration statusReport,
            Duration lease,
            Duration leaseDuration) {}

    public KubeletConfig {
        List<String> wrong = new ArrayList<>();
        if (node.name().isEmpty()) {
            wrong.add("nodeName: must not be empty");
        }
        if (node.addresses().isEmpty()) {
            wrong.add("nodeIp: at least one address is needed");
        }
        if (maxPods < 1) {
            wrong.add("maxPods: must be at least 1, is " + maxPods);
        }
        if (imageGcLowThresholdPercent >= imageGcHighThresholdPercent) {
            wrong.add("imageGCLowThresholdPercent: must be lower than imageGCHighThresholdPercent");
        }
        Set<String> signals =
                Set.of(
                        "memory.available",
                        "nodefs.available",
                        "nodefs.inodesFree",
                        "imagefs.available",
                        "imagefs.inodesFree",
                        "pid.available");
        for (String signal : evictionHard.keySet()) {
            if (!signals.contains(signal)) {
                wrong.add("evictionHard: unknown signal " + signal);
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /// Upstream's defaults for a node of that name and address, with everything below one directory.
    public static KubeletConfig defaults(
            String nodeName, String address, Path directory, String version) {
        return new KubeletConfig(
                new Node(nodeName, nodeName, List.of(address), "", version, Map.of(), List.of()),
                new Directories(directory.resolve("kubelet"), directory.resolve("pod-logs"), ""),
                new Dns(List.of(), "cluster.local", "/etc/resolv.conf"),
                new Server("", 10250),
                110,
                Map.of(),
                Map.of(),
                Map.of(
                        "memory.available", "100Mi",
                        "nodefs.available", "10%",
                        "nodefs.inodesFree", "5%",
                        "imagefs.available", "15%",
                        "imagefs.inodesFree", "5%"),
                "/",
                List.of(),
                false,
                85,
                80,
                new Periods(
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(40)));
    }

    public KubeletConfig withNode(Node changed) {
        return new KubeletConfig(
                changed,
                directories,
                dns,
                server,
                maxPods,
                capacity,
                reserved,
                evictionHard,
                cgroupRoot,
                allowedUnsafeSysctls,
                serializeImagePulls,
                imageGcHighThresholdPercent,
                imageGcLowThresholdPercent,
                periods);
    }

    public KubeletConfig withDirectories(Directories changed) {
        return new KubeletConfig(
                node,
                changed,
                dns,
                server,
                maxPods,
                capacity,
                reserved,
                evictionHard,
                cgroupRoot,
                allowedUnsafeSysctls,
                serializeImagePulls,
                imageGcHighThresholdPercent,
                imageGcLowThresholdPercent,
                periods);
    }

    public KubeletConfig withDns(Dns changed) {
        return new KubeletConfig(
                node,
                directories,
                changed,
                server,
                maxPods,
                capacity,
                reserved,
                evictionHard,
                cgroupRoot,
                allowedUnsafeSysctls,
                serializeImagePulls,
                imageGcHighThresholdPercent,
                imageGcLowThresholdPercent,
                periods);
    }

    public KubeletConfig withServer(Server changed) {
        return new KubeletConfig(
                node,
                directories,
                dns,
                changed,
                maxPods,
                capacity,
                reserved,
                evictionHard,
                cgroupRoot,
                allowedUnsafeSysctls,
                serializeImagePulls,
                imageGcHighThresholdPercent,
                imageGcLowThresholdPercent,
                periods);
    }

    public KubeletConfig withCgroupRoot(String changed) {
        return new KubeletConfig(
                node,
                directories,
                dns,
                server,
                maxPods,
                capacity,
                reserved,
                evictionHard,
                changed,
                allowedUnsafeSysctls,
                serializeImagePulls,
                imageGcHighThresholdPercent,
                imageGcLowThresholdPercent,
                periods);
    }

    public KubeletConfig withCapacity(Map<String, Quantity> changed) {
        return new KubeletConfig(
                node,
                directories,
                dns,
                server,
                maxPods,
                changed,
                reserved,
                evictionHard,
                cgroupRoot,
                allowedUnsafeSysctls,
                serializeImagePulls,
                imageGcHighThresholdPercent,
                imageGcLowThresholdPercent,
                periods);
    }

    public KubeletConfig withEvictionHard(Map<String, String> changed) {
        return new KubeletConfig(
                node,
                directories,
                dns,
                server,
                maxPods,
                capacity,
                reserved,
                changed,
                cgroupRoot,
                allowedUnsafeSysctls,
                serializeImagePulls,
                imageGcHighThresholdPercent,
                imageGcLowThresholdPercent,
                periods);
    }

    /// The directory that a pod's containers log to.
    public Path logDirectory(String namespace, String name, String uid) {
        return directories.podLogs().resolve(namespace + "_" + name + "_" + uid);
    }
}
