package io.djong.volumes.plugins;

import io.djong.api.core.v1.HostPathVolumeSource;
import io.djong.api.core.v1.Volume;
import io.djong.volumes.Trees;
import io.djong.volumes.VolumeException;
import io.djong.volumes.VolumePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A file or directory of the node.
///
/// @spec https://kubernetes.io/docs/concepts/storage/volumes/#hostpath hostPath
final class HostPath implements VolumePlugin {

    private static final int TYPE_BITS = 0xF000;
    private static final int SOCKET = 0xC000;
    private static final int BLOCK_DEVICE = 0x6000;
    private static final int CHARACTER_DEVICE = 0x2000;

    @Override
    public String directoryName() {
        return "kubernetes.io~host-path";
    }

    @Override
    public boolean supports(Volume volume) {
        return volume.hostPath() != null;
    }

    @Override
    public Path setUp(Request request) {
        return checked(Objects.requireNonNull(request.volume().hostPath()));
    }

    static Path checked(HostPathVolumeSource source) {
        Path path = Path.of(source.path());
        String type = source.type() == null ? "" : source.type();
        switch (type) {
            case "" -> {}
            case "DirectoryOrCreate" -> {
                make(path, true);
                require(Files.isDirectory(path), path, "a directory");
            }
            case "Directory" -> require(Files.isDirectory(path), path, "a directory");
            case "FileOrCreate" -> {
                make(path, false);
                require(Files.isRegularFile(path), path, "a file");
            }
            case "File" -> require(Files.isRegularFile(path), path, "a file");
            case "Socket" -> require(type(path) == SOCKET, path, "a socket file");
            case "CharDevice" ->
                    require(type(path) == CHARACTER_DEVICE, path, "a character device");
            case "BlockDevice" -> require(type(path) == BLOCK_DEVICE, path, "a block device");
            default -> throw new VolumeException(type + " is an invalid volume type");
        }
        return path;
    }

    private static void make(Path path, boolean directory) {
        if (Files.exists(path)) {
            return;
        }
        try {
            if (directory) {
                Files.createDirectories(path);
                Trees.mode(path, 0755);
            } else {
                Files.createFile(path);
                Trees.mode(path, 0644);
            }
        } catch (IOException failure) {
            throw new VolumeException("create " + path + ": " + failure.getMessage(), failure);
        }
    }

    private static int type(Path path) {
        try {
            return Files.exists(path) ? (int) Files.getAttribute(path, "unix:mode") & TYPE_BITS : 0;
        } catch (IOException failure) {
            throw new VolumeException("stat " + path + ": " + failure.getMessage(), failure);
        }
    }

    private static void require(boolean holds, Path path, String what) {
        if (!holds) {
            throw new VolumeException(
                    "hostPath type check failed: %s is not %s".formatted(path, what));
        }
    }
}
