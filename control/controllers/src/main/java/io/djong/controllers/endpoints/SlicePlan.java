package io.djong.controllers.endpoints;

import io.djong.api.Pods;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import io.djong.api.discovery.v1.Endpoint;
import io.djong.api.discovery.v1.EndpointConditions;
import io.djong.api.discovery.v1.EndpointPort;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.api.meta.v1.ObjectMeta;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Arranges the pods of a Service in slices with as few changes as possible. Confined to one call of [#of].
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/ EndpointSlices
final class SlicePlan {

    static final String SERVICE_LABEL = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String MANAGER = "endpointslice-controller.kubernetes.io";

    /// As upstream's `--max-endpoints-per-slice`.
    static final int ENDPOINTS_MAX = 100;

    sealed interface Step {
        record Create(EndpointSlice slice) implements Step {}

        record Update(EndpointSlice slice) implements Step {}

        record Delete(EndpointSlice slice) implements Step {}
    }

    private final Service service;
    private final Map<String, String> labels;
    private final List<Step> steps = new ArrayList<>();

    private SlicePlan(Service service) {
        this.service = service;
        this.labels = labels(service);
    }

    /// @param zones the zone of a node by its name, or ""
    static List<Step> of(
            Service service,
            List<Pod> pods,
            List<EndpointSlice> existing,
            Function<String, String> zones) {
        SlicePlan plan = new SlicePlan(service);
        List<String> families = Backends.families(service);
        for (String family : families) {
            plan.arrange(
                    family,
                    plan.desired(family, pods, zones),
                    existing.stream().filter(slice -> slice.addressType().equals(family)).toList());
        }
        existing.stream()
                .filter(slice -> !families.contains(slice.addressType()))
                .forEach(slice -> plan.steps.add(new Step.Delete(slice)));
        return plan.steps;
    }

    private Map<List<EndpointPort>, Map<String, Endpoint>> desired(
            String family, List<Pod> pods, Function<String, String> zones) {
        Map<List<EndpointPort>, Map<String, Endpoint>> desired = new LinkedHashMap<>();
        for (Pod pod : pods.stream().sorted(Comparator.comparing(Pod::name)).toList()) {
            List<String> addresses = Backends.addresses(pod, family);
            List<EndpointPort> ports = ports(pod);
            boolean reachable = !ports.isEmpty() || service.spec().ports().isEmpty();
            if (!addresses.isEmpty() && reachable) {
                desired.computeIfAbsent(ports, _ -> new LinkedHashMap<>())
                        .put(pod.uid(), endpoint(pod, addresses, zones));
            }
        }
        return desired;
    }

    private List<EndpointPort> ports(Pod pod) {
        List<EndpointPort> ports = new ArrayList<>();
        for (ServicePort port : service.spec().ports()) {
            int number = Backends.targetPort(pod, port);
            if (number >= 0) {
                EndpointPort one =
                        EndpointPort.EMPTY
                                .withName(port.name())
                                .withPort(number)
                                .withProtocol(Backends.protocol(port.protocol()));
                ports.add(
                        port.appProtocol() == null ? one : one.withAppProtocol(port.appProtocol()));
            }
        }
        return ports;
    }

    private Endpoint endpoint(Pod pod, List<String> addresses, Function<String, String> zones) {
        boolean serving = Pods.isReady(pod);
        boolean ready = service.spec().publishNotReadyAddresses() || (serving && !pod.isDeleting());
        Endpoint endpoint =
                Endpoint.EMPTY
                        .withAddresses(addresses)
                        .withConditions(
                                EndpointConditions.EMPTY
                                        .withReady(ready)
                                        .withServing(serving)
                                        .withTerminating(pod.isDeleting()))
                        .withTargetRef(Backends.reference(pod));
        String node = pod.spec().nodeName();
        if (!node.isEmpty()) {
            endpoint = endpoint.withNodeName(node);
            String zone = zones.apply(node);
            endpoint = zone.isEmpty() ? endpoint : endpoint.withZone(zone);
        }
        return Backends.hasHostname(pod, service)
                ? endpoint.withHostname(pod.spec().hostname())
                : endpoint;
    }

    private void arrange(
            String family,
            Map<List<EndpointPort>, Map<String, Endpoint>> desired,
            List<EndpointSlice> existing) {
        Deque<EndpointSlice> unused = new ArrayDeque<>();
        Map<List<EndpointPort>, List<EndpointSlice>> usable = new LinkedHashMap<>();
        for (EndpointSlice slice : existing) {
            List<EndpointPort> ports = List.copyOf(slice.ports());
            if (desired.containsKey(ports)) {
                usable.computeIfAbsent(ports, _ -> new ArrayList<>()).add(slice);
            } else {
                unused.add(slice);
            }
        }
        List<EndpointSlice> wanted = new ArrayList<>();
        desired.forEach((ports, endpoints) ->
                fill(
                        family,
                        ports,
                        endpoints,
                        usable.getOrDefault(ports, List.of()),
                        wanted,
                        unused));
        if (desired.isEmpty()) {
            // A Service that selects nobody still has one slice, so that readers can tell that
            // nobody is there.
            wanted.add(slice(family, List.of(), List.of()));
        }
        for (EndpointSlice slice : wanted) {
            // Changing a slice that is no longer used spares its readers a deletion.
            if (unused.isEmpty()) {
                steps.add(new Step.Create(slice));
            } else {
                update(unused.poll(), slice.ports(), slice.endpoints());
            }
        }
        unused.forEach(slice -> steps.add(new Step.Delete(slice)));
    }

    /// Keeps endpoints where they are, fills gaps, and adds to `wanted` what needs new slices.
    private void fill(
            String family,
            List<EndpointPort> ports,
            Map<String, Endpoint> endpoints,
            List<EndpointSlice> slices,
            List<EndpointSlice> wanted,
            Deque<EndpointSlice> unused) {
        Map<String, Endpoint> left = new LinkedHashMap<>(endpoints);
        Map<EndpointSlice, List<Endpoint>> kept = new LinkedHashMap<>();
        for (EndpointSlice slice : slices) {
            List<Endpoint> here = new ArrayList<>();
            for (Endpoint endpoint : slice.endpoints()) {
                Endpoint now =
                        endpoint.targetRef() == null
                                ? null
                                : left.remove(endpoint.targetRef().uid());
                if (now != null) {
                    here.add(now);
                }
            }
            kept.put(slice, here);
        }
        Deque<Endpoint> fresh = new ArrayDeque<>(left.values());
        kept.forEach((slice, here) -> {
            while (here.size() < ENDPOINTS_MAX && !fresh.isEmpty()) {
                here.add(fresh.poll());
            }
            if (here.isEmpty()) {
                unused.add(slice);
            } else {
                update(slice, ports, here);
            }
        });
        while (!fresh.isEmpty()) {
            List<Endpoint> here = new ArrayList<>();
            while (here.size() < ENDPOINTS_MAX && !fresh.isEmpty()) {
                here.add(fresh.poll());
            }
            wanted.add(slice(family, ports, here));
        }
    }

    private void update(EndpointSlice slice, List<EndpointPort> ports, List<Endpoint> endpoints) {
        EndpointSlice changed = with(slice, ports, endpoints);
        changed = changed.withMetadata(changed.metadata().withLabels(labels));
        boolean same =
                slice.endpoints().equals(endpoints)
                        && slice.ports().equals(ports)
                        && slice.labels().equals(labels);
        if (!same) {
            steps.add(new Step.Update(changed));
        }
    }

    /// Both fields are required, so they are there even when empty.
    private static EndpointSlice with(
            EndpointSlice slice, List<EndpointPort> ports, List<Endpoint> endpoints) {
        return new EndpointSlice(
                slice.fields()
                        .with("endpoints", endpoints.stream().map(Endpoint::fields).toList())
                        .with("ports", ports.stream().map(EndpointPort::fields).toList()));
    }

    private EndpointSlice slice(String family, List<EndpointPort> ports, List<Endpoint> endpoints) {
        ObjectMeta metadata =
                ObjectMeta.EMPTY
                        .withGenerateName(service.name() + "-")
                        .withNamespace(service.namespace())
                        .withLabels(labels)
                        .withOwnerReferences(List.of(service.asController()));
        EndpointSlice slice =
                EndpointSlice.KIND.empty().withMetadata(metadata).withAddressType(family);
        return with(slice, ports, endpoints);
    }

    private static Map<String, String> labels(Service service) {
        Map<String, String> labels = new TreeMap<>(service.labels());
        labels.remove(Backends.HEADLESS_LABEL);
        labels.put(SERVICE_LABEL, service.name());
        labels.put(MANAGED_BY, MANAGER);
        if (Backends.isHeadless(service)) {
            labels.put(Backends.HEADLESS_LABEL, "");
        }
        return labels;
    }
}
