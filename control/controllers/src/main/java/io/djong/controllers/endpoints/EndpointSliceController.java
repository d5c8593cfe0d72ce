package io.djong.controllers.endpoints;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Service;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.EventRecorder;
import io.djong.client.Index;
import io.djong.client.Informer;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.controllers.support.PodControl;
import io.djong.meta.ApiException;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import java.util.List;

/// Keeps the EndpointSlices of each Service that selects pods. Keys are Services.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/ EndpointSlices
public final class EndpointSliceController implements Reconciler<ObjectKey> {

    public static final String NAME = "endpointslice-controller";

    private static final int WORKERS = 5;
    private static final String ZONE = "topology.kubernetes.io/zone";

    private final Lister<Service> services;
    private final Lister<Pod> pods;
    private final Lister<Node> nodes;
    private final Lister<EndpointSlice> slices;
    private final Client client;
    private final EventRecorder recorder;

    private EndpointSliceController(
            Lister<Service> services,
            Lister<Pod> pods,
            Lister<Node> nodes,
            Lister<EndpointSlice> slices,
            Client client,
            EventRecorder recorder) {
        this.services = services;
        this.pods = pods;
        this.nodes = nodes;
        this.slices = slices;
        this.client = client;
        this.recorder = recorder;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        Informer<Service> services = parts.informers().of(Service.KIND);
        var reconciler =
                new EndpointSliceController(
                        services,
                        parts.informers().of(Pod.KIND),
                        parts.informers().of(Node.KIND),
                        parts.informers()
                                .of(EndpointSlice.KIND, Index.byLabel(SlicePlan.SERVICE_LABEL)),
                        builder.client(),
                        parts.recorder(NAME));
        Watches watches =
                Watches.of(Service.KIND)
                        .and(Pod.KIND, change -> Backends.services(change, services))
                        .and(EndpointSlice.KIND, Watches.by(EndpointSliceController::service));
        return builder.build(reconciler, watches, WORKERS);
    }

    private static boolean isOurs(EndpointSlice slice) {
        return SlicePlan.MANAGER.equals(slice.labels().get(SlicePlan.MANAGED_BY));
    }

    private static List<ObjectKey> service(EndpointSlice slice) {
        String name = slice.labels().get(SlicePlan.SERVICE_LABEL);
        return name == null || !isOurs(slice)
                ? List.of()
                : List.of(ObjectKey.of(slice.namespace(), name));
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Service service = services.find(key).orElse(null);
        if (service == null || service.isDeleting() || !Backends.selects(service)) {
            // The garbage collector removes the slices of a Service that is gone.
            return Outcome.settled();
        }
        List<EndpointSlice> existing =
                slices.byIndex(SlicePlan.SERVICE_LABEL, service.name()).stream()
                        .filter(slice -> slice.namespace().equals(service.namespace()))
                        .filter(slice -> isOurs(slice) && !slice.isDeleting())
                        .toList();
        try {
            SlicePlan.of(service, Backends.of(service, pods), existing, this::zone)
                    .forEach(this::perform);
        } catch (ApiException refused) {
            if (PodControl.isNamespaceTerminating(refused)) {
                return Outcome.settled();
            }
            if (!refused.is(Reason.CONFLICT)) {
                recorder.warning(
                        service,
                        "FailedToUpdateEndpointSlices",
                        "Error updating Endpoint Slices for Service "
                                + service.key()
                                + ": "
                                + refused.failure().message());
            }
            throw refused;
        }
        return Outcome.settled();
    }

    private String zone(String node) {
        return nodes.find(ObjectKey.of(node))
                .map(found -> found.labels().getOrDefault(ZONE, ""))
                .orElse("");
    }

    private void perform(SlicePlan.Step step) {
        switch (step) {
            case SlicePlan.Step.Create(EndpointSlice slice) -> client.create(slice);
            case SlicePlan.Step.Update(EndpointSlice slice) -> client.update(slice);
            case SlicePlan.Step.Delete(EndpointSlice slice) ->
                    client.deleteIfThere(
                            EndpointSlice.KIND, slice.key(), DeleteOptions.PLAIN.only(slice.uid()));
        }
    }
}
