package io.djong.kubelet.pods;

import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.meta.Log;
import io.djong.runtime.CriException;
import io.djong.runtime.logs.LogRotation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Removes containers that ended long ago: of each name, one is kept for its logs and its last state.
final class DeadContainers {

    private static final Log LOG = Log.of(DeadContainers.class);

    private DeadContainers() {}

    static void remove(PodTools tools, ObservedPod observed) {
        Set<String> kept = new HashSet<>();
        for (ObservedContainer container : observed.containers()) {
            if (!container.hasExited() || kept.add(container.name())) {
                continue;
            }
            try {
                tools.cri().removeContainer(container.id());
                if (!container.logPath().isEmpty()) {
                    LogRotation.removeAll(Path.of(container.logPath()));
                }
            } catch (CriException | IOException failure) {
                LOG.warn("Dead container not removed", failure, "container", container.id());
            }
        }
    }
}
