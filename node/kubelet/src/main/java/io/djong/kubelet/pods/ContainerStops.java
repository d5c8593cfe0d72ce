package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.LifecycleHandler;
import io.djong.api.core.v1.Pod;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.meta.Log;
import io.djong.runtime.CriException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Stops containers of one pod, each on a thread of its own: the hook first, then the signal, then the axe.
///
/// Shape: a concurrent map of what is being stopped; each entry is removed by its own thread.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination Termination of pods
final class ContainerStops {

    private static final Log LOG = Log.of(ContainerStops.class);

    /// However little time is left, a process gets a chance to end by itself. Upstream's figure.
    private static final Duration GRACE_MIN = Duration.ofSeconds(2);

    private final PodTools tools;
    private final Runnable wake;
    private final Map<String, Stopping> running = new ConcurrentHashMap<>();

    private record Stopping(Thread thread, Instant end) {}

    ContainerStops(PodTools tools, Runnable wake) {
        this.tools = tools;
        this.wake = wake;
    }

    boolean isStopping(String container) {
        return running.containsKey(container);
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    /// Begins to stop a container, or hurries a stop that would take longer.
    ///
    /// @param address the pod's, for hooks
    /// @param message what users are told
    void stop(
            Pod pod,
            Container container,
            ObservedContainer observed,
            String address,
            Duration grace,
            String message) {
        Instant end = tools.clock().now().plus(grace);
        Stopping before = running.get(observed.id());
        if (before != null) {
            if (!end.isBefore(before.end())) {
                return;
            }
            before.thread().interrupt();
        } else {
            tools.events().normal(pod, container, "Killing", message);
        }
        boolean isHurried = before != null;
        synchronized (this) {
            Thread thread =
                    tools.threads()
                            .start(
                                    "stop-" + container.name(),
                                    () -> run(pod, container, observed, address, grace, isHurried));
            running.put(observed.id(), new Stopping(thread, end));
        }
    }

    private void run(
            Pod pod,
            Container container,
            ObservedContainer observed,
            String address,
            Duration grace,
            boolean isHurried) {
        Thread self = Thread.currentThread();
        try {
            Duration left = grace;
            var lifecycle = container.lifecycle();
            LifecycleHandler hook = lifecycle == null ? null : lifecycle.preStop();
            if (hook != null && !isHurried && grace.isPositive()) {
                long began = tools.clock().nanos();
                preStop(pod, container, hook, observed.id(), address, grace);
                left = grace.minusNanos(tools.clock().nanos() - began);
            }
            Duration given = left.compareTo(GRACE_MIN) < 0 ? GRACE_MIN : left;
            // The runtime counts whole seconds.
            tools.cri()
                    .stopContainer(
                            observed.id(), Duration.ofSeconds(given.plusMillis(500).toSeconds()));
        } catch (CriException failure) {
            boolean isReplaced = self.isInterrupted();
            if (!isReplaced) {
                LOG.warn(
                        "Container not stopped",
                        failure,
                        "pod",
                        pod.key(),
                        "container",
                        container.name());
            }
        } catch (InterruptedException _) {
            // Hurried: another thread has taken over.
            self.interrupt();
        } finally {
            synchronized (this) {
                running.computeIfPresent(
                        observed.id(), (_, one) -> one.thread().equals(self) ? null : one);
            }
            wake.run();
        }
    }

    /// The hook may use all the time there is; when it is up, the signal comes anyway.
    private void preStop(
            Pod pod,
            Container container,
            LifecycleHandler hook,
            String id,
            String address,
            Duration grace)
            throws InterruptedException {
        String failure = tools.hooks().run(hook, container, id, address, grace);
        if (failure != null) {
            LOG.debug("Hook failed", "pod", pod.key(), "failure", failure);
            tools.events().warning(pod, container, "FailedPreStopHook", "PreStopHook failed");
        }
    }
}
