package io.djong.scheduler.plugins;

import io.djong.scheduler.ClusterChange;
import io.djong.scheduler.FilterPlugin;
import io.djong.scheduler.NodeState;
import io.djong.scheduler.PodState;
import io.djong.scheduler.ResourceAmounts;
import io.djong.scheduler.ScorePlugin;
import io.djong.scheduler.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Wants enough of every requested resource free on the node, and prefers the node with most left (`LeastAllocated`).
///
/// @spec https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ Resource Management
public final class NodeResourcesFit implements FilterPlugin, ScorePlugin {

    @Override
    public String name() {
        return "NodeResourcesFit";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public Verdict filter(PodState pod, NodeState node) {
        ResourceAmounts wanted = pod.requests();
        ResourceAmounts has = node.allocatable();
        ResourceAmounts used = node.requested();
        List<String> reasons = List.of();
        if (node.pods().size() + 1 > node.podsMax()) {
            reasons = and(reasons, "Too many pods");
        }
        if (lacks(wanted.milliCpu(), has.milliCpu(), used.milliCpu())) {
            reasons = and(reasons, "Insufficient cpu");
        }
        if (lacks(wanted.memory(), has.memory(), used.memory())) {
            reasons = and(reasons, "Insufficient memory");
        }
        if (lacks(wanted.ephemeralStorage(), has.ephemeralStorage(), used.ephemeralStorage())) {
            reasons = and(reasons, "Insufficient ephemeral-storage");
        }
        for (var other : wanted.others().entrySet()) {
            long available = has.others().getOrDefault(other.getKey(), 0L);
            if (lacks(
                    other.getValue(), available, used.others().getOrDefault(other.getKey(), 0L))) {
                reasons = and(reasons, "Insufficient " + other.getKey());
            }
        }
        return reasons.isEmpty() ? Verdict.FITS : new Verdict.Rejects(reasons);
    }

    private static boolean lacks(long wanted, long has, long used) {
        return wanted > 0 && wanted > has - used;
    }

    private static List<String> and(List<String> reasons, String more) {
        List<String> all = new ArrayList<>(reasons);
        all.add(more);
        return all;
    }

    @Override
    public long[] score(PodState pod, List<NodeState> nodes) {
        long[] scores = new long[nodes.size()];
        for (int i = 0; i < scores.length; i++) {
            NodeState node = nodes.get(i);
            long cpu =
                    left(
                            node.allocatable().milliCpu(),
                            node.compared().milliCpu() + pod.compared().milliCpu());
            long memory =
                    left(
                            node.allocatable().memory(),
                            node.compared().memory() + pod.compared().memory());
            scores[i] = (cpu + memory) / 2;
        }
        return scores;
    }

    private static long left(long has, long used) {
        return has == 0 || used > has ? 0 : (has - used) * MAX / has;
    }

    @Override
    public Set<ClusterChange> wakesOn() {
        return Set.of(
                ClusterChange.NODE_ADDED,
                ClusterChange.NODE_CHANGED,
                ClusterChange.POD_REMOVED,
                ClusterChange.POD_CHANGED);
    }
}
