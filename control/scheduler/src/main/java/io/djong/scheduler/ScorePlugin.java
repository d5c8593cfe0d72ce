package io.djong.scheduler;

import java.util.List;

/// Says which of the nodes that a pod can run on is better.
public interface ScorePlugin {

    /// The best score a node can get from one plug-in.
    long MAX = 100;

    /// Upstream's name.
    String name();

    /// How much it counts among the others.
    int weight();

    /// A score for each node in order, from 0 to [#MAX].
    long[] score(PodState pod, List<NodeState> nodes);
}
