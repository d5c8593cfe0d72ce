package io.djong.kubelet.pressure;

import io.djong.api.core.v1.Pod;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.kubelet.containers.Names;
import io.djong.kubelet.events.Events;
import io.djong.kubelet.pods.PodWorkers;
import io.djong.kubelet.pressure.Signals.Shortage;
import io.djong.kubelet.status.PodStatuses;
import io.djong.kubelet.status.PodStatuses.Ending;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.runtime.Cri;
import io.djong.runtime.cri.ContainerStats;
import io.djong.runtime.cri.ContainerStatsFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Watches over the node's resources and ends pods before the kernel does.
///
/// Shape: confined to its thread; the conditions that hold are a volatile snapshot.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/ Node-pressure eviction
public final class Pressure implements Runnable {

    private static final Log LOG = Log.of(Pressure.class);

    private static final Duration PERIOD = Duration.ofSeconds(10);

    /// Upstream's `evictionPressureTransitionPeriod`: a condition does not flicker.
    private static final Duration CONDITION_KEPT = Duration.ofMinutes(5);

    /// Hard thresholds give nobody time.
    private static final Duration NO_GRACE = Duration.ZERO;

    private final Signals signals;
    private final PodWorkers workers;
    private final Cri cri;
    private final Events events;
    private final Clock clock;
    private final ImageGarbage garbage;
    private final LocalStorage storage;
    private final Conditions conditions;
    private final Map<String, Instant> lastSeen = new TreeMap<>();

    /// Which conditions hold, for those who report and admit.
    public static final class Conditions {
        private volatile Set<String> holding = Set.of();

        public Set<String> holding() {
            return holding;
        }
    }

    public Pressure(
            KubeletConfig config,
            Signals signals,
            Conditions conditions,
            PodWorkers workers,
            Cri cri,
            Events events,
            Clock clock) {
        this.signals = signals;
        this.conditions = conditions;
        this.workers = workers;
        this.cri = cri;
        this.events = events;
        this.clock = clock;
        this.garbage = new ImageGarbage(config, cri, clock);
        this.storage = new LocalStorage(config);
    }

    @Override
    public void run() {
        try {
            while (true) {
                try {
                    look();
                } catch (RuntimeException failure) {
                    LOG.warn("Node's resources not looked at", failure);
                }
                clock.sleep(PERIOD);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        garbage.collect();
        for (Pod pod : workers.pods()) {
            if (!PodStatuses.isTerminal(pod.status().phase())) {
                storage.excess(pod).ifPresent(ending -> evict(pod, ending));
            }
        }
        List<Shortage> shortages = signals.shortages();
        Instant now = clock.now();
        shortages.forEach(one -> lastSeen.put(one.condition(), now));
        lastSeen.values().removeIf(seen -> now.isAfter(seen.plus(CONDITION_KEPT)));
        conditions.holding = Set.copyOf(lastSeen.keySet());
        if (!shortages.isEmpty()) {
            relieve(shortages.getFirst());
        }
    }

    /// One pod at a time: it may be enough.
    private void relieve(Shortage shortage) {
        if (shortage.condition().equals("DiskPressure")) {
            garbage.collectAll();
            if (signals.shortages().stream()
                    .noneMatch(one -> one.signal().equals(shortage.signal()))) {
                return;
            }
        }
        Map<String, Map<String, Long>> memory = memory();
        Map<String, Long> sums = new HashMap<>();
        memory.forEach((uid, containers) ->
                sums.put(uid, containers.values().stream().mapToLong(Long::longValue).sum()));
        Optional<Pod> first = EvictionRanking.first(workers.pods(), sums);
        if (first.isEmpty()) {
            LOG.warn("Node is short and has no pod to evict", "resource", shortage.resource());
            return;
        }
        Pod pod = first.get();
        evict(pod, EvictionRanking.ending(shortage, pod, memory.getOrDefault(pod.uid(), Map.of())));
    }

    private void evict(Pod pod, Ending ending) {
        LOG.info("Pod evicted", "pod", pod.key(), "why", ending.message());
        events.warning(pod, null, ending.reason(), ending.message());
        workers.evict(pod.uid(), ending, NO_GRACE);
    }

    /// Working sets by pod and container.
    private Map<String, Map<String, Long>> memory() {
        Map<String, Map<String, Long>> byPod = new HashMap<>();
        for (ContainerStats stats :
                cri.listContainerStats(ContainerStatsFilter.getDefaultInstance())) {
            String uid = stats.getAttributes().getLabelsOrDefault(Names.POD_UID, "");
            byPod.computeIfAbsent(uid, _ -> new HashMap<>())
                    .put(
                            stats.getAttributes().getMetadata().getName(),
                            stats.getMemory().getWorkingSetBytes().getValue());
        }
        return byPod;
    }
}
