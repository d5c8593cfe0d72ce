package io.djong.controllers.endpoints;

import io.djong.api.Pods;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerPort;
import io.djong.api.core.v1.ObjectReference;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodIP;
import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import io.djong.client.Change;
import io.djong.client.Lister;
import io.djong.meta.IntOrString;
import io.djong.meta.LabelSelector;
import io.djong.meta.ObjectKey;
import java.util.ArrayList;
import java.util.List;

/// Which pods are behind a Service, at which addresses and ports.
final class Backends {

    static final String HEADLESS_LABEL = "service.kubernetes.io/headless";

    private Backends() {}

    /// Whether pods are selected at all; without a selector somebody else writes the endpoints.
    static boolean selects(Service service) {
        return !service.spec().type().equals("ExternalName")
                && !service.spec().selector().isEmpty();
    }

    static boolean isHeadless(Service service) {
        return service.spec().clusterIP().equals("None");
    }

    /// The pods that have an address and have not ended; those that are about to end too.
    static List<Pod> of(Service service, Lister<Pod> pods) {
        LabelSelector selector = LabelSelector.of(service.spec().selector());
        return pods.inNamespace(service.namespace(), selector).stream()
                .filter(pod -> !Pods.isTerminal(pod) && !pod.status().podIP().isEmpty())
                .toList();
    }

    /// The Services that select a pod, before or after a change.
    static List<ObjectKey> services(Change<Pod> change, Lister<Service> services) {
        List<Pod> states = change.states();
        return services.inNamespace(states.getFirst().namespace()).stream()
                .filter(Backends::selects)
                .filter(service -> {
                    LabelSelector selector = LabelSelector.of(service.spec().selector());
                    return states.stream().anyMatch(pod -> selector.matches(pod.labels()));
                })
                .map(Service::key)
                .toList();
    }

    /// The families of a Service, `IPv4` or `IPv6`; the first is its main one.
    static List<String> families(Service service) {
        if (!service.spec().ipFamilies().isEmpty()) {
            return service.spec().ipFamilies();
        }
        return List.of(service.spec().clusterIP().contains(":") ? "IPv6" : "IPv4");
    }

    /// The pod's addresses in that family.
    static List<String> addresses(Pod pod, String family) {
        List<String> all = new ArrayList<>(pod.status().podIPs().stream().map(PodIP::ip).toList());
        if (all.isEmpty()) {
            all.add(pod.status().podIP());
        }
        boolean six = family.equals("IPv6");
        return all.stream().filter(address -> address.contains(":") == six).toList();
    }

    /// The port of the pod that a port of the Service stands for, or -1 when its name is not found.
    static int targetPort(Pod pod, ServicePort port) {
        return switch (port.targetPort()) {
            case IntOrString.Int(int number) -> number == 0 ? port.port() : number;
            case IntOrString.Text(String name) -> namedPort(pod, port, name);
        };
    }

    private static int namedPort(Pod pod, ServicePort port, String name) {
        List<Container> containers = new ArrayList<>(pod.spec().containers());
        pod.spec().initContainers().stream().filter(Pods::isSidecar).forEach(containers::add);
        for (Container container : containers) {
            for (ContainerPort candidate : container.ports()) {
                if (candidate.name().equals(name)
                        && protocol(candidate.protocol()).equals(protocol(port.protocol()))) {
                    return candidate.containerPort();
                }
            }
        }
        return -1;
    }

    static String protocol(String protocol) {
        return protocol.isEmpty() ? "TCP" : protocol;
    }

    /// Whether the pod has a name of its own below the Service's.
    ///
    /// @spec https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-hostname-and-subdomain-field Pod's hostname and subdomain
    static boolean hasHostname(Pod pod, Service service) {
        return !pod.spec().hostname().isEmpty() && pod.spec().subdomain().equals(service.name());
    }

    static ObjectReference reference(Pod pod) {
        return ObjectReference.EMPTY
                .withKind("Pod")
                .withNamespace(pod.namespace())
                .withName(pod.name())
                .withUid(pod.uid());
    }
}
