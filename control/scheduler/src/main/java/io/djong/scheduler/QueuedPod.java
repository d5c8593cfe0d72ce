package io.djong.scheduler;

import java.time.Instant;
import java.util.Set;

/// A pod that waits for a node. Mutable, confined to the scheduling thread.
final class QueuedPod {

    PodState pod;
    final Instant since;
    int attempts;
    Instant triedAt;

    /// The changes that are worth another try; all of them when no plug-in said.
    Set<ClusterChange> wakesOn = Set.of(ClusterChange.values());

    QueuedPod(PodState pod, Instant since) {
        this.pod = pod;
        this.since = since;
        this.triedAt = since;
    }

    String uid() {
        return pod.uid();
    }
}
