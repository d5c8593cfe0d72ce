package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodStatus;
import io.djong.api.core.v1.Probe;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedSandbox;
import io.djong.kubelet.containers.PodContainers;
import io.djong.kubelet.status.PodStatuses;
import io.djong.kubelet.status.PodStatuses.Ending;
import io.djong.meta.ApiException;
import io.djong.volumes.VolumeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes what runs be what the pod's spec says.
///
/// Shape: confined to the pod's worker.
final class PodSync {

    private static final Duration MOUNT_RETRY_FIRST = Duration.ofMillis(500);
    private static final Duration MOUNT_RETRY_MAX = Duration.ofSeconds(122);

    private final PodTools tools;
    private final PodWorkers workers;
    private final PodState state;
    private final Consumer<Duration> again;
    private final Resizes resizes;
    private final PodSandboxes sandboxes;
    private Duration mountRetry = MOUNT_RETRY_FIRST;
    private @Nullable Map<String, Path> volumes;
    private @Nullable Instant refreshedAt;
    private boolean isRegistered;

    PodSync(PodTools tools, PodWorkers workers, PodState state, Consumer<Duration> again) {
        this.tools = tools;
        this.workers = workers;
        this.state = state;
        this.again = again;
        this.resizes = new Resizes(tools, state);
        this.sandboxes = new PodSandboxes(tools, state, again);
    }

    /// Volumes are brought up to date with the next step.
    void refreshSoon() {
        refreshedAt = null;
    }

    /// @return whether the pod has to end, or has ended
    boolean step(Pod pod, boolean isRemoved) {
        boolean isOver = PodStatuses.isTerminal(state.status(pod).phase());
        if (isRemoved || pod.isDeleting() || isOver || state.eviction() != null) {
            return true;
        }
        if (!state.isTaken() && !isTaken(pod)) {
            return true;
        }
        if (isPastDeadline(pod)) {
            return true;
        }
        if (!isRegistered) {
            tools.objects().register(pod);
            isRegistered = true;
        }
        boolean goesOn = sync(pod);
        PodStatus status = state.report(pod, false);
        return !goesOn || PodStatuses.isTerminal(status.phase());
    }

    private boolean isTaken(Pod pod) {
        // What runs already was taken before the kubelet was started anew.
        boolean runs = state.observed().readySandbox().isPresent();
        Admission.Rejection rejection = workers.take(pod, state, runs);
        if (rejection == null) {
            return true;
        }
        tools.events().warning(pod, null, rejection.reason(), rejection.message());
        PodStatus failed =
                pod.status()
                        .withPhase("Failed")
                        .withReason(rejection.reason())
                        .withMessage("Pod was rejected: " + rejection.message())
                        .withStartTime(tools.clock().now());
        state.report(pod, failed);
        return false;
    }

    /// @spec https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior activeDeadlineSeconds
    private boolean isPastDeadline(Pod pod) {
        Long deadline = pod.spec().activeDeadlineSeconds();
        Instant started = state.status(pod).startTime();
        if (deadline == null || started == null) {
            if (deadline != null) {
                again.accept(Duration.ofSeconds(deadline));
            }
            return false;
        }
        Duration left = Duration.between(tools.clock().now(), started.plusSeconds(deadline));
        if (left.isPositive()) {
            again.accept(left);
            return false;
        }
        String message = "Pod was active on the node longer than the specified deadline";
        tools.events().normal(pod, null, "DeadlineExceeded", message);
        state.evict(new PodState.Eviction(Ending.of("DeadlineExceeded", message), null));
        return true;
    }

    /// @return whether something runs or will
    private boolean sync(Pod pod) {
        PodPlan plan = plan(pod);
        if (plan.isOver()) {
            return false;
        }
        Map<String, Path> places = mounted(pod);
        if (places == null) {
            return true;
        }
        if (plan.newSandbox() != null) {
            if (!sandboxes.make(pod, plan.newSandbox())) {
                return true;
            }
            state.observe(pod);
            plan = plan(pod);
        }
        stopUnwanted(pod, plan);
        resizes.apply(pod);
        if (startAll(pod, plan, places)) {
            state.observe(pod);
            workers.note(state.uid(), state.observed());
        }
        DeadContainers.remove(tools, state.observed());
        return true;
    }

    private PodPlan plan(Pod pod) {
        return PodPlan.of(
                pod,
                state.observed(),
                new PodPlan.Health() {
                    @Override
                    public boolean hasFailedLiveness(String container) {
                        return state.probes().hasFailedLiveness(container);
                    }

                    @Override
                    public boolean hasFailedStartup(String container) {
                        return state.probes().hasFailedStartup(container);
                    }

                    @Override
                    public boolean isStarted(String container) {
                        return state.probes().isStarted(container);
                    }
                });
    }

    /// @return where volumes are; null when they are not ready yet
    private @Nullable Map<String, Path> mounted(Pod pod) {
        try {
            Map<String, Path> places = volumes;
            Instant now = tools.clock().now();
            if (places == null) {
                places = tools.volumes().mount(pod);
                volumes = places;
                refreshedAt = now;
                mountRetry = MOUNT_RETRY_FIRST;
            } else if (refreshedAt == null
                    || !now.isBefore(refreshedAt.plus(tools.config().periods().sync()))) {
                refreshedAt = now;
                tools.volumes().refresh(pod);
            }
            return places;
        } catch (VolumeException failure) {
            return mountFailed(pod, failure.text());
        } catch (ApiException refused) {
            return mountFailed(pod, refused.failure().message());
        }
    }

    private @Nullable Map<String, Path> mountFailed(Pod pod, String message) {
        tools.events().warning(pod, null, "FailedMount", message);
        again.accept(mountRetry);
        mountRetry = mountRetry.multipliedBy(2);
        mountRetry = mountRetry.compareTo(MOUNT_RETRY_MAX) > 0 ? MOUNT_RETRY_MAX : mountRetry;
        return volumes;
    }

    private void stopUnwanted(Pod pod, PodPlan plan) {
        for (PodPlan.Stop stop : plan.stop()) {
            state.stop(pod, stop.container(), stop.running(), grace(pod, stop), stop.message());
        }
        for (ObservedContainer container : state.observed().containers()) {
            if (container.isRunning() && state.starter().hooks().hasFailed(container.id())) {
                PodContainers.find(pod, container.name())
                        .ifPresent(spec ->
                                state.stop(
                                        pod,
                                        spec,
                                        container,
                                        PodState.grace(pod),
                                        "FailedPostStartHook"));
            }
        }
    }

    /// A probe may give less time than the pod does.
    private Duration grace(Pod pod, PodPlan.Stop stop) {
        boolean byLiveness = state.probes().hasFailedLiveness(stop.running().id());
        Probe probe =
                byLiveness ? stop.container().livenessProbe() : stop.container().startupProbe();
        Long own = probe == null ? null : probe.terminationGracePeriodSeconds();
        return own == null ? PodState.grace(pod) : Duration.ofSeconds(own);
    }

    /// One after another; a container whose hook runs holds up those after it.
    ///
    /// @return whether any was started
    private boolean startAll(Pod pod, PodPlan plan, Map<String, Path> places) {
        boolean any = false;
        for (Container container : plan.start()) {
            if (state.starter().hooks().isAnyRunning()) {
                return any;
            }
            String sandbox = state.observed().readySandbox().map(ObservedSandbox::id).orElse("");
            Pod addressed = state.addressed(pod);
            ContainerStarter.Place place =
                    new ContainerStarter.Place(
                            addressed,
                            state.observed(),
                            sandbox,
                            sandboxes.config(addressed),
                            places);
            any |= state.starter().start(place, container) != null;
        }
        return any;
    }
}
