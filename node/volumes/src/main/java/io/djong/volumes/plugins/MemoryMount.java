package io.djong.volumes.plugins;

import io.djong.volumes.MountCalls;
import io.djong.volumes.Mounted;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file system in memory.
final class MemoryMount {

    private MemoryMount() {}

    /// @param bytes its size, or null for the kernel's default (half of the memory)
    /// @return whether it was made just now
    static boolean ensure(Path directory, @Nullable Long bytes) {
        boolean isNew = !Mounted.at(directory);
        if (isNew) {
            MountCalls.mount("tmpfs", directory, "tmpfs", 0, bytes == null ? "" : "size=" + bytes);
        }
        return isNew;
    }
}
