package io.djong.kubelet.containers;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The containers of a pod's spec, by role.
public final class PodContainers {

    private PodContainers() {}

    /// Whether an init container keeps running beside the others.
    ///
    /// @spec https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/ Sidecar containers
    public static boolean isSidecar(Container container) {
        return "Always".equals(container.restartPolicy());
    }

    public static List<Container> sidecars(Pod pod) {
        return pod.spec().initContainers().stream().filter(PodContainers::isSidecar).toList();
    }

    /// Ephemeral containers, seen as ordinary ones.
    public static List<Container> ephemeral(Pod pod) {
        return pod.spec().ephemeralContainers().stream()
                .map(container -> new Container(container.fields()))
                .toList();
    }

    /// Init containers, containers, ephemeral containers.
    public static List<Container> all(Pod pod) {
        List<Container> all = new ArrayList<>(pod.spec().initContainers());
        all.addAll(pod.spec().containers());
        all.addAll(ephemeral(pod));
        return all;
    }

    public static Optional<Container> find(Pod pod, String name) {
        return all(pod).stream().filter(container -> container.name().equals(name)).findFirst();
    }

    public static boolean isInit(Pod pod, String name) {
        return has(pod.spec().initContainers(), name);
    }

    public static boolean isEphemeral(Pod pod, String name) {
        return has(ephemeral(pod), name);
    }

    private static boolean has(List<Container> containers, String name) {
        return containers.stream().anyMatch(container -> container.name().equals(name));
    }

    /// `spec.containers{web}`: which container of a pod an event is about.
    public static String fieldPath(Pod pod, Container container) {
        String list =
                isInit(pod, container.name())
                        ? "initContainers"
                        : isEphemeral(pod, container.name()) ? "ephemeralContainers" : "containers";
        return "spec.%s{%s}".formatted(list, container.name());
    }

    /// `name_namespace(uid)`, as messages name a pod.
    public static String title(Pod pod) {
        return "%s_%s(%s)".formatted(pod.name(), pod.namespace(), pod.uid());
    }
}
