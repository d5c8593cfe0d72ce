package io.djong.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for nodes that a pod fits on; in a large cluster it stops when it has enough of them.
///
/// Confined to the scheduling thread.
final class NodeSearch {

    /// Fewer nodes than this are all looked at, as upstream does.
    static final int NODES_MIN = 100;

    /// @param rejections for every node in order when none is feasible; unspecified otherwise
    record Found(List<NodeState> feasible, List<Framework.Rejection> rejections) {}

    private final Framework framework;
    private int start;

    NodeSearch(Framework framework) {
        this.framework = framework;
    }

    Found find(PodState pod, List<NodeState> nodes) {
        int enough = enough(nodes.size());
        List<NodeState> feasible = new ArrayList<>(Math.min(enough, nodes.size()));
        Framework.Rejection[] rejections = new Framework.Rejection[nodes.size()];
        int looked = 0;
        while (looked < nodes.size() && feasible.size() < enough) {
            int at = (start + looked++) % nodes.size();
            Optional<Framework.Rejection> rejection = framework.filter(pod, nodes.get(at));
            if (rejection.isEmpty()) {
                feasible.add(nodes.get(at));
            } else {
                rejections[at] = rejection.get();
            }
        }
        if (!nodes.isEmpty()) {
            // The next search begins where this one ended, so that all nodes get their share.
            start = (start + looked) % nodes.size();
        }
        return new Found(feasible, feasible.isEmpty() ? List.of(rejections) : List.of());
    }

    /// Between half of the nodes and a twentieth, the fewer the larger the cluster.
    ///
    /// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/scheduler-perf-tuning/ Scheduler Performance Tuning
    static int enough(int nodes) {
        if (nodes < NODES_MIN) {
            return nodes;
        }
        int percent = Math.max(5, 50 - nodes / 125);
        return Math.max(NODES_MIN, nodes * percent / 100);
    }
}
