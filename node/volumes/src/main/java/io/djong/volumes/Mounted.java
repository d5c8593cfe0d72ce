package io.djong.volumes;

import java.nio.file.Path;

/// Whether something is mounted.
public final class Mounted {

    private Mounted() {}

    /// Whether `directory` itself is the point of a mount.
    public static boolean at(Path directory) {
        return MountTable.isMountPoint(directory);
    }
}
