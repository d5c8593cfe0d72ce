package io.djong.volumes;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.HostIP;
import io.djong.api.core.v1.ObjectFieldSelector;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodIP;
import io.djong.api.core.v1.ResourceFieldSelector;
import io.djong.meta.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Answers what a pod may ask about itself, in environment variables and in files.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ Downward API
public final class DownwardApi {

    private DownwardApi() {}

    /// @throws VolumeException when there is no such field
    public static String field(Pod pod, ObjectFieldSelector selector) {
        String path = selector.fieldPath();
        int bracket = path.indexOf("['");
        if (bracket > 0 && path.endsWith("']")) {
            String key = path.substring(bracket + 2, path.length() - 2);
            return switch (path.substring(0, bracket)) {
                case "metadata.labels" -> pod.labels().getOrDefault(key, "");
                case "metadata.annotations" -> pod.annotations().getOrDefault(key, "");
                default -> throw unsupported(path);
            };
        }
        return switch (path) {
            case "metadata.name" -> pod.name();
            case "metadata.namespace" -> pod.namespace();
            case "metadata.uid" -> pod.uid();
            case "metadata.labels" -> formatted(pod.labels());
            case "metadata.annotations" -> formatted(pod.annotations());
            case "spec.nodeName" -> pod.spec().nodeName();
            case "spec.serviceAccountName" -> pod.spec().serviceAccountName();
            case "status.hostIP" -> pod.status().hostIP();
            case "status.podIP" -> pod.status().podIP();
            case "status.hostIPs" ->
                    pod.status().hostIPs().stream()
                            .map(HostIP::ip)
                            .collect(Collectors.joining(","));
            case "status.podIPs" ->
                    pod.status().podIPs().stream().map(PodIP::ip).collect(Collectors.joining(","));
            default -> throw unsupported(path);
        };
    }

    private static VolumeException unsupported(String path) {
        return new VolumeException("unsupported fieldPath: " + path);
    }

    /// One `key="value"` a line, in order of keys, quoted as Go's `%q` does.
    private static String formatted(Map<String, String> map) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + quoted(entry.getValue()))
                        .collect(Collectors.joining("\n"));
    }

    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '"' -> text.append("\\\"");
                        case '\\' -> text.append("\\\\");
                        case '\n' -> text.append("\\n");
                        case '\r' -> text.append("\\r");
                        case '\t' -> text.append("\\t");
                        default -> {
                            if (c < ' ' || c == 0x7f) {
                                text.append("\\x%02x".formatted(c));
                            } else {
                                text.appendCodePoint(c);
                            }
                        }
                    }
                });
        return text.append('"').toString();
    }

    /// A container's own limit or request; a limit that is not set is what the node has.
    ///
    /// @param allocatable what the node has for pods
    public static String resource(
            Pod pod,
            Container self,
            ResourceFieldSelector selector,
            Map<String, Quantity> allocatable) {
        Container container =
                selector.containerName().isEmpty()
                        ? self
                        : container(pod, selector.containerName());
        int dot = selector.resource().indexOf('.');
        if (dot < 0) {
            throw new VolumeException("unsupported container resource : " + selector.resource());
        }
        String name = selector.resource().substring(dot + 1);
        Quantity limit =
                container
                        .resources()
                        .limits()
                        .getOrDefault(name, allocatable.getOrDefault(name, Quantity.ZERO));
        Quantity amount =
                switch (selector.resource().substring(0, dot)) {
                    case "limits" -> limit;
                    case "requests" ->
                            container.resources().requests().getOrDefault(name, Quantity.ZERO);
                    default ->
                            throw new VolumeException(
                                    "unsupported container resource : " + selector.resource());
                };
        BigDecimal divisor =
                selector.divisor().isZero() ? BigDecimal.ONE : selector.divisor().amount();
        return amount.amount().divide(divisor, 0, RoundingMode.CEILING).toPlainString();
    }

    private static Container container(Pod pod, String name) {
        return Stream.concat(pod.spec().containers().stream(), pod.spec().initContainers().stream())
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new VolumeException("container %s not found".formatted(name)));
    }
}
