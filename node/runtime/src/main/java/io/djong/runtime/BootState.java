package io.djong.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Notices a reboot. Containerd expects its state to be in memory, as on a usual machine; ours is on the disk.
final class BootState {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private BootState() {}

    /// Removes what describes running processes and mounts if the machine was booted since.
    static void forgetWhatDidNotSurvive(ContainerdLayout layout) throws IOException {
        String now = Files.readString(BOOT).strip();
        Path recorded = layout.bootFile();
        if (Files.exists(recorded) && Files.readString(recorded).equals(now)) {
            return;
        }
        removeTree(layout.state());
        for (String runtime : List.of("crun", "runc")) {
            removeTree(layout.runtimeState(runtime));
        }
        Files.deleteIfExists(layout.pidFile());
        Files.writeString(recorded, now);
    }

    private static void removeTree(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> found = Files.walk(top)) {
            for (Path path : found.toList().reversed()) {
                Files.delete(path);
            }
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }
}
