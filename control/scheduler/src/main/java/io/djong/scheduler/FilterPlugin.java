package io.djong.scheduler;

/// Says whether a pod can run on a node.
public interface FilterPlugin {

    /// Upstream's name.
    String name();

    Verdict filter(PodState pod, NodeState node);

    /// The changes of the cluster after which a pod that this plug-in rejected is worth another try.
    java.util.Set<ClusterChange> wakesOn();
}
