package io.djong.controllers.endpoints;

import io.djong.api.core.v1.EndpointSubset;
import io.djong.api.core.v1.Endpoints;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Service;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.EventRecorder;
import io.djong.client.Informer;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.controllers.support.PodControl;
import io.djong.meta.ApiException;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps the Endpoints of each Service that selects pods, for clients that do not read EndpointSlices. Keys are Services.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/service/#endpoints Endpoints
public final class EndpointsController implements Reconciler<ObjectKey> {

    public static final String NAME = "endpoints-controller";

    private static final int WORKERS = 5;
    private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";
    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String MANAGER = "endpoint-controller";

    private final Lister<Service> services;
    private final Lister<Pod> pods;
    private final Lister<Endpoints> endpoints;
    private final Client client;
    private final EventRecorder recorder;

    private EndpointsController(
            Lister<Service> services,
            Lister<Pod> pods,
            Lister<Endpoints> endpoints,
            Client client,
            EventRecorder recorder) {
        this.services = services;
        this.pods = pods;
        this.endpoints = endpoints;
        this.client = client;
        this.recorder = recorder;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        Informer<Service> services = parts.informers().of(Service.KIND);
        var reconciler =
                new EndpointsController(
                        services,
                        parts.informers().of(Pod.KIND),
                        parts.informers().of(Endpoints.KIND),
                        builder.client(),
                        parts.recorder(NAME));
        Watches watches =
                Watches.of(Service.KIND)
                        .and(Endpoints.KIND, change -> List.of(change.latest().key()))
                        .and(Pod.KIND, change -> Backends.services(change, services));
        return builder.build(reconciler, watches, WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Service service = services.find(key).orElse(null);
        Endpoints known = endpoints.find(key).orElse(null);
        if (service == null) {
            if (known != null && MANAGER.equals(known.labels().get(MANAGED_BY))) {
                client.deleteIfThere(Endpoints.KIND, key, DeleteOptions.PLAIN.only(known.uid()));
            }
            return Outcome.settled();
        }
        if (!Backends.selects(service) || service.isDeleting()) {
            return Outcome.settled();
        }
        List<Pod> backends = Backends.of(service, pods);
        Endpoints wanted =
                wanted(service, known, SubsetPlan.of(service, backends), backends.size());
        if (!wanted.equals(known)) {
            write(service, wanted, known != null);
        }
        return Outcome.settled();
    }

    private static Endpoints wanted(
            Service service,
            @org.jspecify.annotations.Nullable Endpoints known,
            List<EndpointSubset> subsets,
            int backends) {
        ObjectMeta metadata =
                known == null
                        ? ObjectMeta.EMPTY
                                .withName(service.name())
                                .withNamespace(service.namespace())
                        : known.metadata();
        Map<String, String> labels = new TreeMap<>(service.labels());
        labels.remove(Backends.HEADLESS_LABEL);
        if (Backends.isHeadless(service)) {
            labels.put(Backends.HEADLESS_LABEL, "");
        }
        labels.put(MANAGED_BY, MANAGER);
        Map<String, String> annotations = new LinkedHashMap<>(metadata.annotations());
        if (backends > SubsetPlan.ADDRESSES_MAX) {
            annotations.put(OVER_CAPACITY, "truncated");
        } else {
            annotations.remove(OVER_CAPACITY);
        }
        Endpoints base = known == null ? Endpoints.KIND.empty() : known;
        return base.withMetadata(metadata.withLabels(labels).withAnnotations(annotations))
                .withSubsets(subsets);
    }

    private void write(Service service, Endpoints wanted, boolean exists) {
        try {
            if (exists) {
                client.update(wanted);
            } else {
                client.create(wanted);
            }
        } catch (ApiException refused) {
            if (PodControl.isNamespaceTerminating(refused)) {
                return;
            }
            if (!refused.is(Reason.CONFLICT)) {
                recorder.warning(
                        service,
                        exists ? "FailedToUpdateEndpoint" : "FailedToCreateEndpoint",
                        (exists
                                        ? "Failed to update endpoint "
                                        : "Failed to create endpoint for service ")
                                + service.key()
                                + ": "
                                + refused.failure().message());
            }
            throw refused;
        }
    }
}
