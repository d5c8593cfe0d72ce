package io.djong.kubelet.containers;

import java.time.Instant;
import java.util.List;

/// A pod sandbox as the runtime has it.
///
/// @param addresses the pod's, none on the host's network or when it is not ready
public record ObservedSandbox(
        String id,
        int attempt,
        boolean isReady,
        Instant createdAt,
        boolean isHostNetwork,
        List<String> addresses) {}
