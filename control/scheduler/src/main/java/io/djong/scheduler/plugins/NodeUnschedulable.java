package io.djong.scheduler.plugins;

import io.djong.api.core.v1.Taint;
import io.djong.scheduler.ClusterChange;
import io.djong.scheduler.FilterPlugin;
import io.djong.scheduler.NodeState;
import io.djong.scheduler.PodState;
import io.djong.scheduler.Verdict;
import java.util.Set;

/// Keeps pods off cordoned nodes, unless they tolerate the taint that stands for it.
public final class NodeUnschedulable implements FilterPlugin {

    private static final Verdict CORDONED =
            new Verdict.RejectsForGood("node(s) were unschedulable");

    private static final Taint TAINT =
            Taint.EMPTY.withKey("node.kubernetes.io/unschedulable").withEffect("NoSchedule");

    @Override
    public String name() {
        return "NodeUnschedulable";
    }

    @Override
    public Verdict filter(PodState pod, NodeState node) {
        return node.node().spec().unschedulable()
                        && !Tolerations.tolerates(pod.tolerations(), TAINT)
                ? CORDONED
                : Verdict.FITS;
    }

    @Override
    public Set<ClusterChange> wakesOn() {
        return Set.of(
                ClusterChange.NODE_ADDED, ClusterChange.NODE_CHANGED, ClusterChange.POD_CHANGED);
    }
}
