package io.djong.runtime;

import java.time.Instant;

/// Something that happened to a process in a container, as containerd tells it.
///
/// A container here may be a pod's sandbox: its pause process is one to containerd.
public sealed interface RuntimeEvent {

    record Started(String container, int pid, Instant at) implements RuntimeEvent {}

    /// @param exec the exec's id, or the container's own when its first process ended
    record Exited(String container, String exec, int pid, int status, Instant at)
            implements RuntimeEvent {

        public boolean isContainer() {
            return exec.equals(container);
        }
    }

    /// The kernel killed something for want of memory; may come several times for one container.
    record OutOfMemory(String container, Instant at) implements RuntimeEvent {}

    /// Events may have been missed, or are listened to only from now on: list everything once.
    record Resync() implements RuntimeEvent {}
}
