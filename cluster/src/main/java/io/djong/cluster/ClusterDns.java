package io.djong.cluster;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import io.djong.api.core.v1.ServiceSpec;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Client;
import io.djong.client.Informers;
import io.djong.dns.DnsServer;
import io.djong.meta.IntOrString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The cluster's DNS on this node.
///
/// The node itself has the address of the Service `kube-dns`, so that a question never leaves it; the Service carries the label
/// by which the proxy leaves it alone.
final class ClusterDns {

    private static final int PORT = 53;

    private static final String ADDRESS_FILE = "dns-address";

    private ClusterDns() {}

    /// Makes the objects that users of kubeadm know, unless they are there.
    static void ensureObjects(Client client, String address, String domain) {
        createIfAbsent(
                client,
                ConfigMap.KIND
                        .empty()
                        .withMetadata(
                                ObjectMeta.EMPTY.withNamespace("kube-system").withName("coredns"))
                        .withData(Map.of("Corefile", DnsServer.defaultCorefile(domain))));
        createIfAbsent(
                client,
                Service.KIND
                        .empty()
                        .withMetadata(
                                ObjectMeta.EMPTY
                                        .withNamespace("kube-system")
                                        .withName("kube-dns")
                                        .withLabels(
                                                Map.of(
                                                        "k8s-app", "kube-dns",
                                                        "kubernetes.io/cluster-service", "true",
                                                        "kubernetes.io/name", "CoreDNS",
                                                        "service.kubernetes.io/service-proxy-name",
                                                                "djong-dns")))
                        .withSpec(
                                ServiceSpec.EMPTY
                                        .withClusterIP(address)
                                        .withPorts(
                                                List.of(
                                                        port("dns", "UDP"),
                                                        port("dns-tcp", "TCP")))));
    }

    private static ServicePort port(String name, String protocol) {
        return ServicePort.EMPTY
                .withName(name)
                .withProtocol(protocol)
                .withPort(PORT)
                .withTargetPort(IntOrString.of(PORT));
    }

    private static <T extends io.djong.api.ApiObject<T>> void createIfAbsent(
            Client client, T object) {
        if (client.find(object.ofKind(), object.key()).isEmpty()) {
            client.create(object);
        }
    }

    /// Takes the address and serves on it.
    static DnsServer start(
            Path dataDir,
            String address,
            String domain,
            Informers informers,
            RandomGenerator random)
            throws IOException, InterruptedException {
        ip("address", "replace", address + "/32", "dev", "lo");
        Files.writeString(dataDir.resolve(ADDRESS_FILE), address);
        DnsServer server = new DnsServer(domain, address, informers, random);
        server.start(PORT);
        return server;
    }

    /// Gives the address back, as part of removing a cluster.
    static void removeAddress(Path dataDir) throws IOException, InterruptedException {
        Path file = dataDir.resolve(ADDRESS_FILE);
        if (Files.exists(file)) {
            ip("address", "delete", Files.readString(file) + "/32", "dev", "lo");
        }
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        int code = process.waitFor();
        boolean alreadyGone =
                arguments[1].equals("delete") && said.contains("Cannot assign requested address");
        if (code != 0 && !alreadyGone) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }
}
