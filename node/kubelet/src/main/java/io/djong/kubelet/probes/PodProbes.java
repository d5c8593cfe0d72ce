package io.djong.kubelet.probes;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Probe;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.PodContainers;
import io.djong.kubelet.events.Events;
import io.djong.kubelet.status.Verdicts;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The probes of one pod's running containers, and what they said.
///
/// Shape: the pod's worker starts and stops loops; loops publish verdicts in volatile fields and wake the worker.
public final class PodProbes implements Verdicts {

    private final Prober prober;
    private final Events events;
    private final Clock clock;
    private final Threads threads;
    private final Runnable wake;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    private static final class Watched {
        private final List<Thread> untilEnding = new ArrayList<>();
        private final List<Thread> always = new ArrayList<>();
        private volatile boolean hookDone = true;
        private volatile boolean started;
        private volatile boolean ready;
        private volatile boolean failedLiveness;
        private volatile boolean failedStartup;
    }

    public PodProbes(Prober prober, Events events, Clock clock, Threads threads, Runnable wake) {
        this.prober = prober;
        this.events = events;
        this.clock = clock;
        this.threads = threads;
        this.wake = wake;
    }

    /// Probes what runs, and nothing else.
    ///
    /// @param address the pod's
    public void follow(Pod pod, ObservedPod observed, String address) {
        watched.entrySet()
                .removeIf(entry -> {
                    boolean runs =
                            observed.containers().stream()
                                    .anyMatch(one ->
                                            one.isRunning() && one.id().equals(entry.getKey()));
                    if (!runs) {
                        stop(entry.getValue().untilEnding);
                        stop(entry.getValue().always);
                    }
                    return !runs;
                });
        for (ObservedContainer container : observed.containers()) {
            if (container.isRunning() && !watched.containsKey(container.id())) {
                PodContainers.find(pod, container.name())
                        .ifPresent(spec -> begin(pod, spec, container, address));
            }
        }
    }

    private void begin(Pod pod, Container spec, ObservedContainer container, String address) {
        Watched one = new Watched();
        Probe startup = spec.startupProbe();
        Probe readiness = spec.readinessProbe();
        Probe liveness = spec.livenessProbe();
        ContainerStatus before = reported(pod, container);
        one.started = startup == null || (before != null && Boolean.TRUE.equals(before.started()));
        one.ready = readiness == null || (before != null && before.ready());
        watched.put(container.id(), one);
        Instant startedAt = container.startedAt();
        ProbeLoop.Target target =
                new ProbeLoop.Target(
                        pod,
                        spec,
                        container.id(),
                        address,
                        startedAt == null ? clock.now() : startedAt);
        if (startup != null && !one.started) {
            one.untilEnding.add(
                    loop(
                            ProbeLoop.Type.STARTUP,
                            startup,
                            target,
                            one,
                            good -> startupVerdict(one, good)));
        }
        if (liveness != null) {
            one.untilEnding.add(
                    loop(
                            ProbeLoop.Type.LIVENESS,
                            liveness,
                            target,
                            one,
                            good -> livenessVerdict(one, good)));
        }
        if (readiness != null) {
            one.always.add(
                    loop(
                            ProbeLoop.Type.READINESS,
                            readiness,
                            target,
                            one,
                            good -> readinessVerdict(one, good)));
        }
    }

    /// What was last reported of this very container: after a restart of the kubelet it is not taken to be unready.
    private static @Nullable ContainerStatus reported(Pod pod, ObservedContainer container) {
        List<ContainerStatus> all = new ArrayList<>(pod.status().containerStatuses());
        all.addAll(pod.status().initContainerStatuses());
        for (ContainerStatus status : all) {
            if (status.containerID().endsWith("/" + container.id())) {
                return status;
            }
        }
        return null;
    }

    private Thread loop(
            ProbeLoop.Type type,
            Probe probe,
            ProbeLoop.Target target,
            Watched one,
            java.util.function.Consumer<Boolean> verdict) {
        return threads.start(
                "probe-" + target.container().name(),
                new ProbeLoop(
                        type,
                        probe,
                        target,
                        prober,
                        events,
                        clock,
                        () -> one.hookDone && (type == ProbeLoop.Type.STARTUP || one.started),
                        verdict));
    }

    private void startupVerdict(Watched one, boolean good) {
        one.started = good;
        one.failedStartup = !good;
        wake.run();
    }

    private void livenessVerdict(Watched one, boolean good) {
        if (one.failedLiveness == good) {
            one.failedLiveness = !good;
            wake.run();
        }
    }

    private void readinessVerdict(Watched one, boolean good) {
        if (one.ready != good) {
            one.ready = good;
            wake.run();
        }
    }

    /// A container's postStart hook begins or ends; until it has ended the container has not started.
    public void hook(String container, boolean isDone) {
        Watched one = watched.get(container);
        if (one != null) {
            one.hookDone = isDone;
        }
    }

    @Override
    public boolean isStarted(String container) {
        Watched one = watched.get(container);
        return one != null && one.started && one.hookDone;
    }

    @Override
    public boolean isReady(String container) {
        Watched one = watched.get(container);
        return one != null && one.ready;
    }

    public boolean hasFailedLiveness(String container) {
        Watched one = watched.get(container);
        return one != null && one.failedLiveness;
    }

    public boolean hasFailedStartup(String container) {
        Watched one = watched.get(container);
        return one != null && one.failedStartup;
    }

    /// The pod is ending: nothing is restarted any more, but readiness still matters.
    public void ending() {
        watched.values().forEach(one -> stop(one.untilEnding));
    }

    public void stop() {
        watched.values()
                .forEach(one -> {
                    stop(one.untilEnding);
                    stop(one.always);
                });
        watched.clear();
    }

    private static void stop(List<Thread> loops) {
        loops.forEach(Thread::interrupt);
    }
}
