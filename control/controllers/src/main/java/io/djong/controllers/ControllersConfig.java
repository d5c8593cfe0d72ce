package io.djong.controllers;

import io.djong.controllers.node.NodeConfig;

/// What the controllers need to be told.
///
/// @param rootCa the certificate of the API server's authority as PEM, published to every namespace; "" publishes none
/// @param clusterCidr from which nodes get their pods' addresses, as `10.244.0.0/16`; "" when somebody else hands them out
/// @param nodeCidrBits the length of a node's own prefix
/// @param terminatedPodThreshold beyond this many ended pods the oldest are removed
public record ControllersConfig(
        String rootCa,
        String clusterCidr,
        int nodeCidrBits,
        NodeConfig node,
        int terminatedPodThreshold) {

    /// As kube-controller-manager 1.36 without flags.
    public static ControllersConfig defaults(String rootCa) {
        return new ControllersConfig(rootCa, "", 24, NodeConfig.defaults(), 12_500);
    }

    public ControllersConfig withClusterCidr(String cidr) {
        return new ControllersConfig(rootCa, cidr, nodeCidrBits, node, terminatedPodThreshold);
    }
}
