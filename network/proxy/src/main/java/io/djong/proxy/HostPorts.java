package io.djong.proxy;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerPort;
import io.djong.api.core.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The host ports of the pods on a node.
final class HostPorts {

    private HostPorts() {}

    /// None while the pod has no address of its own, or has ended.
    static List<HostPort> of(Pod pod) {
        String address = pod.status().podIP();
        String phase = pod.status().phase();
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        if (address.isEmpty() || address.contains(":") || ended || pod.spec().hostNetwork()) {
            return List.of();
        }
        List<HostPort> ports = new ArrayList<>();
        for (Container container : pod.spec().containers()) {
            add(container, address, ports);
        }
        for (Container init : pod.spec().initContainers()) {
            if ("Always".equals(init.restartPolicy())) {
                add(init, address, ports);
            }
        }
        return ports;
    }

    private static void add(Container container, String address, List<HostPort> ports) {
        for (ContainerPort port : container.ports()) {
            if (port.hostPort() > 0) {
                String protocol =
                        port.protocol().isEmpty()
                                ? "tcp"
                                : port.protocol().toLowerCase(Locale.ROOT);
                String host = port.hostIP().equals("0.0.0.0") ? "" : port.hostIP();
                ports.add(
                        new HostPort(
                                host, protocol, port.hostPort(), address, port.containerPort()));
            }
        }
    }
}
