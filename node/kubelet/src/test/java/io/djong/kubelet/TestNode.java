package io.djong.kubelet;

import io.djong.client.Client;
import io.djong.client.Informers;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.runtime.Cgroups;
import io.djong.runtime.ManagedContainerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// A kubelet over a real containerd in a directory of its own, and an API in memory.
final class TestNode {

    static final String NAME = "test-node";
    static final String ADDRESS = "127.0.0.1";

    final Path directory;
    final Cgroups cgroups;
    final TestApi api = new TestApi(Clock.system());
    final Client client = new Client(api);
    final ManagedContainerd containerd;
    final KubeletConfig config;
    private final String bridge;
    private Kubelet kubelet;
    private Informers informers;

    TestNode(Path directory) throws Exception {
        this.directory = directory;
        String id = UUID.randomUUID().toString().substring(0, 6);
        bridge = "djk" + id;
        cgroups = Cgroups.below("djong-test-" + id);
        config =
                KubeletConfig.defaults(NAME, ADDRESS, directory, "v1.36.0+djong.1")
                        .withDirectories(
                                new KubeletConfig.Directories(
                                        directory.resolve("kubelet"),
                                        directory.resolve("pod-logs"),
                                        directory.resolve("manifests").toString()))
                        .withServer(new KubeletConfig.Server(ADDRESS, 0))
                        .withDns(new KubeletConfig.Dns(List.of("10.96.0.10"), "cluster.local", ""));
        containerd =
                new ManagedContainerd(
                        directory.resolve("containerd"),
                        List.of(config.directories().root()),
                        cgroups,
                        Clock.system(),
                        Threads.virtual());
        containerd.start();
        containerd.images().load(TestImages.busybox(directory));
        writeNetwork(id);
        startKubelet();
    }

    private void writeNetwork(String id) throws IOException {
        Files.writeString(
                containerd.layout().cniConfigurations().resolve("10-test.conflist"),
                """
                {"cniVersion": "1.0.0", "name": "kubelet-%s", "plugins": [
                  {"type": "bridge", "bridge": "%s", "isGateway": true, "hairpinMode": true,
                   "ipam": {"type": "host-local", "dataDir": "%s",
                            "ranges": [[{"subnet": "10.214.0.0/24"}]],
                            "routes": [{"dst": "0.0.0.0/0"}]}}]}
                """
                        .formatted(id, bridge, containerd.layout().cniAddresses()));
    }

    void startKubelet() {
        informers =
                new Informers(client, Clock.system(), Threads.virtual(), new SplittableRandom(1));
        kubelet =
                new Kubelet(
                        config,
                        client,
                        informers,
                        NodeRuntime.of(containerd, cgroups),
                        new Serving(null, (_, _, _) -> {}),
                        Clock.system(),
                        Timer.system(),
                        Threads.virtual(),
                        new SplittableRandom(2));
        informers.start();
        kubelet.start();
    }

    Kubelet kubelet() {
        return kubelet;
    }

    void stopKubelet() {
        kubelet.close();
        informers.close();
    }

    void delete() throws InterruptedException, IOException {
        stopKubelet();
        containerd.delete();
        containerd.close();
        run("rm", "-rf", directory.resolve("containerd").toString());
        if (Files.exists(Path.of("/sys/class/net", bridge))) {
            run("ip", "link", "delete", bridge);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + ": status " + status);
        }
    }
}
