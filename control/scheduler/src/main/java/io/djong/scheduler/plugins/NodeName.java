package io.djong.scheduler.plugins;

import io.djong.scheduler.ClusterChange;
import io.djong.scheduler.FilterPlugin;
import io.djong.scheduler.NodeState;
import io.djong.scheduler.PodState;
import io.djong.scheduler.Verdict;
import java.util.Set;

/// A pod that names its node runs there or nowhere.
public final class NodeName implements FilterPlugin {

    private static final Verdict OTHER =
            new Verdict.RejectsForGood("node(s) didn't match the requested node name");

    @Override
    public String name() {
        return "NodeName";
    }

    @Override
    public Verdict filter(PodState pod, NodeState node) {
        String wanted = pod.pod().spec().nodeName();
        return wanted.isEmpty() || wanted.equals(node.name()) ? Verdict.FITS : OTHER;
    }

    @Override
    public Set<ClusterChange> wakesOn() {
        return Set.of(ClusterChange.NODE_ADDED);
    }
}
