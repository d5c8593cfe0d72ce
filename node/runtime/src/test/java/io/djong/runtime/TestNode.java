package io.djong.runtime;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.runtime.cri.ContainerConfig;
import io.djong.runtime.cri.ContainerMetadata;
import io.djong.runtime.cri.ImageSpec;
import io.djong.runtime.cri.LinuxPodSandboxConfig;
import io.djong.runtime.cri.LinuxSandboxSecurityContext;
import io.djong.runtime.cri.NamespaceMode;
import io.djong.runtime.cri.NamespaceOption;
import io.djong.runtime.cri.PodSandboxConfig;
import io.djong.runtime.cri.PodSandboxMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// A real containerd in a directory of its own, with busybox, a bridge network and the kubelet's directory.
final class TestNode {

    final Path directory;
    final Path kubelet;
    final Cgroups cgroups;
    ManagedContainerd containerd;

    private final String bridge;

    TestNode(Path directory) throws Exception {
        this.directory = directory;
        this.kubelet = directory.resolve("kubelet");
        String id = UUID.randomUUID().toString().substring(0, 6);
        this.bridge = "djt" + id;
        this.cgroups = Cgroups.below("djong-test-" + id);
        this.containerd = another();
        containerd.start();
        containerd.images().load(TestImages.busybox(directory));
        network();
    }

    /// What a new process would make over the same directory.
    ManagedContainerd another() {
        return new ManagedContainerd(
                directory.resolve("containerd"),
                List.of(kubelet),
                cgroups,
                Clock.system(),
                Threads.virtual());
    }

    Cri cri() {
        return containerd.cri();
    }

    private void network() throws IOException {
        String configuration =
                """
                {"cniVersion": "1.0.0", "name": "%s", "plugins": [
                  {"type": "bridge", "bridge": "%s", "isGateway": true,
                   "ipam": {"type": "host-local", "dataDir": "%s", "ranges": [[{"subnet": "10.213.0.0/24"}]]}}]}
                """
                        .formatted(bridge, bridge, containerd.layout().cniAddresses());
        Files.writeString(
                containerd.layout().cniConfigurations().resolve("10-test.conflist"), configuration);
    }

    PodSandboxConfig pod(String name, boolean hostNetwork) throws IOException {
        Path logs = directory.resolve("logs/" + name);
        Files.createDirectories(logs);
        var namespaces =
                NamespaceOption.newBuilder()
                        .setPid(NamespaceMode.CONTAINER)
                        .setNetwork(hostNetwork ? NamespaceMode.NODE : NamespaceMode.POD);
        return PodSandboxConfig.newBuilder()
                .setMetadata(
                        PodSandboxMetadata.newBuilder()
                                .setName(name)
                                .setNamespace("default")
                                .setUid(UUID.randomUUID().toString()))
                .setHostname(hostNetwork ? "" : name)
                .setLogDirectory(logs.toString())
                .setLinux(
                        LinuxPodSandboxConfig.newBuilder()
                                .setCgroupParent(cgroups.parentOf("kubepods/besteffort/pod" + name))
                                .setSecurityContext(
                                        LinuxSandboxSecurityContext.newBuilder()
                                                .setNamespaceOptions(namespaces)))
                .build();
    }

    static ContainerConfig container(String name, String... command) {
        return ContainerConfig.newBuilder()
                .setMetadata(ContainerMetadata.newBuilder().setName(name))
                .setImage(ImageSpec.newBuilder().setImage(TestImages.BUSYBOX))
                .addAllCommand(List.of(command))
                .setLogPath(name + ".log")
                .build();
    }

    PodSandboxConfig podSharingProcesses(String name) throws IOException {
        PodSandboxConfig.Builder pod = pod(name, true).toBuilder();
        pod.getLinuxBuilder()
                .getSecurityContextBuilder()
                .getNamespaceOptionsBuilder()
                .setPid(NamespaceMode.POD);
        return pod.build();
    }

    static ContainerConfig sharingProcesses(ContainerConfig config) {
        ContainerConfig.Builder container = config.toBuilder();
        container
                .getLinuxBuilder()
                .getSecurityContextBuilder()
                .getNamespaceOptionsBuilder()
                .setPid(NamespaceMode.POD)
                .setNetwork(NamespaceMode.NODE);
        return container.build();
    }

    /// Makes and starts a container, and returns its id.
    String run(String sandbox, PodSandboxConfig pod, ContainerConfig config) {
        String container = cri().createContainer(sandbox, config, pod);
        cri().startContainer(container);
        return container;
    }

    void delete() throws InterruptedException {
        containerd.delete();
        containerd.close();
        // Otherwise JUnit warns of every link that it deletes.
        Commands.run("rm", "-r", containerd.layout().cniPlugins().toString());
        if (Files.exists(Path.of("/sys/class/net", bridge))) {
            Commands.run("ip", "link", "delete", bridge);
        }
    }
}
