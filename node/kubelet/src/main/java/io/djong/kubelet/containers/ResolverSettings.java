package io.djong.kubelet.containers;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodDNSConfig;
import io.djong.api.core.v1.PodDNSConfigOption;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.runtime.cri.DNSConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a pod's `/etc/resolv.conf` says.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy DNS policy
public final class ResolverSettings {

    private static final int SERVERS_MAX = 3;
    private static final int SEARCHES_MAX = 32;

    private final KubeletConfig.Dns dns;

    public ResolverSettings(KubeletConfig.Dns dns) {
        this.dns = dns;
    }

    DNSConfig of(Pod pod) {
        String policy = pod.spec().dnsPolicy().isEmpty() ? "ClusterFirst" : pod.spec().dnsPolicy();
        boolean asksCluster =
                (policy.equals("ClusterFirst") && !pod.spec().hostNetwork())
                        || policy.equals("ClusterFirstWithHostNet");
        Set<String> servers = new LinkedHashSet<>();
        Set<String> searches = new LinkedHashSet<>();
        Map<String, String> options = new LinkedHashMap<>();
        if (asksCluster && !dns.clusterDns().isEmpty()) {
            servers.addAll(dns.clusterDns());
            searches.add(pod.namespace() + ".svc." + dns.clusterDomain());
            searches.add("svc." + dns.clusterDomain());
            searches.add(dns.clusterDomain());
            readHost(new LinkedHashSet<>(), searches, new LinkedHashMap<>());
            options.put("ndots", "5");
        } else if (!policy.equals("None")) {
            readHost(servers, searches, options);
        }
        PodDNSConfig more = pod.spec().dnsConfig();
        if (more != null) {
            servers.addAll(more.nameservers());
            searches.addAll(more.searches());
            for (PodDNSConfigOption option : more.options()) {
                String value = option.value();
                options.put(option.name(), value == null ? "" : value);
            }
        }
        DNSConfig.Builder config = DNSConfig.newBuilder();
        servers.stream().limit(SERVERS_MAX).forEach(config::addServers);
        searches.stream().limit(SEARCHES_MAX).forEach(config::addSearches);
        options.forEach(
                (name, value) -> config.addOptions(value.isEmpty() ? name : name + ":" + value));
        return config.build();
    }

    private void readHost(Set<String> servers, Set<String> searches, Map<String, String> options) {
        if (dns.resolvConf().isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        try {
            Path file = Path.of(dns.resolvConf());
            if (Files.exists(file)) {
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException failure) {
            throw new ContainerConfigException(
                    "read %s: %s".formatted(dns.resolvConf(), failure.getMessage()), failure);
        }
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            switch (words[0]) {
                case "nameserver" -> {
                    if (words.length > 1) {
                        servers.add(words[1]);
                    }
                }
                case "search" -> {
                    for (int i = 1; i < words.length; i++) {
                        searches.add(words[i].equals(".") ? "." : words[i].replaceAll("\\.$", ""));
                    }
                }
                case "options" -> {
                    for (int i = 1; i < words.length; i++) {
                        String[] option = words[i].split(":", 2);
                        options.put(option[0], option.length > 1 ? option[1] : "");
                    }
                }
                default -> {}
            }
        }
    }
}
