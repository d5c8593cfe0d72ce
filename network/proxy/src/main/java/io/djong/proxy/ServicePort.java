package io.djong.proxy;

import java.util.List;

/// One port of one Service: how it is reached and where it leads.
///
/// @param name `namespace/service/protocol/port-name`, unique on this node
/// @param protocol `tcp`, `udp` or `sctp`
/// @param nodePort 0 for none
/// @param externalAddresses external and load-balancer addresses
/// @param sourceRanges who may use the load-balancer addresses; everybody when empty
/// @param affinitySeconds how long a client stays with its endpoint; 0 for no affinity
/// @param internalLocal `internalTrafficPolicy: Local`
/// @param externalLocal `externalTrafficPolicy: Local`
public record ServicePort(
        String name,
        String protocol,
        String clusterAddress,
        int port,
        int nodePort,
        List<String> externalAddresses,
        List<String> loadBalancerAddresses,
        List<String> sourceRanges,
        int affinitySeconds,
        boolean internalLocal,
        boolean externalLocal,
        List<Endpoint> endpoints) {

    /// The endpoints that traffic from inside the cluster goes to.
    List<Endpoint> internalEndpoints() {
        return internalLocal ? localEndpoints() : endpoints;
    }

    /// The endpoints that traffic from outside the cluster goes to.
    List<Endpoint> externalEndpoints() {
        return externalLocal ? localEndpoints() : endpoints;
    }

    private List<Endpoint> localEndpoints() {
        return endpoints.stream().filter(Endpoint::local).toList();
    }
}
