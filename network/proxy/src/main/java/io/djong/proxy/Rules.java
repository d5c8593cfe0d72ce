package io.djong.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/// Turns Service ports into nftables rules. Pure.
///
/// @spec https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/3866-nftables-proxy KEP-3866
final class Rules {

    static final String SERVICE_ADDRESSES = "service-ips";
    static final String NODE_PORTS = "service-nodeports";
    static final String NO_ENDPOINT_SERVICES = "no-endpoint-services";
    static final String NO_ENDPOINT_NODE_PORTS = "no-endpoint-nodeports";
    static final String FIREWALL = "firewall-ips";
    static final String HOST_PORTS = "host-ports";
    static final String HOST_PORTS_OF_ADDRESS = "host-ports-of-ip";
    static final String MARK = "jump mark-for-masquerade";

    private final String podCidr;
    private final Ruleset ruleset = Ruleset.empty();

    private Rules(String podCidr) {
        this.podCidr = podCidr;
    }

    static Ruleset of(List<ServicePort> services, List<HostPort> hostPorts, String podCidr) {
        Rules rules = new Rules(podCidr);
        services.forEach(rules::service);
        hostPorts.forEach(rules::hostPort);
        return rules.ruleset;
    }

    private void service(ServicePort service) {
        if (service.internalEndpoints().isEmpty()) {
            refuse(service, service.clusterAddress(), !service.endpoints().isEmpty());
        } else {
            String chain =
                    endpointsChain(service, service.internalEndpoints(), service.internalLocal());
            String entry = "cluster-" + id(service.name());
            // Whoever is not a pod would get the answer from an address that it did not ask.
            ruleset.rule(entry, "ip saddr != " + podCidr + " " + MARK);
            ruleset.rule(entry, "goto " + chain);
            ruleset.element(
                    SERVICE_ADDRESSES, key(service.clusterAddress(), service), "goto " + entry);
        }
        boolean outside =
                service.nodePort() > 0
                        || !service.externalAddresses().isEmpty()
                        || !service.loadBalancerAddresses().isEmpty();
        if (outside) {
            external(service);
        }
    }

    private void external(ServicePort service) {
        if (service.externalEndpoints().isEmpty()) {
            boolean elsewhere = !service.endpoints().isEmpty();
            service.externalAddresses().forEach(address -> refuse(service, address, elsewhere));
            service.loadBalancerAddresses().forEach(address -> refuse(service, address, elsewhere));
            if (service.nodePort() > 0) {
                ruleset.element(
                        NO_ENDPOINT_NODE_PORTS,
                        nodePortKey(service),
                        elsewhere ? "drop" : "goto reject-chain");
            }
            return;
        }
        String entry = "external-" + id(service.name());
        if (service.externalLocal()) {
            // Pods and the node itself may use any endpoint; only strangers keep their address and
            // stay here.
            if (!service.endpoints().equals(service.externalEndpoints())) {
                String all = endpointsChain(service, service.endpoints(), false);
                ruleset.rule(entry, "ip saddr " + podCidr + " goto " + all);
                ruleset.rule(entry, "fib saddr type local " + MARK);
                ruleset.rule(entry, "fib saddr type local goto " + all);
            } else {
                ruleset.rule(entry, "fib saddr type local " + MARK);
            }
        } else {
            ruleset.rule(entry, MARK);
        }
        ruleset.rule(
                entry,
                "goto "
                        + endpointsChain(
                                service, service.externalEndpoints(), service.externalLocal()));
        for (String address : service.externalAddresses()) {
            ruleset.element(SERVICE_ADDRESSES, key(address, service), "goto " + entry);
        }
        for (String address : service.loadBalancerAddresses()) {
            ruleset.element(SERVICE_ADDRESSES, key(address, service), "goto " + entry);
            if (!service.sourceRanges().isEmpty()) {
                ruleset.element(FIREWALL, key(address, service), "goto " + firewall(service));
            }
        }
        if (service.nodePort() > 0) {
            ruleset.element(NODE_PORTS, nodePortKey(service), "goto " + entry);
        }
    }

    private String firewall(ServicePort service) {
        String chain = "firewall-" + id(service.name());
        if (!ruleset.chains().containsKey(chain)) {
            ruleset.rule(
                    chain,
                    "ip saddr != { " + String.join(", ", service.sourceRanges()) + " } drop");
        }
        return chain;
    }

    /// Traffic that has endpoints elsewhere but none here by policy is dropped; without any endpoint it is refused.
    private void refuse(ServicePort service, String address, boolean elsewhere) {
        ruleset.element(
                NO_ENDPOINT_SERVICES,
                key(address, service),
                elsewhere ? "drop" : "goto reject-chain");
    }

    /// The chain that chooses among `endpoints`.
    private String endpointsChain(
            ServicePort service, List<Endpoint> endpoints, boolean localOnly) {
        String chain = (localOnly ? "local-" : "service-") + id(service.name());
        if (ruleset.chains().containsKey(chain)) {
            return chain;
        }
        if (service.affinitySeconds() > 0) {
            for (Endpoint endpoint : endpoints) {
                ruleset.rule(
                        chain,
                        "ip saddr @"
                                + affinitySet(service, endpoint)
                                + " goto "
                                + endpointChain(service, endpoint));
            }
        }
        StringBuilder choice =
                new StringBuilder("numgen random mod " + endpoints.size() + " vmap {");
        for (int i = 0; i < endpoints.size(); i++) {
            choice.append(i == 0 ? " " : ", ")
                    .append(i)
                    .append(" : goto ")
                    .append(endpointChain(service, endpoints.get(i)));
        }
        ruleset.rule(chain, choice.append(" }").toString());
        return chain;
    }

    private String endpointChain(ServicePort service, Endpoint endpoint) {
        String chain = "endpoint-" + id(service.name() + "/" + endpoint);
        if (ruleset.chains().containsKey(chain)) {
            return chain;
        }
        // A pod that reaches itself must see the answer come from the service.
        ruleset.rule(chain, "ip saddr " + endpoint.address() + " " + MARK);
        if (service.affinitySeconds() > 0) {
            ruleset.rule(chain, "update @" + affinitySet(service, endpoint) + " { ip saddr }");
        }
        ruleset.rule(chain, "meta l4proto " + service.protocol() + " dnat to " + endpoint);
        return chain;
    }

    private String affinitySet(ServicePort service, Endpoint endpoint) {
        String set = "affinity-" + id(service.name() + "/" + endpoint);
        ruleset.affinitySets().put(set, service.affinitySeconds());
        return set;
    }

    private void hostPort(HostPort port) {
        String target = port.podAddress() + ":" + port.containerPort();
        String chain =
                "hostport-"
                        + id(
                                port.protocol()
                                        + "/"
                                        + port.hostAddress()
                                        + "/"
                                        + port.hostPort()
                                        + "/"
                                        + target);
        if (ruleset.chains().containsKey(chain)) {
            return;
        }
        ruleset.rule(chain, "ip saddr " + port.podAddress() + " " + MARK);
        ruleset.rule(chain, "ip saddr 127.0.0.0/8 " + MARK);
        ruleset.rule(chain, "meta l4proto " + port.protocol() + " dnat to " + target);
        String key = port.protocol() + " . " + port.hostPort();
        if (port.hostAddress().isEmpty()) {
            ruleset.element(HOST_PORTS, key, "goto " + chain);
        } else {
            ruleset.element(
                    HOST_PORTS_OF_ADDRESS, port.hostAddress() + " . " + key, "goto " + chain);
        }
    }

    private static String key(String address, ServicePort service) {
        return address + " . " + service.protocol() + " . " + service.port();
    }

    private static String nodePortKey(ServicePort service) {
        return service.protocol() + " . " + service.nodePort();
    }

    /// A short name for a chain that tells readers of the ruleset what it belongs to.
    private static String id(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        String plain = name.replaceAll("[^A-Za-z0-9]+", "-");
        String shown = plain.length() > 60 ? plain.substring(0, 60) : plain;
        return "%08x-%s".formatted(crc.getValue(), shown.replaceAll("-$", ""));
    }
}
