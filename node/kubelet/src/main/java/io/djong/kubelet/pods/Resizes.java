package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerResizePolicy;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.ResourceRequirements;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.PodContainers;
import io.djong.meta.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Gives running containers other resources when their pod's spec says so.
///
/// Shape: confined to the pod's worker.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/ Resize CPU and memory in place
final class Resizes {

    private final PodTools tools;
    private final PodState state;
    private final Map<String, ResourceRequirements> applied = new HashMap<>();

    Resizes(PodTools tools, PodState state) {
        this.tools = tools;
        this.state = state;
    }

    /// Brings what runs in line with the spec.
    void apply(Pod pod) {
        ObservedPod observed = state.observed();
        applied.keySet().removeIf(id -> !state.runs(id));
        for (ObservedContainer container : observed.containers()) {
            if (container.isRunning()) {
                PodContainers.find(pod, container.name())
                        .ifPresent(spec -> apply(pod, spec, container));
            }
        }
    }

    private void apply(Pod pod, Container spec, ObservedContainer running) {
        ResourceRequirements wanted = spec.resources();
        // What this kubelet did not start is taken to be as its spec was, until that changes.
        ResourceRequirements before = applied.putIfAbsent(running.id(), wanted);
        if (before == null || before.equals(wanted)) {
            return;
        }
        if (needsRestart(spec, before, wanted)) {
            state.stop(
                    pod,
                    spec,
                    running,
                    PodState.grace(pod),
                    "Container %s resize requires restart".formatted(spec.name()));
            return;
        }
        // The pod's own group must never be smaller than what is in it.
        tools.cgroups().create(pod);
        tools.cri().updateContainerResources(running.id(), tools.containers().resources(pod, spec));
        tools.events()
                .normal(
                        pod,
                        spec,
                        "ResizeCompleted",
                        "Pod resize completed: container " + spec.name());
        applied.put(running.id(), wanted);
    }

    private static boolean needsRestart(
            Container spec, ResourceRequirements before, ResourceRequirements wanted) {
        for (ContainerResizePolicy policy : spec.resizePolicy()) {
            String name = policy.resourceName();
            boolean changed =
                    !same(before.limits(), wanted.limits(), name)
                            || !same(before.requests(), wanted.requests(), name);
            if (changed && policy.restartPolicy().equals("RestartContainer")) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(Map<String, Quantity> a, Map<String, Quantity> b, String name) {
        return Objects.equals(a.get(name), b.get(name));
    }
}
