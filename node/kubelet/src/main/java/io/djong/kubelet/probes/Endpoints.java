package io.djong.kubelet.probes;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerPort;
import io.djong.meta.IntOrString;

/// Where a container is asked.
public final class Endpoints {

    private Endpoints() {}

    /// @throws IllegalArgumentException with upstream's words when there is no such port
    public static int port(IntOrString port, Container container) {
        return switch (port) {
            case IntOrString.Int(int number) -> number;
            case IntOrString.Text(String name) -> named(name, container);
        };
    }

    private static int named(String name, Container container) {
        for (ContainerPort candidate : container.ports()) {
            if (candidate.name().equals(name)) {
                return candidate.containerPort();
            }
        }
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "couldn't find port: \"%s\" in container ports".formatted(name), notANumber);
        }
    }

    static String authority(String host, int port) {
        return host.contains(":") ? "[%s]:%d".formatted(host, port) : host + ":" + port;
    }
}
