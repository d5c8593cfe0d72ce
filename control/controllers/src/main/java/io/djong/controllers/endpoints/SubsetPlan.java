package io.djong.controllers.endpoints;

import io.djong.api.Pods;
import io.djong.api.core.v1.EndpointAddress;
import io.djong.api.core.v1.EndpointPort;
import io.djong.api.core.v1.EndpointSubset;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Arranges the pods of a Service in subsets of Endpoints: addresses that have the same ports together.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoints-v1/ Endpoints
final class SubsetPlan {

    /// What is beyond does not fit into one object; readers of slices see all.
    static final int ADDRESSES_MAX = 1000;

    private SubsetPlan() {}

    /// A port with its sort order: by name, number, protocol.
    private record Port(EndpointPort port) implements Comparable<Port> {
        @Override
        public int compareTo(Port other) {
            return Comparator.comparing((Port one) -> one.port.name())
                    .thenComparingInt(one -> one.port.port())
                    .thenComparing(one -> one.port.protocol())
                    .compare(this, other);
        }
    }

    private static final class Group {
        private final Map<String, EndpointAddress> ready = new TreeMap<>();
        private final Map<String, EndpointAddress> notReady = new TreeMap<>();
    }

    static List<EndpointSubset> of(Service service, List<Pod> pods) {
        Map<List<Port>, Group> groups = new LinkedHashMap<>();
        boolean all = service.spec().publishNotReadyAddresses();
        int room = ADDRESSES_MAX;
        for (Pod pod : pods.stream().sorted(Comparator.comparing(Pod::name)).toList()) {
            List<String> addresses = Backends.addresses(pod, Backends.families(service).getFirst());
            List<Port> ports = ports(service, pod);
            boolean reachable =
                    !ports.isEmpty()
                            || (service.spec().ports().isEmpty() && Backends.isHeadless(service));
            if (addresses.isEmpty() || !reachable || (pod.isDeleting() && !all) || room == 0) {
                continue;
            }
            room--;
            Group group = groups.computeIfAbsent(ports, _ -> new Group());
            EndpointAddress address = address(pod, addresses.getFirst(), service);
            (all || Pods.isReady(pod) ? group.ready : group.notReady)
                    .put(address.ip() + pod.uid(), address);
        }
        List<EndpointSubset> subsets = new ArrayList<>();
        groups.forEach((ports, group) -> subsets.add(subset(ports, group)));
        return subsets;
    }

    private static EndpointSubset subset(List<Port> ports, Group group) {
        return EndpointSubset.EMPTY
                .withAddresses(List.copyOf(group.ready.values()))
                .withNotReadyAddresses(List.copyOf(group.notReady.values()))
                .withPorts(ports.stream().map(Port::port).toList());
    }

    private static List<Port> ports(Service service, Pod pod) {
        List<Port> ports = new ArrayList<>();
        for (ServicePort port : service.spec().ports()) {
            int number = Backends.targetPort(pod, port);
            if (number >= 0) {
                EndpointPort one = EndpointPort.EMPTY;
                one = port.name().isEmpty() ? one : one.withName(port.name());
                one = one.withPort(number).withProtocol(Backends.protocol(port.protocol()));
                ports.add(
                        new Port(
                                port.appProtocol() == null
                                        ? one
                                        : one.withAppProtocol(port.appProtocol())));
            }
        }
        return ports.stream().sorted().toList();
    }

    private static EndpointAddress address(Pod pod, String ip, Service service) {
        EndpointAddress address = EndpointAddress.EMPTY.withIp(ip);
        if (Backends.hasHostname(pod, service)) {
            address = address.withHostname(pod.spec().hostname());
        }
        if (!pod.spec().nodeName().isEmpty()) {
            address = address.withNodeName(pod.spec().nodeName());
        }
        return address.withTargetRef(Backends.reference(pod));
    }
}
