package io.djong.admission.podsecurity;

import static io.djong.admission.podsecurity.Subject.objects;
import static io.djong.admission.podsecurity.Subject.securityContext;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What belongs to the node, which pods have to leave alone.
///
/// @spec https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline Baseline
final class HostChecks {

    private HostChecks() {}

    static Optional<Violation> hostNamespaces(Subject pod) {
        List<String> shared = new ArrayList<>();
        for (String namespace : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (pod.spec().bool(namespace)) {
                shared.add(namespace + "=true");
            }
        }
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("host namespaces", String.join(", ", shared)));
    }

    static Optional<Violation> hostPathVolumes(Subject pod) {
        List<String> volumes =
                objects(pod.spec(), "volumes").stream()
                        .filter(volume -> volume.value("hostPath") != null)
                        .map(volume -> volume.string("name"))
                        .toList();
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation("hostPath volumes", Subject.several("volume", volumes)));
    }

    static Optional<Violation> hostPorts(Subject pod) {
        Set<String> ports = new TreeSet<>();
        List<String> containers =
                pod.containersWhere(container -> {
                    boolean isBad = false;
                    for (Fields port : objects(container, "ports")) {
                        if (port.integer("hostPort") != 0) {
                            ports.add(Long.toString(port.integer("hostPort")));
                            isBad = true;
                        }
                    }
                    return isBad;
                });
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "hostPort",
                                "%s %s %s %s"
                                        .formatted(
                                                Subject.containers(containers),
                                                containers.size() == 1 ? "uses" : "use",
                                                ports.size() == 1 ? "hostPort" : "hostPorts",
                                                String.join(", ", ports))));
    }

    static Optional<Violation> hostProbes(Subject pod) {
        Set<String> hosts = new TreeSet<>();
        Set<String> containers = new TreeSet<>();
        for (Fields container : pod.containers()) {
            Set<String> own = new TreeSet<>();
            for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
                addHosts(container.fields(probe), own);
            }
            Fields lifecycle = container.fields("lifecycle");
            addHosts(lifecycle.fields("postStart"), own);
            addHosts(lifecycle.fields("preStop"), own);
            if (!own.isEmpty()) {
                containers.add(container.string("name"));
                hosts.addAll(own);
            }
        }
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "probe or lifecycle host",
                                "%s %s %s"
                                        .formatted(
                                                Subject.containers(containers),
                                                containers.size() == 1 ? "uses" : "use",
                                                Subject.several(
                                                        "probe or lifecycle host", hosts))));
    }

    private static void addHosts(Fields handler, Set<String> hosts) {
        for (String action : List.of("httpGet", "tcpSocket")) {
            String host = handler.fields(action).string("host");
            if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
    }

    static Optional<Violation> windowsHostProcess(Subject pod) {
        boolean byPod = pod.securityContext().fields("windowsOptions").bool("hostProcess");
        List<String> containers =
                pod.containersWhere(container ->
                        securityContext(container).fields("windowsOptions").bool("hostProcess"));
        return !byPod && containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "hostProcess",
                                Subject.setters(byPod, containers)
                                        + " must not set securityContext.windowsOptions.hostProcess=true"));
    }
}
