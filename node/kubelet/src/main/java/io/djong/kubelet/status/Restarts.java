package io.djong.kubelet.status;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.PodContainers;
import org.jspecify.annotations.Nullable;

/// Who is started again.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy Restart policy
public final class Restarts {

    private Restarts() {}

    /// Whether a container that does not run is to be started (again).
    ///
    /// @param latest null when it never ran
    public static boolean shouldRestart(
            Pod pod, Container container, @Nullable ObservedContainer latest) {
        if (pod.isDeleting()) {
            return false;
        }
        if (latest == null || !latest.hasExited()) {
            return true;
        }
        return switch (policy(pod, container)) {
            case "Never" -> false;
            case "OnFailure" -> latest.exitCode() != 0;
            default -> true;
        };
    }

    /// Of the container, or of its pod. An init container that has to end is never run again after success.
    public static String policy(Pod pod, Container container) {
        String own = container.restartPolicy();
        if (own != null && !own.isEmpty()) {
            return own;
        }
        String ofPod = pod.spec().restartPolicy();
        boolean hasToEnd =
                PodContainers.isInit(pod, container.name()) && !PodContainers.isSidecar(container);
        return hasToEnd && !ofPod.equals("Never") ? "OnFailure" : ofPod;
    }
}
