package io.djong.scheduler.plugins;

import io.djong.api.core.v1.Affinity;
import io.djong.api.core.v1.NodeSelector;
import io.djong.api.core.v1.NodeSelectorTerm;
import io.djong.api.core.v1.PreferredSchedulingTerm;
import io.djong.scheduler.ClusterChange;
import io.djong.scheduler.FilterPlugin;
import io.djong.scheduler.NodeState;
import io.djong.scheduler.PodState;
import io.djong.scheduler.ScorePlugin;
import io.djong.scheduler.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Wants the node that a pod's node selector and required node affinity describe, and prefers what it would like.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ Assigning Pods to Nodes
public final class NodeAffinity implements FilterPlugin, ScorePlugin {

    private static final Verdict OTHER =
            new Verdict.RejectsForGood("node(s) didn't match Pod's node affinity/selector");

    @Override
    public String name() {
        return "NodeAffinity";
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public Verdict filter(PodState pod, NodeState node) {
        return selects(pod.pod().spec().nodeSelector(), node) && requires(pod, node)
                ? Verdict.FITS
                : OTHER;
    }

    private static boolean selects(Map<String, String> selector, NodeState node) {
        Map<String, String> labels = node.node().labels();
        for (Map.Entry<String, String> wanted : selector.entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean requires(PodState pod, NodeState node) {
        io.djong.api.core.v1.NodeAffinity affinity = affinity(pod);
        NodeSelector required =
                affinity == null ? null : affinity.requiredDuringSchedulingIgnoredDuringExecution();
        if (required == null) {
            return true;
        }
        for (NodeSelectorTerm term : required.nodeSelectorTerms()) {
            if (NodeTerms.matches(term, node.node())) {
                return true;
            }
        }
        return false;
    }

    private static io.djong.api.core.v1.@Nullable NodeAffinity affinity(PodState pod) {
        Affinity affinity = pod.pod().spec().affinity();
        return affinity == null ? null : affinity.nodeAffinity();
    }

    @Override
    public long[] score(PodState pod, List<NodeState> nodes) {
        long[] scores = new long[nodes.size()];
        io.djong.api.core.v1.NodeAffinity affinity = affinity(pod);
        if (affinity == null) {
            return scores;
        }
        for (PreferredSchedulingTerm preferred :
                affinity.preferredDuringSchedulingIgnoredDuringExecution()) {
            NodeSelectorTerm term = preferred.preference();
            for (int i = 0; i < scores.length; i++) {
                if (NodeTerms.matches(term, nodes.get(i).node())) {
                    scores[i] += preferred.weight();
                }
            }
        }
        return Scores.normalized(scores, false);
    }

    @Override
    public Set<ClusterChange> wakesOn() {
        return Set.of(ClusterChange.NODE_ADDED, ClusterChange.NODE_CHANGED);
    }
}
