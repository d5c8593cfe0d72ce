package io.djong.kubelet.status;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.api.core.v1.PodReadinessGate;
import io.djong.kubelet.containers.PodContainers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The conditions that a kubelet owns, worded as in Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions Pod conditions
final class Conditions {

    private static final String READY = "Ready";
    private static final String CONTAINERS_READY = "ContainersReady";
    private static final String INITIALIZED = "Initialized";
    private static final String READY_TO_START = "PodReadyToStartContainers";
    private static final String SCHEDULED = "PodScheduled";
    static final String DISRUPTION_TARGET = "DisruptionTarget";

    /// All others belong to somebody else and are left alone.
    private static final Set<String> OWN =
            Set.of(READY, CONTAINERS_READY, INITIALIZED, READY_TO_START, SCHEDULED);

    private final Pod pod;
    private final List<ContainerStatus> statuses;
    private final String phase;

    private Conditions(Pod pod, List<ContainerStatus> statuses, String phase) {
        this.pod = pod;
        this.statuses = statuses;
        this.phase = phase;
    }

    /// @param statuses of init and other containers
    /// @param before what was reported last; times of what did not change are kept
    static List<PodCondition> of(
            Pod pod,
            List<ContainerStatus> statuses,
            String phase,
            boolean hasSandbox,
            List<PodCondition> before,
            Instant now) {
        Conditions conditions = new Conditions(pod, statuses, phase);
        List<PodCondition> all = new ArrayList<>();
        for (PodCondition condition : before) {
            if (!OWN.contains(condition.type())) {
                all.add(condition);
            }
        }
        PodCondition containersReady = conditions.containersReady();
        List<PodCondition> own =
                List.of(
                        conditions.readyToStart(hasSandbox),
                        conditions.initialized(),
                        conditions.ready(containersReady, all),
                        containersReady,
                        conditions.condition(SCHEDULED, true, "", ""));
        own.forEach(condition -> all.add(timed(condition, before, now)));
        return all;
    }

    static List<PodCondition> merged(List<PodCondition> ours, List<PodCondition> theirs) {
        List<PodCondition> merged = new ArrayList<>();
        theirs.stream().filter(one -> !isOurs(one)).forEach(merged::add);
        ours.stream().filter(Conditions::isOurs).forEach(merged::add);
        return merged;
    }

    private static boolean isOurs(PodCondition condition) {
        return OWN.contains(condition.type()) || condition.type().equals(DISRUPTION_TARGET);
    }

    static PodCondition timed(PodCondition condition, List<PodCondition> before, Instant now) {
        for (PodCondition old : before) {
            if (old.type().equals(condition.type()) && old.status().equals(condition.status())) {
                Instant since = old.lastTransitionTime();
                return condition.withLastTransitionTime(since == null ? now : since);
            }
        }
        return condition.withLastTransitionTime(now);
    }

    private PodCondition condition(String type, boolean holds, String reason, String message) {
        PodCondition condition =
                new PodCondition(
                                PodCondition.EMPTY
                                        .withType(type)
                                        .withStatus(holds ? "True" : "False")
                                        .fields()
                                        .with("lastProbeTime", null))
                        .withReason(reason)
                        .withMessage(message);
        long generation = pod.metadata().generation();
        return generation == 0 ? condition : condition.withObservedGeneration(generation);
    }

    private PodCondition readyToStart(boolean hasSandbox) {
        return condition(READY_TO_START, hasSandbox, "", "");
    }

    private PodCondition initialized() {
        List<String> unknown = new ArrayList<>();
        List<String> incomplete = new ArrayList<>();
        for (Container container : pod.spec().initContainers()) {
            ContainerStatus status = Phases.find(statuses, container.name());
            if (status == null) {
                unknown.add(container.name());
            } else if (!isInitialized(container, status)) {
                incomplete.add(container.name());
            }
        }
        if (phase.equals("Succeeded") && unknown.isEmpty()) {
            return condition(INITIALIZED, true, "PodCompleted", "");
        }
        String message = complaint(unknown, "incomplete", incomplete);
        return message.isEmpty() || anyStarted()
                ? condition(INITIALIZED, true, "", "")
                : condition(INITIALIZED, false, "ContainersNotInitialized", message);
    }

    private static boolean isInitialized(Container container, ContainerStatus status) {
        return PodContainers.isSidecar(container)
                ? Boolean.TRUE.equals(status.started())
                : status.ready();
    }

    /// Once one has started, initialization is over, even if a sidecar is being restarted.
    private boolean anyStarted() {
        return pod.spec().containers().stream()
                .map(container -> Phases.find(statuses, container.name()))
                .anyMatch(status -> status != null && hasStarted(status));
    }

    static boolean hasStarted(ContainerStatus status) {
        return status.state().running() != null
                || status.state().terminated() != null
                || status.lastState().terminated() != null;
    }

    private PodCondition containersReady() {
        List<String> unknown = new ArrayList<>();
        List<String> unready = new ArrayList<>();
        List<Container> counted = new ArrayList<>(PodContainers.sidecars(pod));
        counted.addAll(pod.spec().containers());
        for (Container container : counted) {
            ContainerStatus status = Phases.find(statuses, container.name());
            if (status == null) {
                unknown.add(container.name());
            } else if (!status.ready()) {
                unready.add(container.name());
            }
        }
        if (phase.equals("Succeeded") && unknown.isEmpty()) {
            return condition(CONTAINERS_READY, false, "PodCompleted", "");
        }
        if (phase.equals("Failed")) {
            return condition(CONTAINERS_READY, false, "PodFailed", "");
        }
        String message = complaint(unknown, "unready", unready);
        return message.isEmpty()
                ? condition(CONTAINERS_READY, true, "", "")
                : condition(CONTAINERS_READY, false, "ContainersNotReady", message);
    }

    private PodCondition ready(PodCondition containersReady, List<PodCondition> others) {
        if (!containersReady.status().equals("True")) {
            return condition(READY, false, containersReady.reason(), containersReady.message());
        }
        List<String> complaints = new ArrayList<>();
        for (PodReadinessGate gate : pod.spec().readinessGates()) {
            PodCondition found = find(others, gate.conditionType());
            if (found == null) {
                complaints.add(
                        "corresponding condition of pod readiness gate \"%s\" does not exist."
                                .formatted(gate.conditionType()));
            } else if (!found.status().equals("True")) {
                complaints.add(
                        "the status of pod readiness gate \"%s\" is not \"True\", but %s"
                                .formatted(gate.conditionType(), found.status()));
            }
        }
        return complaints.isEmpty()
                ? condition(READY, true, "", "")
                : condition(READY, false, "ReadinessGatesNotReady", String.join(", ", complaints));
    }

    private static @Nullable PodCondition find(List<PodCondition> conditions, String type) {
        for (PodCondition condition : conditions) {
            if (condition.type().equals(type)) {
                return condition;
            }
        }
        return null;
    }

    private static String complaint(List<String> unknown, String how, List<String> others) {
        List<String> parts = new ArrayList<>();
        if (!unknown.isEmpty()) {
            parts.add("containers with unknown status: [%s]".formatted(String.join(" ", unknown)));
        }
        if (!others.isEmpty()) {
            parts.add("containers with %s status: [%s]".formatted(how, String.join(" ", others)));
        }
        return String.join(", ", parts);
    }
}
