package io.djong.scheduler.plugins;

import io.djong.api.core.v1.Taint;
import io.djong.scheduler.ClusterChange;
import io.djong.scheduler.FilterPlugin;
import io.djong.scheduler.NodeState;
import io.djong.scheduler.PodState;
import io.djong.scheduler.ScorePlugin;
import io.djong.scheduler.Verdict;
import java.util.List;
import java.util.Set;

/// Keeps pods off nodes whose taints they do not tolerate, and prefers nodes with few soft taints.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ Taints and Tolerations
public final class TaintToleration implements FilterPlugin, ScorePlugin {

    private static final Verdict UNTOLERATED =
            new Verdict.RejectsForGood("node(s) had untolerated taint(s)");

    @Override
    public String name() {
        return "TaintToleration";
    }

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public Verdict filter(PodState pod, NodeState node) {
        for (Taint taint : node.taints()) {
            if (!isSoft(taint) && !Tolerations.tolerates(pod.tolerations(), taint)) {
                return UNTOLERATED;
            }
        }
        return Verdict.FITS;
    }

    @Override
    public long[] score(PodState pod, List<NodeState> nodes) {
        long[] scores = new long[nodes.size()];
        for (int i = 0; i < scores.length; i++) {
            for (Taint taint : nodes.get(i).taints()) {
                if (isSoft(taint) && !Tolerations.tolerates(pod.tolerations(), taint)) {
                    scores[i]++;
                }
            }
        }
        return Scores.normalized(scores, true);
    }

    @Override
    public Set<ClusterChange> wakesOn() {
        return Set.of(
                ClusterChange.NODE_ADDED, ClusterChange.NODE_CHANGED, ClusterChange.POD_CHANGED);
    }

    private static boolean isSoft(Taint taint) {
        return taint.effect().equals("PreferNoSchedule");
    }
}
