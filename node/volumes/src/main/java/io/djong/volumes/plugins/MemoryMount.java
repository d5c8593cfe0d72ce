package io.djong.volumes.plugins;

import io.djong.volumes.MountCalls;
import io.djong.volumes.Mounted;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file system in memory.
final class MemoryMount {

    private MemoryMount() {}

    /// @param bytes its size, or null for the kernel's default (half of the memory)
    static void ensure(Path directory, @Nullable Long bytes) {
        if (!Mounted.at(directory)) {
            MountCalls.mount("tmpfs", directory, "tmpfs", 0, bytes == null ? "" : "size=" + bytes);
        }
    }
}
