package io.djong.cluster;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.proxy.Nft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Takes away everything of a cluster: containers, network, mounts, control groups, files.
final class Removal {

    private final Path dataDir;

    Removal(Path dataDir) {
        this.dataDir = dataDir;
    }

    /// No server may run on the directory.
    void run() throws IOException, InterruptedException {
        if (Files.exists(dataDir.resolve("cluster.properties"))
                && Files.exists(dataDir.resolve("containerd"))) {
            NodeLayout layout = NodeLayout.read(dataDir);
            try (var containerd = layout.containerd(Clock.system(), Threads.virtual())) {
                containerd.delete();
            }
            removeNetwork(layout);
        }
        deleteFiles();
    }

    private static void removeNetwork(NodeLayout layout) throws IOException, InterruptedException {
        Nft nft = Nft.ofThisMachine();
        nft.deleteTable(layout.proxyTable());
        nft.deleteTable(layout.podTable());
        if (Files.exists(Path.of("/sys/class/net", layout.bridge()))) {
            new ProcessBuilder(List.of("ip", "link", "delete", layout.bridge()))
                    .inheritIO()
                    .start()
                    .waitFor();
        }
        ClusterDns.removeAddress(layout.dataDir());
        MachineNetwork.unregister(layout.id());
    }

    /// Deepest first.
    private void deleteFiles() throws IOException {
        try (Stream<Path> files = Files.walk(dataDir)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
