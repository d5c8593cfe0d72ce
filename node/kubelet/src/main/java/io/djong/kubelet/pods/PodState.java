package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.HostIP;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodIP;
import io.djong.api.core.v1.PodStatus;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.Observer;
import io.djong.kubelet.probes.PodProbes;
import io.djong.kubelet.status.PodStatuses;
import io.djong.kubelet.status.PodStatuses.Ending;
import io.djong.kubelet.status.PodStatuses.Situation;
import io.djong.kubelet.status.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a worker knows about its pod.
///
/// Shape: confined to the worker, but for what is volatile, which others may read.
final class PodState {

    /// How far the runtime's lists may be behind its events.
    static final Duration LAG = Duration.ofMillis(5);

    private static final long GRACE_DEFAULT = 30;

    /// An end that the kubelet decided on.
    ///
    /// @param grace null for the pod's own
    record Eviction(Ending ending, @Nullable Duration grace) {}

    private final PodTools tools;
    private final String uid;
    private final Observer observer;
    private final ContainerStarter starter;
    private final ContainerStops stops;
    private final PodProbes probes;
    private volatile ObservedPod observed;
    private volatile @Nullable PodStatus reported;
    private volatile @Nullable Eviction eviction;
    private volatile boolean isTaken;

    PodState(PodTools tools, Pod pod, Runnable wake, Consumer<Duration> again) {
        this.tools = tools;
        this.uid = pod.uid();
        this.observer = new Observer(tools.cri(), uid, pod.name(), pod.namespace());
        this.starter = new ContainerStarter(tools, _ -> wake.run(), again);
        this.stops = new ContainerStops(tools, wake);
        this.probes =
                new PodProbes(tools.prober(), tools.events(), tools.clock(), tools.threads(), wake);
        this.observed = ObservedPod.nothing(uid, pod.name(), pod.namespace());
    }

    String uid() {
        return uid;
    }

    ContainerStarter starter() {
        return starter;
    }

    ContainerStops stops() {
        return stops;
    }

    PodProbes probes() {
        return probes;
    }

    ObservedPod observed() {
        return observed;
    }

    /// Looks at the runtime and lets the probes follow.
    void observe(Pod pod) {
        observed = observer.observe();
        probes.follow(pod, observed, address());
        for (ObservedContainer container : observed.containers()) {
            if (container.isRunning()) {
                probes.hook(container.id(), !starter.hooks().isRunning(container.id()));
            }
        }
    }

    boolean runs(String container) {
        return observed.containers().stream()
                .anyMatch(one -> one.isRunning() && one.id().equals(container));
    }

    /// Where the pod is reached: its own address, or the node's on the host's network.
    String address() {
        List<String> addresses = observed.addresses();
        return addresses.isEmpty()
                ? tools.config().node().addresses().getFirst()
                : addresses.getFirst();
    }

    /// Whether the node took it, so that it counts against the node's resources.
    boolean isTaken() {
        return isTaken;
    }

    void take() {
        isTaken = true;
    }

    void evict(Eviction wanted) {
        if (eviction == null) {
            eviction = wanted;
        }
    }

    @Nullable Eviction eviction() {
        return eviction;
    }

    /// The status that was reported last, or the one that the API has.
    PodStatus status(Pod pod) {
        PodStatus last = reported;
        return last == null ? pod.status() : PodStatuses.merged(last, pod.status());
    }

    /// Computes the status and has it written.
    ///
    /// @param isOver nothing will be started any more
    PodStatus report(Pod pod, boolean isOver) {
        Eviction why = eviction;
        Map<String, Waiting> waiting = starter.waiting();
        PodStatus status =
                tools.statuses()
                        .of(
                                new Situation(
                                        pod,
                                        status(pod),
                                        observed,
                                        waiting,
                                        probes,
                                        isOver,
                                        why == null ? null : why.ending(),
                                        tools.clock().now()));
        return report(pod, status);
    }

    PodStatus report(Pod pod, PodStatus status) {
        reported = status;
        tools.writer().report(pod, status);
        return status;
    }

    /// The pod with the addresses that its containers may ask for.
    Pod addressed(Pod pod) {
        List<String> host = tools.config().node().addresses();
        List<String> own = pod.spec().hostNetwork() ? host : observed.addresses();
        PodStatus status =
                pod.status()
                        .withHostIP(host.getFirst())
                        .withHostIPs(host.stream().map(HostIP.EMPTY::withIp).toList())
                        .withPodIPs(own.stream().map(PodIP.EMPTY::withIp).toList())
                        .withPodIP(own.isEmpty() ? "" : own.getFirst());
        return pod.withStatus(status);
    }

    /// How long the pod's containers may take to end.
    static Duration grace(Pod pod) {
        Long deletion = pod.metadata().deletionGracePeriodSeconds();
        Long own = pod.spec().terminationGracePeriodSeconds();
        return Duration.ofSeconds(deletion != null ? deletion : own != null ? own : GRACE_DEFAULT);
    }

    /// Begins to stop a container.
    void stop(
            Pod pod,
            Container container,
            ObservedContainer running,
            Duration grace,
            String message) {
        stops.stop(pod, container, running, address(), grace, message);
    }
}
