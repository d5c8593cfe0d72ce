package io.djong.kubelet.containers;

import io.djong.api.core.v1.HostAlias;
import io.djong.api.core.v1.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The `/etc/hosts` of a pod, as upstream writes it.
///
/// @spec https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/ Hosts file
final class HostsFile {

    private static final String OF_THE_HOST = "# Kubernetes-managed hosts file (host network).\n";
    private static final String OF_A_POD =
            """
            # Kubernetes-managed hosts file.
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            fe00::0\tip6-mcastprefix
            fe00::1\tip6-allnodes
            fe00::2\tip6-allrouters
            """;

    private HostsFile() {}

    static String text(Pod pod, List<String> addresses, Hostnames names, Path hostsOfNode)
            throws IOException {
        StringBuilder text = new StringBuilder();
        if (pod.spec().hostNetwork()) {
            text.append(OF_THE_HOST).append(Files.readString(hostsOfNode));
        } else {
            text.append(OF_A_POD);
            for (String address : addresses) {
                text.append(address).append('\t');
                if (!names.domain().isEmpty()) {
                    text.append(names.qualified()).append('\t');
                }
                text.append(names.name()).append('\n');
            }
        }
        if (!pod.spec().hostAliases().isEmpty()) {
            text.append("\n# Entries added by HostAliases.\n");
            for (HostAlias alias : pod.spec().hostAliases()) {
                text.append(alias.ip())
                        .append('\t')
                        .append(String.join("\t", alias.hostnames()))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
