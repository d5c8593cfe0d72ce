package io.djong.scheduler;

/// What may happen in a cluster that lets a waiting pod fit.
public enum ClusterChange {
    NODE_ADDED,
    NODE_CHANGED,
    POD_REMOVED,
    POD_CHANGED
}
