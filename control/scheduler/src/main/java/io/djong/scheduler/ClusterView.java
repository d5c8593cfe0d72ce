package io.djong.scheduler;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The nodes and the pods on them, with pods counted where they were just sent before the cluster says so.
///
/// Confined to the scheduling thread.
final class ClusterView {

    private final Map<String, NodeState> nodes = new HashMap<>();

    /// The nodes in a stable order, so that a search can go on where the last one ended.
    private final List<NodeState> order = new ArrayList<>();

    /// The node that each pod counts on, by uid.
    private final Map<String, String> places = new HashMap<>();

    /// Pods on nodes that are not known yet.
    private final Map<String, PodState> homeless = new HashMap<>();

    /// Returns the change it means for waiting pods, or null when it means nothing to them.
    @Nullable ClusterChange put(Node node) {
        NodeState known = nodes.get(node.name());
        if (known != null) {
            boolean differs = known.differsForPods(node);
            known.update(node);
            return differs ? ClusterChange.NODE_CHANGED : null;
        }
        NodeState added = new NodeState(node);
        nodes.put(node.name(), added);
        order.add(added);
        List<PodState> arrived =
                homeless.values().stream()
                        .filter(pod -> pod.pod().spec().nodeName().equals(node.name()))
                        .toList();
        arrived.forEach(pod -> place(pod, node.name()));
        return ClusterChange.NODE_ADDED;
    }

    /// Its pods count again when a node of that name comes back.
    void removeNode(String name) {
        NodeState gone = nodes.remove(name);
        if (gone != null) {
            order.remove(gone);
            for (PodState pod : gone.pods()) {
                places.remove(pod.uid());
                homeless.put(pod.uid(), pod);
            }
        }
    }

    /// Counts the pod on the node, in place of where it counted before.
    void place(PodState pod, String nodeName) {
        remove(pod.uid());
        NodeState node = nodes.get(nodeName);
        if (node == null) {
            homeless.put(pod.uid(), pod);
        } else {
            node.add(pod);
            places.put(pod.uid(), nodeName);
        }
    }

    boolean isPlaced(String uid) {
        return places.containsKey(uid) || homeless.containsKey(uid);
    }

    /// Returns whether it counted anywhere.
    boolean remove(String uid) {
        boolean wasHomeless = homeless.remove(uid) != null;
        String place = places.remove(uid);
        NodeState node = place == null ? null : nodes.get(place);
        if (node != null) {
            node.remove(uid);
        }
        return wasHomeless || place != null;
    }

    List<NodeState> nodes() {
        return order;
    }

    @Nullable NodeState node(String name) {
        return nodes.get(name);
    }

    /// Whether a pod occupies its node; one that has ended does not.
    static boolean occupies(Pod pod) {
        String phase = pod.status().phase();
        return !pod.spec().nodeName().isEmpty()
                && !phase.equals("Succeeded")
                && !phase.equals("Failed");
    }
}
