package io.djong.cluster;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeCondition;
import io.djong.auth.pki.ClusterPki;
import io.djong.cli.CliException;
import io.djong.cli.Version;
import io.djong.client.Client;
import io.djong.client.Informer;
import io.djong.dns.DnsServer;
import io.djong.http.tls.ClientAuth;
import io.djong.http.tls.ServerTls;
import io.djong.kubelet.Kubelet;
import io.djong.kubelet.NodeRuntime;
import io.djong.kubelet.Serving;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.podnet.PodNetwork;
import io.djong.proxy.Nft;
import io.djong.proxy.ServiceProxy;
import io.djong.runtime.ManagedContainerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What makes this machine a node: containerd, the pods' network, kubelet, proxy, DNS.
final class NodePlane implements AutoCloseable {

    private static final Log LOG = Log.of(NodePlane.class);

    private static final Duration READY = Duration.ofMinutes(2);

    private final ClusterConfig config;
    private final AddressRanges ranges;
    private final Machinery machinery;
    private final String address;
    private final NodeLayout layout;
    private final CompletableFuture<ManagedContainerd> runtime = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private @Nullable Kubelet kubelet;
    private @Nullable ServiceProxy proxy;
    private @Nullable DnsServer dns;

    NodePlane(ClusterConfig config, AddressRanges ranges, Machinery machinery, String address) {
        this.config = config;
        this.ranges = ranges;
        this.machinery = machinery;
        this.address = address;
        this.layout = new NodeLayout(config.dataDir(), ranges.id());
    }

    /// Brings containerd and the network up beside everything else.
    void startRuntime() {
        if (!config.has(Part.KUBELET)) {
            return;
        }
        machinery
                .threads()
                .start(
                        "start-runtime",
                        () -> {
                            try {
                                runtime.complete(bringUp());
                            } catch (Exception failure) {
                                runtime.completeExceptionally(failure);
                            }
                        });
    }

    private ManagedContainerd bringUp() throws InterruptedException {
        PodNetwork network = new PodNetwork(layout.podNetwork(ranges));
        Nft.ofThisMachine().apply(network.setUp());
        ManagedContainerd containerd = layout.containerd(machinery.clock(), machinery.threads());
        containerd.start();
        return containerd;
    }

    /// @param controlPlane serves already
    void start(ControlPlane controlPlane) throws InterruptedException, IOException {
        Client client = controlPlane.client("system:node:" + config.nodeName());
        if (config.has(Part.KUBELET)) {
            startKubelet(client, controlPlane);
        }
        if (config.has(Part.PROXY)) {
            ServiceProxy.Config proxyConfig =
                    new ServiceProxy.Config(
                            config.nodeName(), ranges.podCidr(), layout.proxyTable());
            ServiceProxy started =
                    new ServiceProxy(
                            proxyConfig,
                            controlPlane.informers(),
                            Nft.ofThisMachine(),
                            machinery.clock(),
                            machinery.threads());
            started.start();
            proxy = started;
        }
        if (config.has(Part.DNS)) {
            ClusterDns.ensureObjects(client, ranges.dnsAddress(), config.clusterDomain());
            dns =
                    ClusterDns.start(
                            config.dataDir(),
                            ranges.dnsAddress(),
                            config.clusterDomain(),
                            controlPlane.informers(),
                            machinery.random());
        }
        controlPlane.informers().start();
    }

    private void startKubelet(Client client, ControlPlane controlPlane)
            throws InterruptedException {
        ManagedContainerd containerd = containerd();
        KubeletConfig defaults =
                KubeletConfig.defaults(
                        config.nodeName(), address, config.dataDir(), Version.GIT_VERSION);
        KubeletConfig kubeletConfig =
                defaults.withDns(
                                new KubeletConfig.Dns(
                                        List.of(ranges.dnsAddress()),
                                        config.clusterDomain(),
                                        defaults.dns().resolvConf()))
                        .withServer(new KubeletConfig.Server("", ranges.kubeletPort()))
                        .withCgroupRoot(layout.cgroupRoot());
        Kubelet started =
                new Kubelet(
                        kubeletConfig,
                        client,
                        controlPlane.informers(),
                        NodeRuntime.of(containerd, layout.cgroups()),
                        serving(controlPlane),
                        machinery.clock(),
                        machinery.timer(),
                        machinery.threads(),
                        machinery.random());
        started.start();
        kubelet = started;
        Informer<Node> nodes = controlPlane.informers().of(Node.KIND);
        nodes.listen(change -> noteReady(change.latest()));
        machinery.threads().start("load-images", () -> loadImages(containerd));
    }

    private Serving serving(ControlPlane controlPlane) {
        ClusterPki pki = controlPlane.pki();
        ServerTls tls =
                new ServerTls(_ -> pki.leaf("kubelet"), ClientAuth.REQUESTED, pki::authorities);
        return new Serving(
                tls, new KubeletAccess(controlPlane.server().security(), config.nodeName()));
    }

    private ManagedContainerd containerd() throws InterruptedException {
        try {
            return runtime.get();
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            throw new CliException(
                    "the container runtime did not start: "
                            + (cause == null ? failure : cause).getMessage(),
                    failure);
        }
    }

    private void noteReady(Node node) {
        if (node.key().equals(ObjectKey.of(config.nodeName()))) {
            for (NodeCondition condition : node.status().conditions()) {
                if (condition.type().equals("Ready") && condition.status().equals("True")) {
                    ready.complete(true);
                }
            }
        }
    }

    /// Every archive in the images folder, as for machines without a registry.
    private void loadImages(ManagedContainerd containerd) {
        Path directory = layout.images();
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            LoadedArchives loaded = LoadedArchives.read(directory.resolve(".loaded"));
            for (Path archive : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!archive.getFileName().toString().startsWith(".")
                        && !loaded.contains(archive)) {
                    LOG.info(
                            "Images loaded",
                            "archive",
                            archive,
                            "images",
                            containerd.images().load(archive));
                    loaded.add(archive);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException failure) {
            LOG.error("Image archives not loaded", failure, "directory", directory);
        }
    }

    /// Waits for the node to be Ready and for names to resolve, and reports each.
    void awaitReady(Steps steps, long began) throws InterruptedException {
        if (config.has(Part.KUBELET)) {
            try {
                ready.get(READY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException late) {
                throw new CliException(
                        "node " + config.nodeName() + " did not become Ready; the log says why",
                        late);
            }
            steps.done("node Ready", began);
        }
        if (config.has(Part.DNS)) {
            steps.doing("waiting for DNS");
            DnsProbe.await(
                    ranges.dnsAddress(),
                    "kubernetes.default.svc." + config.clusterDomain(),
                    machinery.clock(),
                    READY);
            steps.done("DNS answering", began);
        }
    }

    /// Adds each part's trouble by the part's name, "" for none.
    void addTroubles(Map<String, String> troubles) {
        Kubelet runningKubelet = kubelet;
        if (runningKubelet != null) {
            troubles.put("kubelet", runningKubelet.health().orElse(""));
        }
        ServiceProxy runningProxy = proxy;
        if (runningProxy != null) {
            troubles.put("proxy", runningProxy.trouble());
        }
        DnsServer runningDns = dns;
        if (runningDns != null) {
            troubles.put("dns", runningDns.isReady() ? "" : "not synced yet");
        }
    }

    /// Containers, routes and rules stay, so that pods go on.
    @Override
    public void close() {
        Kubelet runningKubelet = kubelet;
        if (runningKubelet != null) {
            runningKubelet.close();
        }
        ServiceProxy runningProxy = proxy;
        if (runningProxy != null) {
            runningProxy.close();
        }
        DnsServer runningDns = dns;
        if (runningDns != null) {
            runningDns.close();
        }
        if (runtime.isDone() && !runtime.isCompletedExceptionally()) {
            stop(runtime.join());
        }
    }

    private static void stop(ManagedContainerd containerd) {
        try (containerd) {
            containerd.stop();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
