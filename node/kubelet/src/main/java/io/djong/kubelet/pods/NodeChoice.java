package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerPort;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeSelectorRequirement;
import io.djong.api.core.v1.NodeSelectorTerm;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Taint;
import io.djong.api.core.v1.Toleration;
import io.djong.kubelet.pods.Admission.Rejection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether a pod and this node want each other: selectors, affinity, taints, ports.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ Assigning pods to nodes
public final class NodeChoice {

    private final Supplier<Optional<Node>> node;

    public NodeChoice(Supplier<Optional<Node>> node) {
        this.node = node;
    }

    @Nullable Rejection check(Pod pod, Collection<Pod> others) {
        Optional<Node> known = node.get();
        if (known.isPresent() && !matches(pod, known.get())) {
            return new Rejection(
                    "NodeAffinity",
                    "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector");
        }
        if (known.isPresent() && isRepelled(pod, known.get())) {
            return new Rejection(
                    "TaintToleration",
                    "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate");
        }
        List<ContainerPort> wanted = hostPorts(pod);
        for (Pod other : others) {
            for (ContainerPort taken : hostPorts(other)) {
                if (wanted.stream().anyMatch(port -> collide(port, taken))) {
                    return new Rejection(
                            "NodePorts",
                            "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports");
                }
            }
        }
        return null;
    }

    private static boolean matches(Pod pod, Node node) {
        Map<String, String> labels = node.labels();
        for (Map.Entry<String, String> wanted : pod.spec().nodeSelector().entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        var affinity = pod.spec().affinity();
        var nodeAffinity = affinity == null ? null : affinity.nodeAffinity();
        var required =
                nodeAffinity == null
                        ? null
                        : nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution();
        return required == null
                || required.nodeSelectorTerms().stream().anyMatch(term -> matches(term, node));
    }

    private static boolean matches(NodeSelectorTerm term, Node node) {
        boolean isEmpty = term.matchExpressions().isEmpty() && term.matchFields().isEmpty();
        return !isEmpty
                && term.matchExpressions().stream().allMatch(one -> matches(one, node.labels()))
                && term.matchFields().stream()
                        .allMatch(one -> matches(one, Map.of("metadata.name", node.name())));
    }

    private static boolean matches(NodeSelectorRequirement one, Map<String, String> labels) {
        String value = labels.get(one.key());
        return switch (one.operator()) {
            case "In" -> value != null && one.values().contains(value);
            case "NotIn" -> value == null || !one.values().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> value != null && number(value) > number(one.values().getFirst());
            case "Lt" -> value != null && number(value) < number(one.values().getFirst());
            default -> false;
        };
    }

    private static long number(String text) {
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /// Only taints that drive out what runs matter to a kubelet.
    private static boolean isRepelled(Pod pod, Node node) {
        return node.spec().taints().stream()
                .filter(taint -> taint.effect().equals("NoExecute"))
                .anyMatch(taint ->
                        pod.spec().tolerations().stream()
                                .noneMatch(toleration -> tolerates(toleration, taint)));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        boolean effect =
                toleration.effect().isEmpty() || toleration.effect().equals(taint.effect());
        boolean key = toleration.key().isEmpty() || toleration.key().equals(taint.key());
        boolean exists = toleration.operator().equals("Exists");
        return effect && key && (exists || toleration.value().equals(taint.value()));
    }

    private static List<ContainerPort> hostPorts(Pod pod) {
        List<ContainerPort> ports = new ArrayList<>();
        for (Container container : pod.spec().containers()) {
            container.ports().stream().filter(port -> port.hostPort() != 0).forEach(ports::add);
        }
        return ports;
    }

    private static boolean collide(ContainerPort a, ContainerPort b) {
        boolean sameProtocol = protocol(a).equals(protocol(b));
        boolean sameAddress =
                isAny(a.hostIP()) || isAny(b.hostIP()) || a.hostIP().equals(b.hostIP());
        return a.hostPort() == b.hostPort() && sameProtocol && sameAddress;
    }

    private static String protocol(ContainerPort port) {
        return port.protocol().isEmpty() ? "TCP" : port.protocol();
    }

    private static boolean isAny(String address) {
        return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
    }
}
