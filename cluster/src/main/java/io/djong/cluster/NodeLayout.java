package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.podnet.PodNetwork;
import io.djong.runtime.Cgroups;
import io.djong.runtime.ContainerdLayout;
import io.djong.runtime.ManagedContainerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/// Where the things of one node lie, and what they are called on this machine.
///
/// @param id from [AddressRanges#id]
record NodeLayout(Path dataDir, String id) {

    /// @throws CliException when the directory holds no cluster
    static NodeLayout read(Path dataDir) {
        Path file = dataDir.resolve("cluster.properties");
        if (!Files.exists(file)) {
            throw new CliException(dataDir + ": no cluster is there");
        }
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException failure) {
            throw new CliException("cannot read " + file + ": " + failure.getMessage(), failure);
        }
        return new NodeLayout(dataDir, properties.getProperty("id"));
    }

    Path containerdDirectory() {
        return dataDir.resolve("containerd");
    }

    Path kubeletDirectory() {
        return dataDir.resolve("kubelet");
    }

    Path images() {
        return dataDir.resolve("images");
    }

    String cgroupRoot() {
        return "djong-" + id;
    }

    String proxyTable() {
        return "djong-services-" + id;
    }

    Cgroups cgroups() {
        return Cgroups.below(cgroupRoot());
    }

    ManagedContainerd containerd(Clock clock, Threads threads) {
        return new ManagedContainerd(
                containerdDirectory(), List.of(kubeletDirectory()), cgroups(), clock, threads);
    }

    PodNetwork.Config podNetwork(AddressRanges ranges) {
        ContainerdLayout containerd = new ContainerdLayout(containerdDirectory());
        return new PodNetwork.Config(
                id,
                ranges.nodePodCidr(),
                ranges.podCidr(),
                containerd.cniConfigurations(),
                containerd.cniAddresses());
    }

    String bridge() {
        return "djong-" + id;
    }

    String podTable() {
        return "djong-pods-" + id;
    }
}
