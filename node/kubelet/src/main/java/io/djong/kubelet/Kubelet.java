package io.djong.kubelet;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Service;
import io.djong.client.Client;
import io.djong.client.Informer;
import io.djong.client.Informers;
import io.djong.client.ListOptions;
import io.djong.http.ClientConfig;
import io.djong.http.HttpClient;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Trust;
import io.djong.kubelet.api.WatchedObjects;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.kubelet.containers.ContainerConfigs;
import io.djong.kubelet.containers.ContainerMounts;
import io.djong.kubelet.containers.Environment;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.ObservedSandbox;
import io.djong.kubelet.containers.ResolverSettings;
import io.djong.kubelet.containers.SandboxConfigs;
import io.djong.kubelet.containers.Security;
import io.djong.kubelet.events.Events;
import io.djong.kubelet.hooks.Hooks;
import io.djong.kubelet.images.Backoff;
import io.djong.kubelet.images.ImagePulls;
import io.djong.kubelet.node.NodeFacts;
import io.djong.kubelet.node.NodeReporter;
import io.djong.kubelet.pods.Admission;
import io.djong.kubelet.pods.LogKeeper;
import io.djong.kubelet.pods.MirrorPods;
import io.djong.kubelet.pods.NodeChoice;
import io.djong.kubelet.pods.PodCgroups;
import io.djong.kubelet.pods.PodTools;
import io.djong.kubelet.pods.PodWorkers;
import io.djong.kubelet.pods.Relist;
import io.djong.kubelet.pods.StaticPods;
import io.djong.kubelet.pressure.Pressure;
import io.djong.kubelet.pressure.Signals;
import io.djong.kubelet.probes.HttpProber;
import io.djong.kubelet.probes.Prober;
import io.djong.kubelet.server.KubeletServer;
import io.djong.kubelet.status.PodStatuses;
import io.djong.kubelet.status.StatusWriter;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Quantity;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.volumes.PodVolumes;
import io.djong.volumes.ServiceAccountTokens;
import io.djong.volumes.plugins.StandardPlugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs the pods of one node.
///
/// Containers go on when a kubelet ends, and the next one takes them over.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/#kubelet kubelet
public final class Kubelet implements AutoCloseable {

    private static final Log LOG = Log.of(Kubelet.class);

    /// Pods that refer to services by their environment wait this long for the first list of them.
    private static final Duration SERVICES_PATIENCE = Duration.ofSeconds(2);

    private static final Path APPARMOR = Path.of("/sys/kernel/security/apparmor");

    private static final Duration PODS_PATIENCE = Duration.ofMinutes(1);

    private final KubeletConfig config;
    private final NodeRuntime runtime;
    private final Serving serving;
    private final Clock clock;
    private final Threads threads;
    private final HttpClient http;
    private final WatchedObjects objects;
    private final Events events;
    private final NodeFacts facts;
    private final NodeReporter reporter;
    private final Pressure.Conditions pressure = new Pressure.Conditions();
    private final PodCgroups cgroups;
    private final MirrorPods mirrors;
    private final PodWorkers workers;
    private final KubeletServer server;
    private final Informer<Pod> pods;
    private final Informer<Service> services;
    private final List<Thread> running = new ArrayList<>();
    private @Nullable AutoCloseable runtimeEvents;

    public Kubelet(
            KubeletConfig config,
            Client client,
            Informers informers,
            NodeRuntime runtime,
            Serving serving,
            Clock clock,
            Timer timer,
            Threads threads,
            RandomGenerator random) {
        this.config = config;
        this.runtime = runtime;
        this.serving = serving;
        this.clock = clock;
        this.threads = threads;
        http =
                HttpClient.of(
                        ClientConfig.defaults()
                                .withTls(ClientTls.trusting(new Trust.Anybody()))
                                .withHttp2(false),
                        threads);
        facts = new NodeFacts(config);
        events = new Events(client, config.node().name(), clock, threads);
        services = informers.of(Service.KIND);
        pods =
                new Informer<>(
                        client,
                        Pod.KIND,
                        ListOptions.ALL.withFields("spec.nodeName=" + config.node().name()),
                        clock,
                        random);
        objects = new WatchedObjects(client, clock, threads, random, this::objectsChanged);
        reporter =
                new NodeReporter(
                        config,
                        facts,
                        client,
                        runtime.cri(),
                        events,
                        pressure::holding,
                        this::port,
                        clock);
        cgroups = new PodCgroups(runtime.cgroups());
        ServiceAccountTokens tokens = new ServiceAccountTokens(client, clock);
        mirrors = new MirrorPods(client, reporter::node, pods::hasSynced);
        HttpProber httpProber = new HttpProber(http);
        workers =
                new PodWorkers(
                        new PodTools(
                                config,
                                client,
                                runtime.cri(),
                                cgroups,
                                new PodVolumes(
                                        config.directories().pods(),
                                        StandardPlugins.all(objects, tokens, facts::allocatable)),
                                tokens,
                                objects,
                                new ImagePulls(
                                        runtime.cri(),
                                        events,
                                        objects,
                                        clock,
                                        threads,
                                        config.serializeImagePulls()),
                                new SandboxConfigs(config, new ResolverSettings(config.dns())),
                                new ContainerConfigs(
                                        config,
                                        new Environment(
                                                objects, this::services, facts::allocatable),
                                        new ContainerMounts(config, random),
                                        new Security(
                                                config.directories().root().resolve("seccomp"),
                                                runtime.missingCapabilities(),
                                                Files.exists(APPARMOR)),
                                        facts.capacity()
                                                .getOrDefault("memory", Quantity.ZERO)
                                                .value()),
                                new Prober(runtime.cri(), httpProber),
                                new Hooks(runtime.cri(), httpProber, clock),
                                new Backoff(clock),
                                events,
                                new PodStatuses(config.node().addresses()),
                                new StatusWriter(client, clock, threads, mirrors::apiUid),
                                new Admission(
                                        facts::allocatable,
                                        new NodeChoice(reporter::node),
                                        config.allowedUnsafeSysctls(),
                                        () -> List.copyOf(pressure.holding())),
                                clock,
                                timer,
                                threads),
                        mirrors);
        server =
                new KubeletServer(
                        config,
                        workers,
                        runtime.cri(),
                        serving.access(),
                        http,
                        this::health,
                        clock,
                        threads);
    }

    /// The id of the pod's sandbox, if it has a ready one.
    Optional<String> sandbox(String podUid) {
        return workers.observed(podUid).flatMap(ObservedPod::readySandbox).map(ObservedSandbox::id);
    }

    /// The port at which the kubelet is reached.
    public int port() {
        return server.port();
    }

    private void objectsChanged(String uid) {
        workers.objectsChanged(uid);
    }

    private Collection<Service> services() {
        try {
            if (!services.awaitSync(SERVICES_PATIENCE)) {
                LOG.warn("Services not known yet, containers start without their variables");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return services.all();
    }

    /// Registers the node and begins to run its pods. Returns at once.
    public void start() {
        cgroups.prepare(facts.allocatable());
        server.start(serving.tls());
        reporter.start(threads);
        pods.listen(workers::apply);
        running.add(threads.start("kubelet-pods", pods));
        running.add(threads.start("kubelet-orphans", this::endOrphans));
        running.add(
                threads.start(
                        "kubelet-relist",
                        new Relist(
                                runtime.cri(), config.periods().relist(), clock, workers::wake)));
        running.add(
                threads.start(
                        "kubelet-pressure",
                        new Pressure(
                                config,
                                new Signals(config, facts),
                                pressure,
                                workers,
                                runtime.cri(),
                                events,
                                clock)));
        running.add(threads.start("kubelet-logs", new LogKeeper(workers, runtime.cri(), clock)));
        String files = config.directories().staticPods();
        if (!files.isEmpty()) {
            running.add(
                    threads.start(
                            "kubelet-static-pods",
                            new StaticPods(
                                    Path.of(files),
                                    config.node().name(),
                                    workers,
                                    mirrors,
                                    clock)));
        }
        runtimeEvents = runtime.events().listen(workers::runtimeEvent);
    }

    private void endOrphans() {
        try {
            if (pods.awaitSync(PODS_PATIENCE)) {
                workers.endOrphans();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// What is wrong, or empty when all is well.
    public Optional<String> health() {
        if (reporter.node().isEmpty()) {
            return Optional.of("node is not registered");
        }
        return pods.hasSynced() ? Optional.empty() : Optional.of("pods are not known yet");
    }

    /// Stops looking after the node. Containers keep running.
    @Override
    public void close() {
        running.forEach(Thread::interrupt);
        server.close();
        reporter.close();
        workers.close();
        objects.close();
        events.close();
        try {
            if (runtimeEvents != null) {
                runtimeEvents.close();
            }
        } catch (Exception failure) {
            LOG.warn("Runtime events not closed", failure);
        }
        http.close();
    }
}
