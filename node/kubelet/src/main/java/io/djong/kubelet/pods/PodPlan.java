package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.kubelet.containers.ContainerConfigs;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.ObservedSandbox;
import io.djong.kubelet.containers.PodContainers;
import io.djong.kubelet.status.Restarts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What has to be done for a pod that shall run: a function of what was observed, and of nothing else.
///
/// @param newSandbox the attempt's number, or null to keep the one there is
/// @param start containers to start, in this order
/// @param stop containers to stop because they are to be started anew, with what users are told
/// @param isOver nothing runs and nothing will: the pod has ended
record PodPlan(
        @Nullable Integer newSandbox, List<Container> start, List<Stop> stop, boolean isOver) {

    record Stop(Container container, ObservedContainer running, String message) {}

    /// What is known about containers beside the runtime's view, by container id.
    interface Health {

        boolean hasFailedLiveness(String container);

        boolean hasFailedStartup(String container);

        boolean isStarted(String container);
    }

    private static final PodPlan OVER = new PodPlan(null, List.of(), List.of(), true);

    static PodPlan of(Pod pod, ObservedPod observed, Health health) {
        Optional<ObservedSandbox> sandbox = usable(pod, observed);
        if (sandbox.isEmpty()) {
            return withNewSandbox(pod, observed);
        }
        Planner planner = new Planner(pod, observed, sandbox.get(), health);
        return planner.plan();
    }

    private static Optional<ObservedSandbox> usable(Pod pod, ObservedPod observed) {
        return observed.readySandbox()
                .filter(one -> one.isHostNetwork() == pod.spec().hostNetwork())
                .filter(one -> one.isHostNetwork() || !one.addresses().isEmpty());
    }

    private static PodPlan withNewSandbox(Pod pod, ObservedPod observed) {
        int attempt =
                observed.sandboxes().isEmpty() ? 0 : observed.sandboxes().getFirst().attempt() + 1;
        boolean hasRun = attempt != 0 && !observed.containers().isEmpty();
        boolean never = pod.spec().restartPolicy().equals("Never");
        boolean anythingLeft =
                pod.spec().containers().stream()
                        .anyMatch(one -> {
                            ObservedContainer latest = observed.latest(one.name());
                            return latest == null
                                    || latest.isRunning()
                                    || Restarts.shouldRestart(pod, one, latest);
                        });
        if (!anythingLeft || (never && hasRun)) {
            return OVER;
        }
        // What belongs into it is planned when it is there.
        return new PodPlan(attempt, List.of(), List.of(), false);
    }

    private static final class Planner {
        private final Pod pod;
        private final ObservedPod observed;
        private final ObservedSandbox sandbox;
        private final Health health;
        private final List<Container> start = new ArrayList<>();
        private final List<Stop> stop = new ArrayList<>();
        private boolean isOver;

        Planner(Pod pod, ObservedPod observed, ObservedSandbox sandbox, Health health) {
            this.pod = pod;
            this.observed = observed;
            this.sandbox = sandbox;
            this.health = health;
        }

        PodPlan plan() {
            for (Container container : PodContainers.ephemeral(pod)) {
                if (observed.latest(container.name()) == null) {
                    start.add(container);
                }
            }
            boolean isInitialized = init();
            if (isOver) {
                return OVER;
            }
            if (isInitialized) {
                boolean anyLeft = false;
                for (Container container : pod.spec().containers()) {
                    anyLeft |= regular(container);
                }
                if (!anyLeft && start.isEmpty()) {
                    return OVER;
                }
            }
            return new PodPlan(null, List.copyOf(start), List.copyOf(stop), false);
        }

        /// Goes through the init containers in order up to the one that has to be waited for.
        private boolean init() {
            boolean wasInitialized =
                    pod.spec().containers().stream().anyMatch(one -> here(one.name()) != null);
            for (Container container : pod.spec().initContainers()) {
                ObservedContainer latest = here(container.name());
                boolean goesOn =
                        PodContainers.isSidecar(container)
                                ? sidecar(container, latest)
                                : initStep(container, latest, wasInitialized);
                if (isOver) {
                    return false;
                }
                if (!goesOn && !wasInitialized) {
                    return false;
                }
            }
            return true;
        }

        /// A container of an earlier sandbox counts for nothing: initialization begins anew with each.
        private @Nullable ObservedContainer here(String name) {
            ObservedContainer latest = observed.latest(name);
            return latest != null && latest.sandbox().equals(sandbox.id()) ? latest : null;
        }

        private boolean sidecar(Container container, @Nullable ObservedContainer latest) {
            if (latest == null || !latest.isRunning()) {
                start.add(container);
                return false;
            }
            String complaint = complaint(container, latest);
            if (complaint != null) {
                stop.add(new Stop(container, latest, complaint));
                return false;
            }
            return health.isStarted(latest.id());
        }

        private boolean initStep(
                Container container, @Nullable ObservedContainer latest, boolean wasInitialized) {
            if (latest == null) {
                if (!wasInitialized) {
                    start.add(container);
                }
                return wasInitialized;
            }
            if (latest.isRunning()) {
                return false;
            }
            if (latest.hasSucceeded()) {
                return true;
            }
            if (Restarts.shouldRestart(pod, container, latest)) {
                start.add(container);
            } else {
                isOver = true;
            }
            return false;
        }

        /// Whether the container runs or will.
        private boolean regular(Container container) {
            ObservedContainer latest = observed.latest(container.name());
            if (latest == null || !latest.isRunning()) {
                boolean again = Restarts.shouldRestart(pod, container, latest);
                if (again) {
                    start.add(container);
                }
                return again;
            }
            String complaint = complaint(container, latest);
            if (complaint != null) {
                stop.add(new Stop(container, latest, complaint));
            }
            return true;
        }

        /// Why a running container has to be stopped and started anew, worded as in Kubernetes 1.36; null when it is fine.
        private @Nullable String complaint(Container container, ObservedContainer running) {
            if (!running.hash().equals(ContainerConfigs.hash(container))) {
                return "Container %s definition changed, will be restarted"
                        .formatted(container.name());
            }
            if (health.hasFailedLiveness(running.id())) {
                return failed(container, "liveness");
            }
            if (health.hasFailedStartup(running.id())) {
                return failed(container, "startup");
            }
            return null;
        }

        private String failed(Container container, String probe) {
            boolean restarts = !Restarts.policy(pod, container).equals("Never");
            String message = "Container %s failed %s probe".formatted(container.name(), probe);
            return restarts ? message + ", will be restarted" : message;
        }
    }
}
