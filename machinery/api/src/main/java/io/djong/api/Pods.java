package io.djong.api;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Questions about pods.
public final class Pods {

    private Pods() {}

    /// The condition of that type, or null.
    public static @Nullable PodCondition condition(Pod pod, String type) {
        for (PodCondition condition : pod.status().conditions()) {
            if (condition.type().equals(type)) {
                return condition;
            }
        }
        return null;
    }

    public static boolean hasCondition(Pod pod, String type) {
        PodCondition condition = condition(pod, type);
        return condition != null && condition.status().equals("True");
    }

    public static boolean isReady(Pod pod) {
        return hasCondition(pod, "Ready");
    }

    /// Whether it has ended, well or not, and will not run again.
    public static boolean isTerminal(Pod pod) {
        String phase = pod.status().phase();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /// Whether it runs or will run: not ended and not asked to go.
    public static boolean isActive(Pod pod) {
        return !isTerminal(pod) && !pod.isDeleting();
    }

    public static boolean isScheduled(Pod pod) {
        return !pod.spec().nodeName().isEmpty();
    }

    /// Whether it has been ready for at least `minReadySeconds`.
    public static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
        Duration wait = untilAvailable(pod, minReadySeconds, now);
        return wait != null && wait.isZero();
    }

    /// How long until it is available if it stays ready; zero if it is, null if it is not ready.
    public static @Nullable Duration untilAvailable(Pod pod, int minReadySeconds, Instant now) {
        PodCondition ready = condition(pod, "Ready");
        if (ready == null || !ready.status().equals("True")) {
            return null;
        }
        Instant since = ready.lastTransitionTime();
        if (minReadySeconds == 0) {
            return Duration.ZERO;
        }
        if (since == null) {
            return null;
        }
        Duration left = Duration.between(now, since.plusSeconds(minReadySeconds));
        return left.isPositive() ? left : Duration.ZERO;
    }

    /// Whether an init container is a sidecar: it goes on running beside the containers.
    ///
    /// @spec https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/ Sidecar Containers
    public static boolean isSidecar(Container initContainer) {
        return "Always".equals(initContainer.restartPolicy());
    }

    /// Whether it mirrors a static pod of a kubelet.
    public static boolean isMirror(Pod pod) {
        return pod.annotations().containsKey("kubernetes.io/config.mirror");
    }
}
