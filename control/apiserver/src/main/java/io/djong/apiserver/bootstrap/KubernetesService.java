package io.djong.apiserver.bootstrap;

import io.djong.meta.tree.Fields;
import java.util.List;

/// The Service by which pods reach the API server, and where it leads.
///
/// @param clusterIp the first address of the service range
/// @param address where this server is reached; "" when nobody outside the process does
/// @spec https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ Accessing the Kubernetes API from a Pod
public record KubernetesService(
        String clusterIp, String address, int port, List<String> serviceCidrs) {

    private static final String NAME = "kubernetes";
    private static final long HTTPS = 443;

    /// The Service, its endpoints in both forms, its address, and the ranges that addresses come from.
    public List<Fields> objects() {
        List<Fields> objects = new java.util.ArrayList<>();
        objects.add(serviceCidr());
        objects.add(service());
        objects.add(ipAddress());
        if (!address.isEmpty()) {
            objects.add(endpoints());
            objects.add(endpointSlice());
        }
        return objects;
    }

    private static Fields object(String apiVersion, String kind, Fields metadata) {
        return Fields.of("kind", kind, "apiVersion", apiVersion, "metadata", metadata);
    }

    private static Fields named(Fields labels) {
        return Fields.of("name", NAME, "namespace", "default", "labels", labels);
    }

    private static boolean isIpv6(String ip) {
        return ip.indexOf(':') >= 0;
    }

    private String family() {
        return isIpv6(clusterIp) ? "IPv6" : "IPv4";
    }

    private Fields service() {
        Fields spec =
                Fields.builder()
                        .add(
                                "ports",
                                List.of(
                                        Fields.of("name", "https", "protocol", "TCP")
                                                .with("port", HTTPS)
                                                .with("targetPort", (long) port)))
                        .add("clusterIP", clusterIp)
                        .add("clusterIPs", List.of(clusterIp))
                        .add("type", "ClusterIP")
                        .add("sessionAffinity", "None")
                        .add("ipFamilies", List.of(family()))
                        .add("ipFamilyPolicy", "SingleStack")
                        .add("internalTrafficPolicy", "Cluster")
                        .build();
        return object(
                        "v1",
                        "Service",
                        named(Fields.of("component", "apiserver", "provider", "kubernetes")))
                .with("spec", spec)
                .with("status", Fields.of("loadBalancer", Fields.EMPTY));
    }

    private Fields ipAddress() {
        return object(
                        "networking.k8s.io/v1",
                        "IPAddress",
                        Fields.of(
                                "name",
                                clusterIp,
                                "labels",
                                Fields.of(
                                        "ipaddress.kubernetes.io/ip-family",
                                        family(),
                                        "ipaddress.kubernetes.io/managed-by",
                                        "ipallocator.k8s.io")))
                .with(
                        "spec",
                        Fields.of(
                                "parentRef",
                                Fields.of(
                                                "group",
                                                "",
                                                "resource",
                                                "services",
                                                "namespace",
                                                "default")
                                        .with("name", NAME)));
    }

    private Fields serviceCidr() {
        return object(
                        "networking.k8s.io/v1",
                        "ServiceCIDR",
                        Fields.of(
                                "name",
                                NAME,
                                "finalizers",
                                List.of("networking.k8s.io/service-cidr-finalizer")))
                .with("spec", Fields.of("cidrs", serviceCidrs))
                .with(
                        "status",
                        Fields.of(
                                "conditions",
                                List.of(
                                        Fields.builder()
                                                .add("type", "Ready")
                                                .add("status", "True")
                                                .add("lastTransitionTime", "1970-01-01T00:00:00Z")
                                                .add("reason", "")
                                                .add(
                                                        "message",
                                                        "Kubernetes default Service CIDR is ready")
                                                .build())));
    }

    private Fields endpointPort() {
        return Fields.of("name", "https", "protocol", "TCP", "port", (long) port);
    }

    private Fields endpoints() {
        Fields labels = Fields.of("endpointslice.kubernetes.io/skip-mirror", "true");
        return object("v1", "Endpoints", named(labels))
                .with(
                        "subsets",
                        List.of(
                                Fields.of(
                                        "addresses",
                                        List.of(Fields.of("ip", address)),
                                        "ports",
                                        List.of(endpointPort()))));
    }

    private Fields endpointSlice() {
        return object(
                        "discovery.k8s.io/v1",
                        "EndpointSlice",
                        named(Fields.of("kubernetes.io/service-name", NAME)))
                .with("addressType", isIpv6(address) ? "IPv6" : "IPv4")
                .with(
                        "endpoints",
                        List.of(
                                Fields.of(
                                        "addresses",
                                        List.of(address),
                                        "conditions",
                                        Fields.of("ready", true))))
                .with("ports", List.of(endpointPort()));
    }
}
