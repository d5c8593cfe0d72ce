package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodStatus;
import io.djong.client.DeleteOptions;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedSandbox;
import io.djong.kubelet.containers.PodContainers;
import io.djong.kubelet.status.PodStatuses;
import io.djong.meta.ApiException;
import io.djong.meta.Reason;
import io.djong.volumes.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ends a pod: its containers, its sandbox, its volumes, its object in the API, and at last every trace of it.
///
/// Shape: confined to the pod's worker.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination Termination of pods
final class PodEnding {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final PodTools tools;
    private final PodState state;
    private final Consumer<Duration> again;
    private @Nullable Instant endBy;
    private boolean isStopped;
    private boolean isDeleted;

    PodEnding(PodTools tools, PodState state, Consumer<Duration> again) {
        this.tools = tools;
        this.state = state;
        this.again = again;
    }

    /// @return whether nothing is left
    boolean step(Pod pod, boolean isRemoved) throws InterruptedException {
        if (!isStopped) {
            isStopped = stop(pod, isRemoved);
            if (!isStopped) {
                report(pod);
                return false;
            }
            finish(pod);
        }
        if (isRemoved) {
            removeTraces(pod);
            return true;
        }
        if (pod.isDeleting() && !isDeleted) {
            delete(pod);
        }
        return false;
    }

    /// A pod that ended before this kubelet was started keeps the status it has.
    private void report(Pod pod) {
        if (!hasEndedBefore(pod)) {
            state.report(pod, true);
        }
    }

    private boolean hasEndedBefore(Pod pod) {
        return PodStatuses.isTerminal(pod.status().phase())
                && state.observed().containers().isEmpty();
    }

    /// @return whether no process is left
    private boolean stop(Pod pod, boolean isRemoved) {
        state.starter().stop();
        state.probes().ending();
        Instant end = deadline(pod, isRemoved);
        List<ObservedContainer> running = new ArrayList<>();
        for (ObservedContainer container : state.observed().containers()) {
            if (container.isRunning()) {
                running.add(container);
            }
        }
        Duration left = Duration.between(tools.clock().now(), end);
        for (ObservedContainer container : running) {
            Container spec =
                    PodContainers.find(pod, container.name())
                            .orElse(Container.EMPTY.withName(container.name()));
            if (!left.isPositive() || !isNeeded(pod, spec, running)) {
                state.stop(
                        pod,
                        spec,
                        container,
                        left.isNegative() ? Duration.ZERO : left,
                        "Stopping container " + spec.name());
            } else {
                again.accept(left);
            }
        }
        if (!running.isEmpty() || !state.stops().isIdle()) {
            return false;
        }
        for (ObservedSandbox sandbox : state.observed().sandboxes()) {
            if (sandbox.isReady()) {
                tools.cri().stopPodSandbox(sandbox.id());
            }
        }
        return true;
    }

    private Instant deadline(Pod pod, boolean isRemoved) {
        PodState.Eviction eviction = state.eviction();
        Duration own = eviction == null ? null : eviction.grace();
        Duration grace = own == null ? PodState.grace(pod) : own;
        // Whoever removes a pod while it runs does not want to wait for it.
        Instant wanted = tools.clock().now().plus(isRemoved ? Duration.ZERO : grace);
        Instant known = endBy;
        if (known == null || wanted.isBefore(known)) {
            endBy = wanted;
            return wanted;
        }
        return known;
    }

    /// Sidecars stay until everything that was started after them has ended.
    private static boolean isNeeded(Pod pod, Container container, List<ObservedContainer> running) {
        if (!PodContainers.isInit(pod, container.name()) || !PodContainers.isSidecar(container)) {
            return false;
        }
        List<Container> sidecars = PodContainers.sidecars(pod);
        List<String> after = new ArrayList<>();
        pod.spec().containers().forEach(one -> after.add(one.name()));
        boolean isAfter = false;
        for (Container sidecar : sidecars) {
            if (isAfter) {
                after.add(sidecar.name());
            }
            isAfter |= sidecar.name().equals(container.name());
        }
        return running.stream().anyMatch(one -> after.contains(one.name()));
    }

    private void finish(Pod pod) {
        state.probes().stop();
        state.observe(pod);
        if (!hasEndedBefore(pod) && !wasRejected(pod)) {
            PodStatus last = state.report(pod, true);
            state.report(pod, PodStatuses.finished(pod, last));
        }
        tools.volumes().unmount(state.uid());
        tools.cgroups().remove(state.uid());
        tools.objects().forget(state.uid());
        tools.tokens().forget(state.uid());
    }

    private boolean wasRejected(Pod pod) {
        PodStatus status = state.status(pod);
        return !state.isTaken() && status.phase().equals("Failed");
    }

    private void delete(Pod pod) throws InterruptedException {
        tools.writer().await(state.uid());
        try {
            tools.client().deleteIfThere(Pod.KIND, pod.key(), DeleteOptions.NOW.only(pod.uid()));
            isDeleted = true;
        } catch (ApiException refused) {
            if (refused.is(Reason.CONFLICT)) {
                // Another pod has the name by now.
                isDeleted = true;
                return;
            }
            again.accept(RETRY);
            throw refused;
        }
    }

    private void removeTraces(Pod pod) {
        for (ObservedSandbox sandbox : state.observed().sandboxes()) {
            tools.cri().stopPodSandbox(sandbox.id());
            tools.cri().removePodSandbox(sandbox.id());
        }
        for (ObservedContainer container : state.observed().containers()) {
            tools.cri().removeContainer(container.id());
        }
        tools.volumes().remove(state.uid());
        Path logs = tools.config().logDirectory(pod.namespace(), pod.name(), state.uid());
        if (Files.exists(logs)) {
            Trees.remove(logs);
        }
        tools.cgroups().remove(state.uid());
        tools.images().forget(state.uid());
        tools.crashes().forget(state.uid());
        tools.writer().forget(state.uid());
    }
}
