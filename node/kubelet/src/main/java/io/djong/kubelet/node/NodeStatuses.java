package io.djong.kubelet.node;

import io.djong.api.core.v1.ContainerImage;
import io.djong.api.core.v1.DaemonEndpoint;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeAddress;
import io.djong.api.core.v1.NodeCondition;
import io.djong.api.core.v1.NodeDaemonEndpoints;
import io.djong.api.core.v1.NodeStatus;
import io.djong.api.core.v1.NodeSystemInfo;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.runtime.Cri;
import io.djong.runtime.CriException;
import io.djong.runtime.cri.Image;
import io.djong.runtime.cri.RuntimeCondition;
import io.djong.runtime.cri.VersionResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Computes the status of the node. Reasons and messages are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/reference/node/node-status/ Node status
final class NodeStatuses {

    /// Upstream's `nodeStatusMaxImages`.
    private static final int IMAGES_MAX = 50;

    private static final int NAMES_MAX = 5;

    private final KubeletConfig config;
    private final NodeFacts facts;
    private final Cri cri;
    private final Supplier<Set<String>> pressures;

    /// @param pressures the conditions that hold now, such as `MemoryPressure`
    NodeStatuses(KubeletConfig config, NodeFacts facts, Cri cri, Supplier<Set<String>> pressures) {
        this.config = config;
        this.facts = facts;
        this.cri = cri;
        this.pressures = pressures;
    }

    NodeStatus of(Node node, int port, Instant now) {
        NodeStatus before = node.status();
        List<NodeAddress> addresses = new ArrayList<>();
        for (String address : config.node().addresses()) {
            addresses.add(NodeAddress.EMPTY.withType("InternalIP").withAddress(address));
        }
        addresses.add(NodeAddress.EMPTY.withType("Hostname").withAddress(config.node().hostname()));
        return before.withAddresses(addresses)
                .withCapacity(facts.capacity())
                .withAllocatable(facts.allocatable())
                .withConditions(conditions(before.conditions(), now))
                .withDaemonEndpoints(
                        NodeDaemonEndpoints.EMPTY.withKubeletEndpoint(
                                new DaemonEndpoint(
                                        DaemonEndpoint.EMPTY.fields().with("Port", (long) port))))
                .withImages(images())
                .withNodeInfo(info());
    }

    private NodeSystemInfo info() {
        return NodeSystemInfo.EMPTY
                .withMachineID(NodeFacts.machineId())
                .withSystemUUID(NodeFacts.systemUuid())
                .withBootID(NodeFacts.bootId())
                .withKernelVersion(NodeFacts.kernelVersion())
                .withOsImage(NodeFacts.osImage())
                .withContainerRuntimeVersion(runtimeVersion())
                .withKubeletVersion(config.node().version())
                .withKubeProxyVersion("")
                .withOperatingSystem("linux")
                .withArchitecture(NodeFacts.architecture());
    }

    private String runtimeVersion() {
        try {
            VersionResponse version = cri.version();
            return version.getRuntimeName()
                    + "://"
                    + version.getRuntimeVersion().replaceFirst("^v", "");
        } catch (CriException _) {
            return "containerd://Unknown";
        }
    }

    private List<ContainerImage> images() {
        List<ContainerImage> images = new ArrayList<>();
        try {
            cri.listImages().stream()
                    .sorted(Comparator.comparingLong(Image::getSize).reversed())
                    .limit(IMAGES_MAX)
                    .forEach(image -> {
                        List<String> names = new ArrayList<>(image.getRepoDigestsList());
                        names.addAll(image.getRepoTagsList());
                        images.add(
                                ContainerImage.EMPTY
                                        .withNames(
                                                names.subList(0, Math.min(names.size(), NAMES_MAX)))
                                        .withSizeBytes(image.getSize()));
                    });
        } catch (CriException _) {
            return List.of();
        }
        return images;
    }

    private List<NodeCondition> conditions(List<NodeCondition> before, Instant now) {
        Set<String> under = pressures.get();
        List<NodeCondition> own =
                List.of(
                        pressure(
                                "MemoryPressure",
                                under,
                                "KubeletHasSufficientMemory",
                                "kubelet has sufficient memory available",
                                "KubeletHasInsufficientMemory",
                                "kubelet has insufficient memory available"),
                        pressure(
                                "DiskPressure",
                                under,
                                "KubeletHasNoDiskPressure",
                                "kubelet has no disk pressure",
                                "KubeletHasDiskPressure",
                                "kubelet has disk pressure"),
                        pressure(
                                "PIDPressure",
                                under,
                                "KubeletHasSufficientPID",
                                "kubelet has sufficient PID available",
                                "KubeletHasInsufficientPID",
                                "kubelet has insufficient PID available"),
                        ready());
        List<NodeCondition> all = new ArrayList<>();
        for (NodeCondition condition : before) {
            if (own.stream().noneMatch(one -> one.type().equals(condition.type()))) {
                all.add(condition);
            }
        }
        for (NodeCondition condition : own) {
            all.add(timed(condition, before, now));
        }
        return all;
    }

    private static NodeCondition pressure(
            String type,
            Set<String> under,
            String reason,
            String message,
            String reasonUnder,
            String messageUnder) {
        boolean holds = under.contains(type);
        return condition(type, holds, holds ? reasonUnder : reason, holds ? messageUnder : message);
    }

    private NodeCondition ready() {
        List<String> complaints = new ArrayList<>();
        try {
            for (RuntimeCondition condition : cri.status(false).getStatus().getConditionsList()) {
                if (!condition.getStatus()) {
                    String what =
                            condition.getType().equals("NetworkReady")
                                    ? "container runtime network not ready: "
                                    : "container runtime not ready: ";
                    complaints.add(
                            "%s%s=false reason:%s message:%s"
                                    .formatted(
                                            what,
                                            condition.getType(),
                                            condition.getReason(),
                                            condition.getMessage()));
                }
            }
        } catch (CriException failure) {
            complaints.add("container runtime is down: " + failure.description());
        }
        return complaints.isEmpty()
                ? condition("Ready", true, "KubeletReady", "kubelet is posting ready status")
                : condition(
                        "Ready",
                        false,
                        "KubeletNotReady",
                        complaints.size() == 1
                                ? complaints.getFirst()
                                : "[%s]".formatted(String.join(", ", complaints)));
    }

    private static NodeCondition condition(
            String type, boolean holds, String reason, String message) {
        return NodeCondition.EMPTY
                .withType(type)
                .withStatus(holds ? "True" : "False")
                .withReason(reason)
                .withMessage(message);
    }

    private static NodeCondition timed(
            NodeCondition condition, List<NodeCondition> before, Instant now) {
        Instant since = now;
        for (NodeCondition old : before) {
            Instant changed = old.lastTransitionTime();
            boolean same =
                    old.type().equals(condition.type()) && old.status().equals(condition.status());
            if (same && changed != null) {
                since = changed;
            }
        }
        return condition.withLastHeartbeatTime(now).withLastTransitionTime(since);
    }
}
