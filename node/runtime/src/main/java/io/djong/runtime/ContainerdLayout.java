package io.djong.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Where one managed containerd keeps its things.
///
/// @param directory everything below it is ours alone
public record ContainerdLayout(Path directory) {

    /// A Unix socket's path has 107 bytes; `.ttrpc` is appended to the same path for a second socket.
    private static final int SOCKET_PATH_BYTES_MAX = 107 - ".ttrpc".length();

    public ContainerdLayout {
        directory = real(directory);
    }

    /// Without symbolic links, as the mount table has it; the last parts need not exist yet.
    static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        try {
            return parent == null || Files.exists(absolute)
                    ? absolute.toRealPath()
                    : real(parent).resolve(absolute.getFileName());
        } catch (IOException failure) {
            throw new RuntimeSetupException(path + " has no real path", failure);
        }
    }

    /// In the directory, or in `/run` when the directory's path is too long for a socket.
    public Path socket() {
        Path near = directory.resolve("c.sock");
        if (near.toString().getBytes(StandardCharsets.UTF_8).length <= SOCKET_PATH_BYTES_MAX) {
            return near;
        }
        UUID hash = UUID.nameUUIDFromBytes(directory.toString().getBytes(StandardCharsets.UTF_8));
        return Path.of("/run/djong", hash.toString(), "c.sock");
    }

    public Path root() {
        return directory.resolve("root");
    }

    public Path state() {
        return directory.resolve("state");
    }

    /// Where crun and runc keep what they know of running containers.
    Path runtimeState(String runtime) {
        return directory.resolve("oci-" + runtime);
    }

    Path configuration() {
        return directory.resolve("config.toml");
    }

    Path log() {
        return directory.resolve("containerd.log");
    }

    /// On which boot of the machine the state was written.
    Path bootFile() {
        return directory.resolve("boot-id");
    }

    Path pidFile() {
        return directory.resolve("containerd.pid");
    }

    /// Registries' mirrors: one directory a registry, with a `hosts.toml`.
    public Path registries() {
        return directory.resolve("certs.d");
    }

    /// The network of pods is described by the first file here, in order of names. A file has to be written in
    /// place: one that is renamed into the directory is not noticed.
    public Path cniConfigurations() {
        return directory.resolve("cni/net.d");
    }

    /// Network plug-ins: links to the system's, and whatever a network add-on installs.
    public Path cniPlugins() {
        return directory.resolve("cni/bin");
    }

    /// Where host-local keeps which address belongs to which pod.
    public Path cniAddresses() {
        return directory.resolve("cni/addresses");
    }
}
