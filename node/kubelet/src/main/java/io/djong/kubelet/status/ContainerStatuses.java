package io.djong.kubelet.status;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerState;
import io.djong.api.core.v1.ContainerStateRunning;
import io.djong.api.core.v1.ContainerStateTerminated;
import io.djong.api.core.v1.ContainerStateWaiting;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.ResourceRequirements;
import io.djong.api.core.v1.VolumeMount;
import io.djong.api.core.v1.VolumeMountStatus;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.PodContainers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The statuses of a pod's containers.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states Container states
final class ContainerStatuses {

    static final String CREATING = "ContainerCreating";
    static final String INITIALIZING = "PodInitializing";
    private static final String UNKNOWN = "ContainerStatusUnknown";
    private static final int KILLED = 137;
    private static final String ID_PREFIX = "containerd://";

    private final Pod pod;
    private final ObservedPod observed;
    private final Map<String, Waiting> waiting;
    private final Verdicts verdicts;

    ContainerStatuses(
            Pod pod, ObservedPod observed, Map<String, Waiting> waiting, Verdicts verdicts) {
        this.pod = pod;
        this.observed = observed;
        this.waiting = waiting;
        this.verdicts = verdicts;
    }

    /// @param before the statuses that were reported last
    List<ContainerStatus> of(List<Container> containers, List<ContainerStatus> before) {
        Map<String, ContainerStatus> old =
                before.stream()
                        .collect(
                                Collectors.toMap(
                                        ContainerStatus::name, Function.identity(), (_, b) -> b));
        List<ContainerStatus> statuses = new ArrayList<>();
        for (Container container : containers) {
            statuses.add(status(container, old.get(container.name())));
        }
        return statuses;
    }

    private ContainerStatus status(Container container, @Nullable ContainerStatus old) {
        boolean isInit = PodContainers.isInit(pod, container.name());
        List<ObservedContainer> seen =
                observed.containers().stream()
                        .filter(one -> one.name().equals(container.name()))
                        .limit(2)
                        .toList();
        ContainerStatus status =
                seen.isEmpty() ? unseen(container, old) : seen(container, seen, old);
        Waiting reason = waiting.get(container.name());
        if (reason != null && shouldRun(container, isInit)) {
            status = withWaiting(status, reason);
        }
        return withReadiness(container, isInit, status, seen);
    }

    private ContainerStatus unseen(Container container, @Nullable ContainerStatus old) {
        if (old != null && old.state().terminated() != null) {
            return old;
        }
        boolean hasInit = !pod.spec().initContainers().isEmpty();
        ContainerStatus status =
                base(container).withState(waitingFor(hasInit ? INITIALIZING : CREATING, ""));
        if (old == null) {
            return status;
        }
        status = status.withRestartCount(old.restartCount()).withLastState(old.lastState());
        boolean hasVanished = old.state().running() != null && old.lastState().terminated() == null;
        if (!hasVanished) {
            return status;
        }
        int restarts = old.restartCount() + (pod.isDeleting() ? 0 : 1);
        return status.withRestartCount(restarts)
                .withLastState(
                        terminated(
                                new ContainerStateTerminated(
                                                ContainerStateTerminated.EMPTY.fields())
                                        .withExitCode(KILLED)
                                        .withReason(UNKNOWN)
                                        .withMessage(
                                                "The container could not be located when the pod was deleted.  The container used to be Running")));
    }

    private ContainerStatus seen(
            Container container, List<ObservedContainer> seen, @Nullable ContainerStatus old) {
        ObservedContainer latest = seen.getFirst();
        ContainerStatus status =
                base(container)
                        .withState(state(latest))
                        .withImage(latest.image())
                        .withImageID(latest.imageId())
                        .withContainerID(ID_PREFIX + latest.id())
                        .withRestartCount(latest.restarts());
        if (seen.size() > 1) {
            status = status.withLastState(state(seen.get(1)));
        } else if (old != null && latest.restarts() > 0) {
            // Its forerunner was removed already.
            status = status.withLastState(lastOf(old, latest));
        }
        ResourceRequirements resources = container.resources();
        Map<String, ?> requests = resources.requests();
        if (!requests.isEmpty()) {
            status = status.withAllocatedResources(resources.requests());
        }
        return status.withResources(
                ResourceRequirements.EMPTY
                        .withLimits(resources.limits())
                        .withRequests(resources.requests()));
    }

    private static ContainerState lastOf(ContainerStatus old, ObservedContainer latest) {
        boolean wasForerunner =
                !old.containerID().isEmpty() && !old.containerID().equals(ID_PREFIX + latest.id());
        return wasForerunner && old.state().terminated() != null ? old.state() : old.lastState();
    }

    private static ContainerStatus base(Container container) {
        List<VolumeMountStatus> mounts = new ArrayList<>();
        for (VolumeMount mount : container.volumeMounts()) {
            VolumeMountStatus status =
                    VolumeMountStatus.EMPTY.withName(mount.name()).withMountPath(mount.mountPath());
            mounts.add(
                    mount.readOnly()
                            ? status.withReadOnly(true).withRecursiveReadOnly("Disabled")
                            : status);
        }
        return ContainerStatus.EMPTY
                .withName(container.name())
                .withState(ContainerState.EMPTY)
                .withLastState(ContainerState.EMPTY)
                .withReady(false)
                .withRestartCount(0)
                .withImage(container.image())
                .withImageID("")
                .withVolumeMounts(mounts);
    }

    private static ContainerState state(ObservedContainer container) {
        return switch (container.state()) {
            case RUNNING ->
                    ContainerState.EMPTY.withRunning(
                            ContainerStateRunning.EMPTY.withStartedAt(container.startedAt()));
            case EXITED -> exited(container);
            case CREATED, UNKNOWN -> ContainerState.EMPTY.withWaiting(ContainerStateWaiting.EMPTY);
        };
    }

    private static ContainerState exited(ObservedContainer container) {
        ContainerStateTerminated end =
                ContainerStateTerminated.EMPTY
                        .withExitCode(container.exitCode())
                        .withReason(container.reason())
                        .withMessage(container.message())
                        .withStartedAt(container.startedAt())
                        .withFinishedAt(container.finishedAt())
                        .withContainerID(ID_PREFIX + container.id());
        return terminated(end);
    }

    private static ContainerState terminated(ContainerStateTerminated end) {
        return ContainerState.EMPTY.withTerminated(end);
    }

    private static ContainerState waitingFor(String reason, String message) {
        return ContainerState.EMPTY.withWaiting(
                ContainerStateWaiting.EMPTY.withReason(reason).withMessage(message));
    }

    private static ContainerStatus withWaiting(ContainerStatus status, Waiting reason) {
        ContainerStatus changed =
                status.state().terminated() == null ? status : status.withLastState(status.state());
        return changed.withState(waitingFor(reason.reason(), reason.message()));
    }

    /// Whether the container will be started again.
    private boolean shouldRun(Container container, boolean isInit) {
        ObservedContainer latest = observed.latest(container.name());
        if (latest == null) {
            return true;
        }
        if (latest.isRunning()) {
            return false;
        }
        if (isInit && latest.hasSucceeded() && !PodContainers.isSidecar(container)) {
            return false;
        }
        return Restarts.shouldRestart(pod, container, latest);
    }

    private ContainerStatus withReadiness(
            Container container,
            boolean isInit,
            ContainerStatus status,
            List<ObservedContainer> seen) {
        boolean isSidecar = PodContainers.isSidecar(container);
        if (isInit && !isSidecar) {
            var end = status.state().terminated();
            boolean isRunning = status.state().running() != null;
            return status.withReady(end != null && end.exitCode() == 0).withStarted(isRunning);
        }
        if (PodContainers.isEphemeral(pod, container.name())) {
            return status;
        }
        if (status.state().running() == null || seen.isEmpty()) {
            return status.withReady(false).withStarted(false);
        }
        String id = seen.getFirst().id();
        boolean isStarted = verdicts.isStarted(id);
        return status.withStarted(isStarted).withReady(isStarted && verdicts.isReady(id));
    }
}
