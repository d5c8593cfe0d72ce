package io.djong.apiserver.resources.core;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.api.core.v1.PodReadinessGate;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The row of `kubectl get pods`. Its status column says in one word how the pod is; the words are upstream's.
final class PodCells {

    static final List<Column> COLUMNS =
            List.of(
                    Column.NAME,
                    Column.string("Ready"),
                    Column.string("Status"),
                    Column.string("Restarts"),
                    Column.AGE,
                    Column.string("IP").wide(),
                    Column.string("Node").wide(),
                    Column.string("Nominated Node").wide(),
                    Column.string("Readiness Gates").wide());

    private final Pod pod;
    private final Instant now;
    private int restarts;
    private int ready;
    private @Nullable Instant lastRestart;
    private int sidecarRestarts;
    private @Nullable Instant lastSidecarRestart;

    private PodCells(Pod pod, Instant now) {
        this.pod = pod;
        this.now = now;
    }

    static List<@Nullable Object> of(Pod pod, Instant now) {
        return new PodCells(pod, now).cells();
    }

    private List<@Nullable Object> cells() {
        Set<String> sidecars = new HashSet<>();
        int total = pod.spec().containers().size();
        for (Container init : pod.spec().initContainers()) {
            if ("Always".equals(init.restartPolicy())) {
                sidecars.add(init.name());
                total++;
            }
        }
        String reason = reason(sidecars);
        List<@Nullable Object> cells = new ArrayList<>(9);
        cells.add(pod.name());
        cells.add(ready + "/" + total);
        cells.add(reason);
        cells.add(restartsText());
        cells.add(Ages.age(pod.fields(), now));
        cells.add(orNone(pod.status().podIP()));
        cells.add(orNone(pod.spec().nodeName()));
        cells.add(orNone(pod.status().nominatedNodeName()));
        cells.add(gates());
        return cells;
    }

    private String reason(Set<String> sidecars) {
        String reason =
                pod.status().reason().isEmpty() ? pod.status().phase() : pod.status().reason();
        for (PodCondition condition : pod.status().conditions()) {
            if (condition.type().equals("PodScheduled")
                    && condition.reason().equals("SchedulingGated")) {
                reason = "SchedulingGated";
            }
        }
        String initializing = initializing(sidecars);
        if (initializing != null && !isInitialized()) {
            reason = initializing;
        } else {
            reason = running(reason);
        }
        if (pod.metadata().deletionTimestamp() != null) {
            if (pod.status().reason().equals("NodeLost")) {
                return "Unknown";
            }
            boolean ended =
                    pod.status().phase().equals("Succeeded")
                            || pod.status().phase().equals("Failed");
            return ended ? reason : "Terminating";
        }
        return reason;
    }

    private boolean isInitialized() {
        for (PodCondition condition : pod.status().conditions()) {
            if (condition.type().equals("Initialized")) {
                return condition.status().equals("True");
            }
        }
        return false;
    }

    /// What keeps the init containers, or null when they are through.
    private @Nullable String initializing(Set<String> sidecars) {
        List<ContainerStatus> statuses = pod.status().initContainerStatuses();
        for (int i = 0; i < statuses.size(); i++) {
            ContainerStatus status = statuses.get(i);
            restarts += status.restartCount();
            lastRestart = later(lastRestart, status);
            boolean sidecar = sidecars.contains(status.name());
            if (sidecar) {
                sidecarRestarts += status.restartCount();
                lastSidecarRestart = later(lastSidecarRestart, status);
            }
            var terminated = status.state().terminated();
            var waiting = status.state().waiting();
            if (terminated != null && terminated.exitCode() == 0) {
                continue;
            }
            if (sidecar && Boolean.TRUE.equals(status.started())) {
                if (status.ready()) {
                    ready++;
                }
                continue;
            }
            if (terminated != null) {
                if (!terminated.reason().isEmpty()) {
                    return "Init:" + terminated.reason();
                }
                return terminated.signal() != 0
                        ? "Init:Signal:" + terminated.signal()
                        : "Init:ExitCode:" + terminated.exitCode();
            }
            if (waiting != null
                    && !waiting.reason().isEmpty()
                    && !waiting.reason().equals("PodInitializing")) {
                return "Init:" + waiting.reason();
            }
            return "Init:" + i + "/" + pod.spec().initContainers().size();
        }
        return null;
    }

    private String running(String given) {
        String reason = given;
        restarts = sidecarRestarts;
        lastRestart = lastSidecarRestart;
        boolean hasRunning = false;
        List<ContainerStatus> statuses = pod.status().containerStatuses();
        for (int i = statuses.size() - 1; i >= 0; i--) {
            ContainerStatus status = statuses.get(i);
            restarts += status.restartCount();
            lastRestart = later(lastRestart, status);
            var waiting = status.state().waiting();
            var terminated = status.state().terminated();
            if (waiting != null && !waiting.reason().isEmpty()) {
                reason = waiting.reason();
            } else if (terminated != null && !terminated.reason().isEmpty()) {
                reason = terminated.reason();
            } else if (terminated != null) {
                reason =
                        terminated.signal() != 0
                                ? "Signal:" + terminated.signal()
                                : "ExitCode:" + terminated.exitCode();
            } else if (status.ready() && status.state().running() != null) {
                hasRunning = true;
                ready++;
            }
        }
        if (reason.equals("Completed") && hasRunning) {
            return isReady() ? "Running" : "NotReady";
        }
        return reason;
    }

    private boolean isReady() {
        for (PodCondition condition : pod.status().conditions()) {
            if (condition.type().equals("Ready")) {
                return condition.status().equals("True");
            }
        }
        return false;
    }

    private static @Nullable Instant later(@Nullable Instant known, ContainerStatus status) {
        var before = status.lastState().terminated();
        Instant finished = before == null ? null : before.finishedAt();
        if (finished == null) {
            return known;
        }
        return known == null || finished.isAfter(known) ? finished : known;
    }

    private String restartsText() {
        Instant last = lastRestart;
        return restarts == 0 || last == null
                ? Integer.toString(restarts)
                : restarts + " (" + Ages.human(Duration.between(last, now)) + " ago)";
    }

    private String gates() {
        List<PodReadinessGate> gates = pod.spec().readinessGates();
        if (gates.isEmpty()) {
            return "<none>";
        }
        int holding = 0;
        for (PodReadinessGate gate : gates) {
            for (PodCondition condition : pod.status().conditions()) {
                if (condition.type().equals(gate.conditionType())
                        && condition.status().equals("True")) {
                    holding++;
                }
            }
        }
        return holding + "/" + gates.size();
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }
}
