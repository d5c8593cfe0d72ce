package io.djong.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where images of a registry are looked for before the registry itself is asked.
///
/// Containerd reads the files at every pull, so changes take effect at once.
///
/// @spec https://github.com/containerd/containerd/blob/main/docs/hosts.md Registry configuration
public final class RegistryMirrors {

    /// Stands for every registry without mirrors of its own.
    public static final String ANY = "_default";

    private final Path directory;

    /// @param directory [ContainerdLayout#registries]
    public RegistryMirrors(Path directory) {
        this.directory = directory;
    }

    /// Makes pulls from `registry` (`docker.io`, `host:5000`, [#ANY]) try `mirrors` first, in this order.
    public void set(String registry, List<URI> mirrors) throws IOException {
        StringBuilder hosts = new StringBuilder();
        for (URI mirror : mirrors) {
            hosts.append("[host.\"").append(mirror).append("\"]\n");
            hosts.append("  capabilities = [\"pull\", \"resolve\"]\n");
        }
        Path file = directory.resolve(registry).resolve("hosts.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, hosts);
    }

    public void remove(String registry) throws IOException {
        Files.deleteIfExists(directory.resolve(registry).resolve("hosts.toml"));
    }
}
