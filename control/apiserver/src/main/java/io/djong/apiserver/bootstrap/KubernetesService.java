package io.djong.apiserver.bootstrap;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.EndpointAddress;
import io.djong.api.core.v1.EndpointPort;
import io.djong.api.core.v1.EndpointSubset;
import io.djong.api.core.v1.Endpoints;
import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import io.djong.api.core.v1.ServiceSpec;
import io.djong.api.discovery.v1.Endpoint;
import io.djong.api.discovery.v1.EndpointConditions;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.meta.IntOrString;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Service `default/kubernetes`, by which pods reach the API server.
///
/// @param clusterAddress the first of the services' range
/// @param address by which pods reach this machine; "" leaves the endpoints out
public record KubernetesService(String clusterAddress, String address, int port) {

    private static final String NAME = "kubernetes";
    private static final int SERVICE_PORT = 443;

    List<ApiObject<?>> objects() {
        return address.isEmpty() ? List.of(service()) : List.of(service(), endpoints(), slice());
    }

    private static ObjectMeta metadata() {
        return ObjectMeta.EMPTY.withNamespace("default").withName(NAME);
    }

    private Service service() {
        ServicePort https =
                ServicePort.EMPTY
                        .withName("https")
                        .withProtocol("TCP")
                        .withPort(SERVICE_PORT)
                        .withTargetPort(IntOrString.of(port));
        return Service.KIND
                .empty()
                .withMetadata(metadata().withLabels(Map.of("component", "apiserver", "provider", NAME)))
                .withSpec(
                        ServiceSpec.EMPTY
                                .withClusterIP(clusterAddress)
                                .withSessionAffinity("None")
                                .withType("ClusterIP")
                                .withPorts(List.of(https)));
    }

    private Endpoints endpoints() {
        EndpointSubset subset =
                EndpointSubset.EMPTY
                        .withAddresses(List.of(EndpointAddress.EMPTY.withIp(address)))
                        .withPorts(List.of(EndpointPort.EMPTY.withName("https").withPort(port).withProtocol("TCP")));
        return Endpoints.KIND
                .empty()
                .withMetadata(metadata().withLabels(Map.of("endpointslice.kubernetes.io/skip-mirror", "true")))
                .withSubsets(List.of(subset));
    }

    private EndpointSlice slice() {
        return EndpointSlice.KIND
                .empty()
                .withMetadata(metadata().withLabels(Map.of("kubernetes.io/service-name", NAME)))
                .withAddressType("IPv4")
                .withEndpoints(
                        List.of(
                                Endpoint.EMPTY
                                        .withAddresses(List.of(address))
                                        .withConditions(EndpointConditions.EMPTY.withReady(true))))
                .withPorts(
                        List.of(
                                io.djong.api.discovery.v1.EndpointPort.EMPTY
                                        .withName("https")
                                        .withPort(port)
                                        .withProtocol("TCP")));
    }

    /// What leads to the server follows its configuration; the rest of what is stored stays.
    static Optional<Fields> reconciled(Fields stored, Fields wanted) {
        Fields changed = stored;
        for (String field : List.of("subsets", "endpoints", "ports")) {
            Object value = wanted.value(field);
            if (value != null && !value.equals(stored.value(field))) {
                changed = changed.with(field, value);
            }
        }
        if (wanted.has("spec")) {
            Object ports = wanted.fields("spec").value("ports");
            if (ports != null && !ports.equals(stored.fields("spec").value("ports"))) {
                changed = changed.withAt(ports, "spec", "ports");
            }
        }
        return changed.equals(stored) ? Optional.empty() : Optional.of(changed);
    }
}
