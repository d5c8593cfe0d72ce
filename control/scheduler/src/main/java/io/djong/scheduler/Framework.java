package io.djong.scheduler;

import io.djong.scheduler.plugins.ImageLocality;
import io.djong.scheduler.plugins.NodeAffinity;
import io.djong.scheduler.plugins.NodeName;
import io.djong.scheduler.plugins.NodePorts;
import io.djong.scheduler.plugins.NodeResourcesBalancedAllocation;
import io.djong.scheduler.plugins.NodeResourcesFit;
import io.djong.scheduler.plugins.NodeUnschedulable;
import io.djong.scheduler.plugins.TaintToleration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Runs the plug-ins in order. Pure but for the random choice among equals.
final class Framework {

    /// What a filter said, and which one.
    record Rejection(FilterPlugin by, Verdict verdict) {}

    private final List<FilterPlugin> filters;
    private final List<ScorePlugin> scores;
    private final RandomGenerator random;

    Framework(List<FilterPlugin> filters, List<ScorePlugin> scores, RandomGenerator random) {
        this.filters = filters;
        this.scores = scores;
        this.random = random;
    }

    /// The plug-ins of upstream's default profile, in its order.
    static Framework defaults(RandomGenerator random) {
        TaintToleration taints = new TaintToleration();
        NodeAffinity affinity = new NodeAffinity();
        NodeResourcesFit fit = new NodeResourcesFit();
        return new Framework(
                List.of(
                        new NodeUnschedulable(),
                        new NodeName(),
                        taints,
                        affinity,
                        new NodePorts(),
                        fit),
                List.of(
                        taints,
                        affinity,
                        fit,
                        new NodeResourcesBalancedAllocation(),
                        new ImageLocality()),
                random);
    }

    /// The first rejection, or empty when the pod fits on the node.
    Optional<Rejection> filter(PodState pod, NodeState node) {
        for (FilterPlugin filter : filters) {
            Verdict verdict = filter.filter(pod, node);
            if (!(verdict instanceof Verdict.Fits)) {
                return Optional.of(new Rejection(filter, verdict));
            }
        }
        return Optional.empty();
    }

    /// The best of the nodes that the pod fits on; any of the best when there are several.
    NodeState best(PodState pod, List<NodeState> feasible) {
        if (feasible.size() == 1) {
            return feasible.getFirst();
        }
        long[] totals = new long[feasible.size()];
        for (ScorePlugin score : scores) {
            long[] part = score.score(pod, feasible);
            for (int i = 0; i < totals.length; i++) {
                totals[i] += part[i] * score.weight();
            }
        }
        int best = 0;
        int equals = 1;
        for (int i = 1; i < totals.length; i++) {
            if (totals[i] > totals[best]) {
                best = i;
                equals = 1;
            } else if (totals[i] == totals[best] && random.nextInt(++equals) == 0) {
                best = i;
            }
        }
        return feasible.get(best);
    }
}
