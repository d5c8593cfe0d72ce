package io.djong.scheduler.plugins;

import io.djong.scheduler.NodeState;
import io.djong.scheduler.PodState;
import io.djong.scheduler.ScorePlugin;
import java.util.List;

/// Prefers nodes whose CPU and memory would be used to a similar degree.
public final class NodeResourcesBalancedAllocation implements ScorePlugin {

    @Override
    public String name() {
        return "NodeResourcesBalancedAllocation";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long[] score(PodState pod, List<NodeState> nodes) {
        long[] scores = new long[nodes.size()];
        boolean asksForNothing = pod.requests().milliCpu() == 0 && pod.requests().memory() == 0;
        for (int i = 0; !asksForNothing && i < scores.length; i++) {
            NodeState node = nodes.get(i);
            double cpu =
                    fraction(
                            node.requested().milliCpu() + pod.requests().milliCpu(),
                            node.allocatable().milliCpu());
            double memory =
                    fraction(
                            node.requested().memory() + pod.requests().memory(),
                            node.allocatable().memory());
            // The standard deviation of two values is half their distance.
            scores[i] = (long) ((1 - Math.abs(cpu - memory) / 2) * MAX);
        }
        return scores;
    }

    private static double fraction(long used, long has) {
        return has == 0 ? 1 : Math.min(1, (double) used / has);
    }
}
