package io.djong.auth.pki;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Whom the certificates of a cluster stand for.
///
/// @param clusterDomain `cluster.local`
/// @param serviceAddresses of the service `kubernetes`, the first of each service range
/// @param nodeAddresses by which the node and the API server are reached
/// @param extraNames further host names and addresses of the API server
public record PkiNames(
        String nodeName,
        String clusterDomain,
        List<String> serviceAddresses,
        List<String> nodeAddresses,
        List<String> extraNames) {

    /// As kubeadm names the server, and `localhost` for those who come from this machine.
    ///
    /// @spec https://kubernetes.io/docs/setup/best-practices/certificates/ PKI certificates and requirements
    Leaf apiServer() {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        names.add(nodeName);
        names.add("kubernetes");
        names.add("kubernetes.default");
        names.add("kubernetes.default.svc");
        names.add("kubernetes.default.svc." + clusterDomain);
        names.add("localhost");
        LinkedHashSet<String> addresses = new LinkedHashSet<>(serviceAddresses);
        addresses.addAll(nodeAddresses);
        addresses.add("127.0.0.1");
        addresses.add("::1");
        for (String extra : extraNames) {
            (isAddress(extra) ? addresses : names).add(extra);
        }
        return new Leaf(
                "apiserver",
                "kube-apiserver",
                List.of(),
                Leaf.Usage.SERVER,
                List.copyOf(names),
                List.copyOf(addresses));
    }

    Leaf kubeletServer() {
        LinkedHashSet<String> addresses = new LinkedHashSet<>(nodeAddresses);
        addresses.add("127.0.0.1");
        return new Leaf(
                "kubelet",
                "system:node:" + nodeName,
                List.of("system:nodes"),
                Leaf.Usage.SERVER,
                List.of(nodeName, "localhost"),
                List.copyOf(addresses));
    }

    /// All clients that the cluster authority vouches for.
    List<Leaf> clients() {
        List<Leaf> clients = new ArrayList<>();
        clients.add(
                Leaf.client(
                        "apiserver-kubelet-client",
                        "kube-apiserver-kubelet-client",
                        "system:masters"));
        clients.add(Leaf.client("kubelet-client", "system:node:" + nodeName, "system:nodes"));
        clients.add(Leaf.client("admin", "kubernetes-admin", "system:masters"));
        clients.add(Leaf.client("controller-manager", "system:kube-controller-manager"));
        clients.add(Leaf.client("scheduler", "system:kube-scheduler"));
        clients.add(Leaf.client("kube-proxy", "system:kube-proxy"));
        return clients;
    }

    private static boolean isAddress(String text) {
        return text.indexOf(':') >= 0
                || text.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }
}
