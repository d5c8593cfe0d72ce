package io.djong.kubelet;

import io.djong.runtime.Cgroups;
import io.djong.runtime.Cri;
import io.djong.runtime.ManagedContainerd;
import io.djong.runtime.RuntimeEvent;
import java.util.Set;
import java.util.function.Consumer;

/// What a kubelet runs containers with.
///
/// @param events tells a listener of processes until what it returns is closed
/// @param cgroups where the pods' control groups are
/// @param missingCapabilities what this machine's root may not do and so cannot give to containers: `SYS_RESOURCE`
public record NodeRuntime(
        Cri cri, EventSource events, Cgroups cgroups, Set<String> missingCapabilities) {

    /// Where runtime events come from.
    @FunctionalInterface
    public interface EventSource {
        AutoCloseable listen(Consumer<RuntimeEvent> listener);
    }

    public static NodeRuntime of(ManagedContainerd containerd, Cgroups cgroups) {
        return new NodeRuntime(
                containerd.cri(), containerd::events, cgroups, OwnCapabilities.missing());
    }
}
