package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.runtime.NodePackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What this machine must have to be a node.
final class NodeRequirements {

    private NodeRequirements() {}

    /// @throws CliException saying what is missing and what works without it
    static void check() {
        if (!System.getProperty("os.name").equals("Linux") || uid() != 0) {
            throw new CliException(
                    "a node needs Linux and root (containers, cgroups, mounts): run as root, or run the control plane alone with --no-node");
        }
        List<String> missing = NodePackages.missing();
        if (!missing.isEmpty()) {
            String packages = String.join(" ", missing);
            throw new CliException(
                    "missing packages: "
                            + packages
                            + ": install them with 'apt-get install "
                            + packages
                            + "'");
        }
    }

    private static int uid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException unreadable) {
            throw new CliException("/proc is not readable: " + unreadable.getMessage(), unreadable);
        }
    }
}
