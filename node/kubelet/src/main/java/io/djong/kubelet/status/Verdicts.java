package io.djong.kubelet.status;

/// What probes and hooks have found out about containers, by container id.
public interface Verdicts {

    /// Whether the container's startup probe has succeeded, or it has none; false while its postStart hook runs.
    boolean isStarted(String container);

    /// Whether its last readiness probe succeeded, or it has none.
    boolean isReady(String container);
}
