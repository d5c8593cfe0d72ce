package io.djong.proxy;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Service;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.client.Informer;
import io.djong.client.Informers;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Keeps the node's nftables rules in step with Services and their endpoints.
///
/// Confined: one thread writes rules; informers only ring its bell. However many changes come while it writes, they make one
/// further round.
public final class ServiceProxy implements AutoCloseable {

    private static final Log LOG = Log.of(ServiceProxy.class);

    /// Changes come in bursts (a rollout); waiting this long makes one round of them.
    private static final Duration GATHER = Duration.ofMillis(10);

    private static final Duration RETRY = Duration.ofSeconds(2);

    /// What a proxy needs to know of its node.
    ///
    /// @param table the nftables table that belongs to this proxy alone
    public record Config(String nodeName, String podCidr, String table) {}

    private final Config config;
    private final Nft nft;
    private final Clock clock;
    private final Threads threads;
    private final Informer<Service> services;
    private final Informer<EndpointSlice> slices;
    private final Informer<Pod> pods;
    private final Semaphore bell = new Semaphore(0);
    private @Nullable Ruleset applied;
    private volatile String trouble = "not synced yet";
    private volatile @Nullable Thread thread;

    public ServiceProxy(Config config, Informers informers, Nft nft, Clock clock, Threads threads) {
        this.config = config;
        this.nft = nft;
        this.clock = clock;
        this.threads = threads;
        this.services = informers.of(Service.KIND);
        this.slices = informers.of(EndpointSlice.KIND);
        this.pods = informers.of(Pod.KIND);
    }

    public void start() {
        services.listen(_ -> bell.release());
        slices.listen(_ -> bell.release());
        pods.listen(change -> {
            if (change.states().stream().anyMatch(this::hasHostPorts)) {
                bell.release();
            }
        });
        thread = threads.start("proxy", this::run);
    }

    private boolean hasHostPorts(Pod pod) {
        return pod.spec().nodeName().equals(config.nodeName()) && !HostPorts.of(pod).isEmpty();
    }

    /// "" when the rules are as the cluster wants them; otherwise what is wrong.
    public String trouble() {
        return trouble;
    }

    private void run() {
        try {
            services.awaitSync(Duration.ofDays(1));
            slices.awaitSync(Duration.ofDays(1));
            pods.awaitSync(Duration.ofDays(1));
            while (true) {
                clock.sleep(sync() ? GATHER : RETRY);
                bell.acquire();
                bell.drainPermits();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// One round; false when nft refused it, and then the bell is rung for another one.
    private boolean sync() {
        Ruleset wanted = Rules.of(servicePorts(), hostPorts(), config.podCidr());
        Ruleset now = applied;
        try {
            String script =
                    now == null
                            ? NftScript.whole(config.table(), wanted)
                            : NftScript.difference(config.table(), now, wanted);
            if (!script.isEmpty()) {
                nft.apply(script);
            }
            applied = wanted;
            trouble = "";
            return true;
        } catch (Nft.NftException refused) {
            LOG.error("Service rules not applied", refused);
            trouble = String.valueOf(refused.getMessage());
            // Whatever the kernel holds now, the next round makes it anew.
            applied = null;
            bell.release();
            return false;
        }
    }

    private List<ServicePort> servicePorts() {
        Map<String, List<EndpointSlice>> byService = new HashMap<>();
        for (EndpointSlice slice : slices.all()) {
            String service = slice.labels().get("kubernetes.io/service-name");
            if (service != null && !slice.isDeleting()) {
                byService
                        .computeIfAbsent(slice.namespace() + "/" + service, _ -> new ArrayList<>())
                        .add(slice);
            }
        }
        List<ServicePort> ports = new ArrayList<>();
        for (Service service : services.all()) {
            if (!service.labels().containsKey("service.kubernetes.io/service-proxy-name")) {
                List<EndpointSlice> its =
                        byService.getOrDefault(service.key().toString(), List.of());
                ports.addAll(ServicePorts.of(service, its, config.nodeName()));
            }
        }
        ports.sort(Comparator.comparing(ServicePort::name));
        return ports;
    }

    private List<HostPort> hostPorts() {
        List<HostPort> ports = new ArrayList<>();
        for (Pod pod : pods.all()) {
            if (pod.spec().nodeName().equals(config.nodeName())) {
                ports.addAll(HostPorts.of(pod));
            }
        }
        return ports;
    }

    /// Stops; the rules stay, so that traffic goes on while djong restarts.
    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /// Removes all rules, as part of removing a cluster.
    public static void remove(Nft nft, String table) {
        nft.deleteTable(table);
    }
}
