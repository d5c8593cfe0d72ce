package io.djong.proxy;

import io.djong.api.core.v1.LoadBalancerIngress;
import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServiceSpec;
import io.djong.api.core.v1.SessionAffinityConfig;
import io.djong.api.discovery.v1.EndpointConditions;
import io.djong.api.discovery.v1.EndpointPort;
import io.djong.api.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

/// What is to be reached where: a function of Services and EndpointSlices.
///
/// @spec https://kubernetes.io/docs/reference/networking/virtual-ips/ Virtual IPs and Service Proxies
final class ServicePorts {

    private static final int AFFINITY_SECONDS = 10_800;

    private ServicePorts() {}

    /// @param slices of the service
    /// @param nodeName tells which endpoints are local
    static List<ServicePort> of(Service service, List<EndpointSlice> slices, String nodeName) {
        ServiceSpec spec = service.spec();
        String address = spec.clusterIP();
        if (address.isEmpty()
                || address.equals("None")
                || spec.type().equals("ExternalName")
                || address.contains(":")) {
            return List.of();
        }
        List<ServicePort> ports = new ArrayList<>();
        for (io.djong.api.core.v1.ServicePort port : spec.ports()) {
            String protocol =
                    (port.protocol().isEmpty() ? "TCP" : port.protocol()).toLowerCase(Locale.ROOT);
            String name =
                    service.namespace() + "/" + service.name() + "/" + protocol + "/" + port.name();
            ports.add(
                    new ServicePort(
                            name,
                            protocol,
                            address,
                            port.port(),
                            port.nodePort(),
                            spec.externalIPs().stream().filter(ServicePorts::isIpv4).toList(),
                            loadBalancerAddresses(service),
                            spec.loadBalancerSourceRanges().stream().map(String::strip).toList(),
                            affinitySeconds(spec),
                            "Local".equals(spec.internalTrafficPolicy()),
                            spec.externalTrafficPolicy().equals("Local"),
                            endpoints(slices, port.name(), protocol, nodeName)));
        }
        return ports;
    }

    private static List<String> loadBalancerAddresses(Service service) {
        List<String> addresses = new ArrayList<>();
        for (LoadBalancerIngress ingress : service.status().loadBalancer().ingress()) {
            if (isIpv4(ingress.ip()) && !"Proxy".equals(ingress.ipMode())) {
                addresses.add(ingress.ip());
            }
        }
        return addresses;
    }

    private static boolean isIpv4(String address) {
        return !address.isEmpty() && address.indexOf(':') < 0;
    }

    private static int affinitySeconds(ServiceSpec spec) {
        if (!spec.sessionAffinity().equals("ClientIP")) {
            return 0;
        }
        SessionAffinityConfig config = spec.sessionAffinityConfig();
        if (config == null || config.clientIP() == null) {
            return AFFINITY_SECONDS;
        }
        Integer seconds = config.clientIP().timeoutSeconds();
        return seconds == null ? AFFINITY_SECONDS : seconds;
    }

    /// Ready endpoints; when there is none, those that still serve while they end.
    private static List<Endpoint> endpoints(
            List<EndpointSlice> slices, String portName, String protocol, String nodeName) {
        TreeSet<Endpoint> ready = new TreeSet<>();
        TreeSet<Endpoint> terminating = new TreeSet<>();
        for (EndpointSlice slice : slices) {
            int port = port(slice, portName, protocol);
            if (port == 0 || !slice.addressType().equals("IPv4")) {
                continue;
            }
            for (io.djong.api.discovery.v1.Endpoint endpoint : slice.endpoints()) {
                if (endpoint.addresses().isEmpty()) {
                    continue;
                }
                boolean local = nodeName.equals(endpoint.nodeName());
                Endpoint target = new Endpoint(endpoint.addresses().getFirst(), port, local);
                EndpointConditions conditions = endpoint.conditions();
                // An unknown readiness counts as ready.
                if (!Boolean.FALSE.equals(conditions.ready())) {
                    ready.add(target);
                } else if (Boolean.TRUE.equals(conditions.serving())
                        && Boolean.TRUE.equals(conditions.terminating())) {
                    terminating.add(target);
                }
            }
        }
        return List.copyOf(ready.isEmpty() ? terminating : ready);
    }

    private static int port(EndpointSlice slice, String name, String protocol) {
        for (EndpointPort port : slice.ports()) {
            String itsProtocol =
                    Objects.requireNonNullElse(port.protocol(), "TCP").toLowerCase(Locale.ROOT);
            Integer number = port.port();
            if (Objects.requireNonNullElse(port.name(), "").equals(name)
                    && itsProtocol.equals(protocol)
                    && number != null) {
                return number;
            }
        }
        return 0;
    }
}
