package io.djong.kubelet.pods;

import io.djong.kubelet.containers.Names;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.runtime.Cri;
import io.djong.runtime.cri.Container;
import io.djong.runtime.cri.ContainerFilter;
import io.djong.runtime.cri.PodSandbox;
import io.djong.runtime.cri.PodSandboxFilter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Lists everything the runtime has now and then, and wakes the pods for which something is different. Events are faster; this
/// misses nothing.
///
/// Shape: confined to its thread.
public final class Relist implements Runnable {

    private static final Log LOG = Log.of(Relist.class);

    private final Cri cri;
    private final Duration period;
    private final Clock clock;
    private final Consumer<String> wake;
    private Map<String, String> before = Map.of();

    /// @param wake is given the uids of pods to look at
    public Relist(Cri cri, Duration period, Clock clock, Consumer<String> wake) {
        this.cri = cri;
        this.period = period;
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public void run() {
        try {
            while (true) {
                clock.sleep(period);
                try {
                    compare();
                } catch (RuntimeException failure) {
                    LOG.warn("Runtime not listed", failure);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void compare() {
        Map<String, String> now = new HashMap<>();
        Map<String, String> owners = new HashMap<>();
        for (PodSandbox sandbox : cri.listPodSandboxes(PodSandboxFilter.getDefaultInstance())) {
            now.put(sandbox.getId(), sandbox.getState().name());
            owners.put(sandbox.getId(), sandbox.getLabelsOrDefault(Names.POD_UID, ""));
        }
        for (Container container : cri.listContainers(ContainerFilter.getDefaultInstance())) {
            now.put(container.getId(), container.getState().name());
            owners.put(container.getId(), container.getLabelsOrDefault(Names.POD_UID, ""));
        }
        Set<String> changed = new HashSet<>();
        now.forEach((id, state) -> {
            if (!state.equals(before.get(id))) {
                changed.add(owners.getOrDefault(id, ""));
            }
        });
        before = now;
        changed.forEach(wake);
    }
}
