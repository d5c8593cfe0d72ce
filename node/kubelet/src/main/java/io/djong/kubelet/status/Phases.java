package io.djong.kubelet.status;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import io.djong.kubelet.containers.PodContainers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a pod is in its life.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase Pod phase
final class Phases {

    private int unfinishedInit;
    private int unstartedSidecars;
    private int failedInit;
    private int running;
    private int waiting;
    private int stopped;
    private int succeeded;
    private int unknown;

    private Phases() {}

    /// @param statuses of init and other containers
    /// @param isOver whether nothing will be started any more, whatever the restart policy
    static String of(
            Pod pod, List<ContainerStatus> statuses, boolean isOver, boolean wasInitialized) {
        Phases counts = new Phases();
        for (Container container : pod.spec().initContainers()) {
            ContainerStatus status = find(statuses, container.name());
            if (PodContainers.isSidecar(container)) {
                counts.addSidecar(status);
            } else {
                counts.addInit(status);
            }
        }
        for (Container container : pod.spec().containers()) {
            counts.add(find(statuses, container.name()));
        }
        return counts.phase(pod.spec().restartPolicy(), isOver, wasInitialized);
    }

    static @Nullable ContainerStatus find(List<ContainerStatus> statuses, String name) {
        for (ContainerStatus status : statuses) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        return null;
    }

    private void addInit(@Nullable ContainerStatus status) {
        if (status == null) {
            unfinishedInit++;
            return;
        }
        var end = status.state().terminated();
        var lastEnd = status.lastState().terminated();
        if (end != null) {
            failedInit += end.exitCode() == 0 ? 0 : 1;
        } else if (status.state().waiting() != null && lastEnd != null) {
            failedInit += lastEnd.exitCode() == 0 ? 0 : 1;
        } else {
            unfinishedInit++;
        }
    }

    private void addSidecar(@Nullable ContainerStatus status) {
        if (status == null) {
            unknown++;
        } else if (status.state().running() != null) {
            unstartedSidecars += Boolean.TRUE.equals(status.started()) ? 0 : 1;
            running++;
        } else if (status.state().terminated() == null && status.lastState().terminated() == null) {
            unstartedSidecars++;
            waiting++;
        }
    }

    private void add(@Nullable ContainerStatus status) {
        if (status == null) {
            unknown++;
            return;
        }
        var end = status.state().terminated();
        if (status.state().running() != null) {
            running++;
        } else if (end != null) {
            stopped++;
            succeeded += end.exitCode() == 0 ? 1 : 0;
        } else if (status.lastState().terminated() != null) {
            stopped++;
        } else {
            waiting++;
        }
    }

    private String phase(String policy, boolean isOver, boolean wasInitialized) {
        if (failedInit > 0 && policy.equals("Never")) {
            return "Failed";
        }
        boolean isInitializing = unfinishedInit > 0 || (unstartedSidecars > 0 && !wasInitialized);
        if (isInitializing || waiting > 0) {
            return "Pending";
        }
        if (running > 0 && unknown == 0) {
            return "Running";
        }
        if (running > 0 || stopped == 0 || unknown > 0) {
            return "Pending";
        }
        boolean allSucceeded = stopped == succeeded;
        if (isOver) {
            return allSucceeded ? "Succeeded" : "Failed";
        }
        if (policy.equals("Always")) {
            return "Running";
        }
        if (allSucceeded) {
            return "Succeeded";
        }
        return policy.equals("Never") ? "Failed" : "Running";
    }
}
