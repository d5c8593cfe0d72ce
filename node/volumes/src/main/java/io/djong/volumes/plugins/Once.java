package io.djong.volumes.plugins;

import io.djong.volumes.VolumeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Does something once in a volume's life, over restarts too: a file remembers that it is done.
final class Once {

    private Once() {}

    static void of(Path done, Runnable action) {
        if (Files.exists(done)) {
            return;
        }
        action.run();
        try {
            Files.createFile(done);
        } catch (IOException failure) {
            throw new VolumeException("create " + done + ": " + failure.getMessage(), failure);
        }
    }
}
