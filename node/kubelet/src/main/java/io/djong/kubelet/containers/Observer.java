package io.djong.kubelet.containers;

import io.djong.runtime.Cri;
import io.djong.runtime.CriException;
import io.djong.runtime.cri.Container;
import io.djong.runtime.cri.ContainerFilter;
import io.djong.runtime.cri.ContainerState;
import io.djong.runtime.cri.ContainerStatus;
import io.djong.runtime.cri.NamespaceMode;
import io.djong.runtime.cri.PodSandbox;
import io.djong.runtime.cri.PodSandboxFilter;
import io.djong.runtime.cri.PodSandboxNetworkStatus;
import io.djong.runtime.cri.PodSandboxState;
import io.djong.runtime.cri.PodSandboxStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what the runtime has of one pod.
///
/// Shape: confined to the pod's worker. An exited container changes no more, and a ready sandbox keeps its addresses, so
/// both are asked about once.
public final class Observer {

    private final Cri cri;
    private final String uid;
    private final String name;
    private final String namespace;
    private final Map<String, ObservedContainer> exited = new HashMap<>();
    private final Map<String, ObservedSandbox> ready = new HashMap<>();

    public Observer(Cri cri, String uid, String name, String namespace) {
        this.cri = cri;
        this.uid = uid;
        this.name = name;
        this.namespace = namespace;
    }

    public ObservedPod observe() {
        List<ObservedSandbox> sandboxes = new ArrayList<>();
        for (PodSandbox sandbox :
                cri.listPodSandboxes(
                        PodSandboxFilter.newBuilder()
                                .putLabelSelector(Names.POD_UID, uid)
                                .build())) {
            sandboxes.add(sandbox(sandbox));
        }
        List<ObservedContainer> containers = new ArrayList<>();
        List<Container> listed =
                cri.listContainers(
                        ContainerFilter.newBuilder().putLabelSelector(Names.POD_UID, uid).build());
        for (Container container : listed) {
            ObservedContainer known = exited.get(container.getId());
            ObservedContainer now = known == null ? container(container) : known;
            if (now != null) {
                containers.add(now);
            }
        }
        exited.keySet().removeIf(id -> listed.stream().noneMatch(one -> one.getId().equals(id)));
        sandboxes.sort(Comparator.comparing(ObservedSandbox::createdAt).reversed());
        containers.sort(Comparator.comparing(ObservedContainer::createdAt).reversed());
        return new ObservedPod(
                uid, name, namespace, List.copyOf(sandboxes), List.copyOf(containers));
    }

    private ObservedSandbox sandbox(PodSandbox listed) {
        boolean isReady = listed.getState() == PodSandboxState.SANDBOX_READY;
        ObservedSandbox known = ready.get(listed.getId());
        if (isReady && known != null) {
            return known;
        }
        ready.remove(listed.getId());
        boolean hostNetwork = false;
        List<String> addresses = new ArrayList<>();
        if (isReady) {
            try {
                PodSandboxStatus status = cri.podSandboxStatus(listed.getId(), false).getStatus();
                hostNetwork =
                        status.getLinux().getNamespaces().getOptions().getNetwork()
                                == NamespaceMode.NODE;
                if (!hostNetwork) {
                    addAddresses(status.getNetwork(), addresses);
                }
            } catch (CriException failure) {
                if (!failure.isNotFound()) {
                    throw failure;
                }
                isReady = false;
            }
        }
        ObservedSandbox sandbox =
                new ObservedSandbox(
                        listed.getId(),
                        listed.getMetadata().getAttempt(),
                        isReady,
                        time(listed.getCreatedAt()),
                        hostNetwork,
                        List.copyOf(addresses));
        if (isReady) {
            ready.put(listed.getId(), sandbox);
        }
        return sandbox;
    }

    private static void addAddresses(PodSandboxNetworkStatus network, List<String> addresses) {
        if (!network.getIp().isEmpty()) {
            addresses.add(network.getIp());
        }
        network.getAdditionalIpsList().forEach(more -> addresses.add(more.getIp()));
    }

    private @Nullable ObservedContainer container(Container listed) {
        ContainerStatus status;
        try {
            status = cri.containerStatus(listed.getId(), false).getStatus();
        } catch (CriException failure) {
            if (failure.isNotFound()) {
                return null;
            }
            throw failure;
        }
        ObservedContainer.State state = state(status.getState());
        boolean isOver = state == ObservedContainer.State.EXITED;
        ObservedContainer container =
                new ObservedContainer(
                        status.getId(),
                        status.getMetadata().getName(),
                        listed.getPodSandboxId(),
                        state,
                        time(status.getCreatedAt()),
                        status.getStartedAt() == 0 ? null : time(status.getStartedAt()),
                        status.getFinishedAt() == 0 ? null : time(status.getFinishedAt()),
                        status.getExitCode(),
                        status.getReason(),
                        isOver ? message(status) : status.getMessage(),
                        status.getImage().getImage(),
                        status.getImageRef(),
                        status.getLogPath(),
                        Map.copyOf(status.getAnnotationsMap()));
        if (isOver) {
            exited.put(container.id(), container);
        }
        return container;
    }

    private static String message(ContainerStatus status) {
        String path = status.getAnnotationsOrDefault(Names.MESSAGE_PATH, "");
        String file = "";
        for (var mount : status.getMountsList()) {
            if (!path.isEmpty() && mount.getContainerPath().equals(path)) {
                file = mount.getHostPath();
            }
        }
        boolean fromLogs =
                status.getExitCode() != 0
                        && status.getAnnotationsOrDefault(Names.MESSAGE_POLICY, "")
                                .equals("FallbackToLogsOnError");
        String last = TerminationMessage.read(file, fromLogs ? Path.of(status.getLogPath()) : null);
        if (last.isEmpty()) {
            return status.getMessage();
        }
        return status.getMessage().isEmpty() ? last : status.getMessage() + ": " + last;
    }

    private static ObservedContainer.State state(ContainerState state) {
        return switch (state) {
            case CONTAINER_CREATED -> ObservedContainer.State.CREATED;
            case CONTAINER_RUNNING -> ObservedContainer.State.RUNNING;
            case CONTAINER_EXITED -> ObservedContainer.State.EXITED;
            case CONTAINER_UNKNOWN, UNRECOGNIZED -> ObservedContainer.State.UNKNOWN;
        };
    }

    private static Instant time(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
