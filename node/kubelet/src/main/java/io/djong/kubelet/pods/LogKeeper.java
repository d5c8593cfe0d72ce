package io.djong.kubelet.pods;

import io.djong.api.core.v1.Pod;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.runtime.Cri;
import io.djong.runtime.logs.LogRotation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Keeps the logs of running containers within bounds.
///
/// Shape: confined to its thread.
///
/// @spec https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation Log rotation
public final class LogKeeper implements Runnable {

    private static final Log LOG = Log.of(LogKeeper.class);

    /// Upstream's `containerLogMonitorInterval`.
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final PodWorkers workers;
    private final Cri cri;
    private final Clock clock;
    private final LogRotation rotation;

    public LogKeeper(PodWorkers workers, Cri cri, Clock clock) {
        this.workers = workers;
        this.cri = cri;
        this.clock = clock;
        this.rotation =
                new LogRotation(
                        LogRotation.DEFAULT_BYTES_MAX, LogRotation.DEFAULT_FILES_MAX, clock);
    }

    @Override
    public void run() {
        try {
            while (true) {
                clock.sleep(PERIOD);
                for (Pod pod : workers.pods()) {
                    workers.observed(pod.uid()).stream()
                            .flatMap(observed -> observed.containers().stream())
                            .filter(ObservedContainer::isRunning)
                            .forEach(this::rotate);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void rotate(ObservedContainer container) {
        try {
            rotation.rotate(
                    Path.of(container.logPath()), () -> cri.reopenContainerLog(container.id()));
        } catch (IOException | RuntimeException failure) {
            LOG.warn("Log not rotated", failure, "file", container.logPath());
        }
    }
}
