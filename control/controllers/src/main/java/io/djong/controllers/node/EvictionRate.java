package io.djong.controllers.node;

import io.djong.api.core.v1.Node;
import io.djong.meta.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Says when one more lost node may have its pods evicted: slowly, and not at all when it is rather this side that is cut off.
///
/// Small lock: `this`.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/nodes/#rate-limits-on-eviction Rate limits on eviction
final class EvictionRate {

    private final NodeConfig config;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new HashMap<>();

    /// At most one node at once, then by rate.
    private static final class Bucket {
        private double tokens = 1;
        private long at;
    }

    EvictionRate(NodeConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /// Whether all nodes are lost, in which case none is evicted.
    static boolean isCutOff(List<Node> nodes) {
        return nodes.stream().noneMatch(node -> NodeTaints.health(node) == NodeTaints.Health.READY);
    }

    /// Takes the permission to evict a node of that zone, if there is one now.
    synchronized boolean take(String zone, List<Node> nodesOfZone) {
        double rate = rate(nodesOfZone);
        Bucket bucket = buckets.computeIfAbsent(zone, _ -> fresh());
        long now = clock.nanos();
        bucket.tokens = Math.min(1, bucket.tokens + (now - bucket.at) / 1e9 * rate);
        bucket.at = now;
        if (bucket.tokens < 1 || rate == 0) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    private Bucket fresh() {
        Bucket bucket = new Bucket();
        bucket.at = clock.nanos();
        return bucket;
    }

    private double rate(List<Node> nodes) {
        long lost =
                nodes.stream()
                        .filter(node -> NodeTaints.health(node) != NodeTaints.Health.READY)
                        .count();
        boolean mostlyLost =
                lost > 2 && (double) lost / nodes.size() >= config.unhealthyZoneThreshold();
        if (!mostlyLost || lost == nodes.size()) {
            return config.nodeEvictionRate();
        }
        return nodes.size() > config.largeClusterSizeThreshold()
                ? config.secondaryNodeEvictionRate()
                : 0;
    }

    static String zone(Node node) {
        return node.labels().getOrDefault("topology.kubernetes.io/region", "")
                + ":"
                + node.labels().getOrDefault("topology.kubernetes.io/zone", "");
    }
}
