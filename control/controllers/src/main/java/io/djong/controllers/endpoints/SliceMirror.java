package io.djong.controllers.endpoints;

import io.djong.api.core.v1.EndpointAddress;
import io.djong.api.core.v1.EndpointSubset;
import io.djong.api.core.v1.Endpoints;
import io.djong.api.core.v1.Service;
import io.djong.api.discovery.v1.Endpoint;
import io.djong.api.discovery.v1.EndpointConditions;
import io.djong.api.discovery.v1.EndpointPort;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.Index;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.controllers.support.PodControl;
import io.djong.meta.ApiException;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Copies Endpoints that users write for Services without a selector into EndpointSlices, which is what proxies read.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#endpointslice-mirroring EndpointSlice mirroring
public final class SliceMirror implements Reconciler<ObjectKey> {

    public static final String NAME = "endpointslice-mirroring-controller";

    private static final int WORKERS = 5;
    private static final String MANAGER = "endpointslicemirroring-controller.k8s.io";
    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";

    /// As upstream's `--mirroring-max-endpoints-per-subset`.
    private static final int ADDRESSES_MAX = 1000;

    private final Lister<Endpoints> endpoints;
    private final Lister<Service> services;
    private final Lister<EndpointSlice> slices;
    private final Client client;

    private SliceMirror(
            Lister<Endpoints> endpoints,
            Lister<Service> services,
            Lister<EndpointSlice> slices,
            Client client) {
        this.endpoints = endpoints;
        this.services = services;
        this.slices = slices;
        this.client = client;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new SliceMirror(
                        parts.informers().of(Endpoints.KIND),
                        parts.informers().of(Service.KIND),
                        parts.informers()
                                .of(EndpointSlice.KIND, Index.byLabel(SlicePlan.SERVICE_LABEL)),
                        builder.client());
        Watches watches =
                Watches.of(Endpoints.KIND)
                        .and(Service.KIND, change -> List.of(change.latest().key()))
                        .and(EndpointSlice.KIND, Watches.by(SliceMirror::mirrored));
        return builder.build(reconciler, watches, WORKERS);
    }

    private static boolean isOurs(EndpointSlice slice) {
        return MANAGER.equals(slice.labels().get(SlicePlan.MANAGED_BY));
    }

    private static List<ObjectKey> mirrored(EndpointSlice slice) {
        String name = slice.labels().get(SlicePlan.SERVICE_LABEL);
        return name == null || !isOurs(slice)
                ? List.of()
                : List.of(ObjectKey.of(slice.namespace(), name));
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        List<EndpointSlice> existing =
                slices.byIndex(SlicePlan.SERVICE_LABEL, key.name()).stream()
                        .filter(slice -> slice.namespace().equals(key.namespace()))
                        .filter(slice -> isOurs(slice) && !slice.isDeleting())
                        .toList();
        Endpoints source = endpoints.find(key).orElse(null);
        Service service = services.find(key).orElse(null);
        List<EndpointSlice> wanted =
                source == null || service == null || !isMirrored(source, service)
                        ? List.of()
                        : slicesOf(source);
        try {
            write(wanted, existing);
        } catch (ApiException refused) {
            if (!PodControl.isNamespaceTerminating(refused)) {
                throw refused;
            }
        }
        return Outcome.settled();
    }

    private static boolean isMirrored(Endpoints source, Service service) {
        return service.spec().selector().isEmpty()
                && !"true".equals(source.labels().get(SKIP))
                && !source.annotations().containsKey(LEADER);
    }

    private void write(List<EndpointSlice> wanted, List<EndpointSlice> existing) {
        Deque<EndpointSlice> unused = new ArrayDeque<>(existing);
        List<EndpointSlice> missing = new ArrayList<>();
        for (EndpointSlice slice : wanted) {
            if (!unused.removeIf(known -> same(known, slice))) {
                missing.add(slice);
            }
        }
        for (EndpointSlice slice : missing) {
            EndpointSlice reused =
                    unused.stream()
                            .filter(known -> known.addressType().equals(slice.addressType()))
                            .findFirst()
                            .orElse(null);
            if (reused == null) {
                client.create(slice);
            } else {
                unused.remove(reused);
                client.update(slice.withMetadata(reused.metadata().withLabels(slice.labels())));
            }
        }
        unused.forEach(slice ->
                client.deleteIfThere(
                        EndpointSlice.KIND, slice.key(), DeleteOptions.PLAIN.only(slice.uid())));
    }

    private static boolean same(EndpointSlice known, EndpointSlice wanted) {
        return known.addressType().equals(wanted.addressType())
                && known.endpoints().equals(wanted.endpoints())
                && known.ports().equals(wanted.ports())
                && known.labels().equals(wanted.labels());
    }

    private static List<EndpointSlice> slicesOf(Endpoints source) {
        List<EndpointSlice> all = new ArrayList<>();
        for (EndpointSubset subset : source.subsets()) {
            List<EndpointPort> ports = subset.ports().stream().map(SliceMirror::port).toList();
            for (String family : List.of("IPv4", "IPv6")) {
                List<Endpoint> here = new ArrayList<>();
                subset.addresses().forEach(address -> add(address, true, family, here));
                subset.notReadyAddresses().forEach(address -> add(address, false, family, here));
                for (int from = 0;
                        from < Math.min(here.size(), ADDRESSES_MAX);
                        from += SlicePlan.ENDPOINTS_MAX) {
                    int to = Math.min(here.size(), from + SlicePlan.ENDPOINTS_MAX);
                    all.add(slice(source, family, ports, here.subList(from, to)));
                }
            }
        }
        return all;
    }

    private static EndpointPort port(io.djong.api.core.v1.EndpointPort port) {
        EndpointPort mirrored =
                EndpointPort.EMPTY
                        .withName(port.name())
                        .withPort(port.port())
                        .withProtocol(Backends.protocol(port.protocol()));
        return port.appProtocol() == null ? mirrored : mirrored.withAppProtocol(port.appProtocol());
    }

    private static void add(
            EndpointAddress address, boolean ready, String family, List<Endpoint> endpoints) {
        if (address.ip().contains(":") != family.equals("IPv6")) {
            return;
        }
        Endpoint endpoint =
                Endpoint.EMPTY
                        .withAddresses(List.of(address.ip()))
                        .withConditions(EndpointConditions.EMPTY.withReady(ready));
        endpoint =
                address.hostname().isEmpty() ? endpoint : endpoint.withHostname(address.hostname());
        endpoint =
                address.targetRef() == null
                        ? endpoint
                        : endpoint.withTargetRef(address.targetRef());
        endpoints.add(
                address.nodeName() == null ? endpoint : endpoint.withNodeName(address.nodeName()));
    }

    private static EndpointSlice slice(
            Endpoints source, String family, List<EndpointPort> ports, List<Endpoint> endpoints) {
        Map<String, String> labels = new TreeMap<>(source.labels());
        labels.put(SlicePlan.SERVICE_LABEL, source.name());
        labels.put(SlicePlan.MANAGED_BY, MANAGER);
        ObjectMeta metadata =
                ObjectMeta.EMPTY
                        .withGenerateName(source.name() + "-")
                        .withNamespace(source.namespace())
                        .withLabels(labels)
                        .withOwnerReferences(List.of(source.asController()));
        Fields slice =
                EndpointSlice.KIND
                        .empty()
                        .withMetadata(metadata)
                        .withAddressType(family)
                        .fields()
                        .with("endpoints", endpoints.stream().map(Endpoint::fields).toList())
                        .with("ports", ports.stream().map(EndpointPort::fields).toList());
        return new EndpointSlice(slice);
    }
}
