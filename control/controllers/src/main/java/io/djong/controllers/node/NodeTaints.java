package io.djong.controllers.node;

import io.djong.api.Nodes;
import io.djong.api.Tolerations;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeCondition;
import io.djong.api.core.v1.Taint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which taints a node's conditions call for.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-nodes-by-condition Taint Nodes by Condition
final class NodeTaints {

    static final String NOT_READY = "node.kubernetes.io/not-ready";
    static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

    private static final Set<String> BY_CONDITION =
            Set.of(
                    NOT_READY,
                    UNREACHABLE,
                    UNSCHEDULABLE,
                    "node.kubernetes.io/memory-pressure",
                    "node.kubernetes.io/disk-pressure",
                    "node.kubernetes.io/pid-pressure",
                    "node.kubernetes.io/network-unavailable");

    private NodeTaints() {}

    enum Health {
        READY,
        NOT_READY,
        /// Nothing is heard of it.
        UNREACHABLE
    }

    static Health health(Node node) {
        NodeCondition ready = Nodes.condition(node, "Ready");
        if (ready == null) {
            return Health.NOT_READY;
        }
        return switch (ready.status()) {
            case "True" -> Health.READY;
            case "False" -> Health.NOT_READY;
            default -> Health.UNREACHABLE;
        };
    }

    /// The taints that the node should have: its own, those of its conditions, and that which evicts if it `mayEvict`.
    static List<Taint> wanted(Node node, boolean mayEvict, Instant now) {
        List<Taint> wanted = new ArrayList<>();
        List<Taint> called = called(node, mayEvict);
        for (Taint taint : node.spec().taints()) {
            if (!isOurs(taint) || contains(called, taint)) {
                wanted.add(taint);
            }
        }
        for (Taint taint : called) {
            if (!contains(wanted, taint)) {
                wanted.add(taint.withTimeAdded(now));
            }
        }
        return wanted;
    }

    private static boolean isOurs(Taint taint) {
        boolean evicts = taint.effect().equals("NoExecute");
        return evicts
                ? taint.key().equals(NOT_READY) || taint.key().equals(UNREACHABLE)
                : taint.effect().equals("NoSchedule") && BY_CONDITION.contains(taint.key());
    }

    private static boolean contains(List<Taint> taints, Taint taint) {
        return taints.stream().anyMatch(one -> Tolerations.same(one, taint));
    }

    private static List<Taint> called(Node node, boolean mayEvict) {
        List<Taint> called = new ArrayList<>();
        Health health = health(node);
        if (Nodes.condition(node, "Ready") != null && health != Health.READY) {
            called.add(taint(key(health), "NoSchedule"));
        }
        addIfTrue(node, "MemoryPressure", "node.kubernetes.io/memory-pressure", called);
        addIfTrue(node, "DiskPressure", "node.kubernetes.io/disk-pressure", called);
        addIfTrue(node, "PIDPressure", "node.kubernetes.io/pid-pressure", called);
        addIfTrue(node, "NetworkUnavailable", "node.kubernetes.io/network-unavailable", called);
        if (node.spec().unschedulable()) {
            called.add(taint(UNSCHEDULABLE, "NoSchedule"));
        }
        if (health != Health.READY && mayEvict) {
            called.add(taint(key(health), "NoExecute"));
        }
        return called;
    }

    private static String key(Health health) {
        return health == Health.UNREACHABLE ? UNREACHABLE : NOT_READY;
    }

    /// Whether the node has the taint that evicts for its present health.
    static boolean evicts(Node node) {
        return contains(node.spec().taints(), taint(key(health(node)), "NoExecute"));
    }

    private static void addIfTrue(Node node, String condition, String key, List<Taint> called) {
        NodeCondition found = Nodes.condition(node, condition);
        if (found != null && found.status().equals("True")) {
            called.add(taint(key, "NoSchedule"));
        }
    }

    private static Taint taint(String key, String effect) {
        return Taint.EMPTY.withKey(key).withEffect(effect);
    }
}
