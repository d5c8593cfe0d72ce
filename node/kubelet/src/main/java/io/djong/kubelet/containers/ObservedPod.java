package io.djong.kubelet.containers;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the runtime has of one pod.
///
/// @param sandboxes the newest first
/// @param containers the newest first
public record ObservedPod(
        String uid,
        String name,
        String namespace,
        List<ObservedSandbox> sandboxes,
        List<ObservedContainer> containers) {

    public static ObservedPod nothing(String uid, String name, String namespace) {
        return new ObservedPod(uid, name, namespace, List.of(), List.of());
    }

    /// The newest one, if it is ready.
    public Optional<ObservedSandbox> readySandbox() {
        return sandboxes.stream().findFirst().filter(ObservedSandbox::isReady);
    }

    /// The newest container of that name.
    public @Nullable ObservedContainer latest(String container) {
        for (ObservedContainer candidate : containers) {
            if (candidate.name().equals(container)) {
                return candidate;
            }
        }
        return null;
    }

    public boolean hasRunning() {
        return containers.stream().anyMatch(ObservedContainer::isRunning);
    }

    /// Of the ready sandbox.
    public List<String> addresses() {
        return readySandbox().map(ObservedSandbox::addresses).orElse(List.of());
    }
}
