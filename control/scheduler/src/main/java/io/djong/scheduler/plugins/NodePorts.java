package io.djong.scheduler.plugins;

import io.djong.scheduler.ClusterChange;
import io.djong.scheduler.FilterPlugin;
import io.djong.scheduler.NodeState;
import io.djong.scheduler.PodState;
import io.djong.scheduler.Verdict;
import java.util.List;
import java.util.Set;

/// Keeps a pod off nodes where another one has a host port that it wants.
public final class NodePorts implements FilterPlugin {

    private static final Verdict TAKEN =
            new Verdict.Rejects(
                    List.of("node(s) didn't have free ports for the requested pod ports"));

    @Override
    public String name() {
        return "NodePorts";
    }

    @Override
    public Verdict filter(PodState pod, NodeState node) {
        if (pod.hostPorts().isEmpty()) {
            return Verdict.FITS;
        }
        for (PodState other : node.pods()) {
            for (PodState.HostPort theirs : other.hostPorts()) {
                for (PodState.HostPort ours : pod.hostPorts()) {
                    if (ours.collides(theirs)) {
                        return TAKEN;
                    }
                }
            }
        }
        return Verdict.FITS;
    }

    @Override
    public Set<ClusterChange> wakesOn() {
        return Set.of(ClusterChange.NODE_ADDED, ClusterChange.POD_REMOVED);
    }
}
