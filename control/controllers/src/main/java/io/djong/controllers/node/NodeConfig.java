package io.djong.controllers.node;

import java.time.Duration;

/// How nodes are watched over; named as kube-controller-manager's flags.
///
/// @param nodeMonitorPeriod how often each node is looked at
/// @param nodeMonitorGracePeriod how long a node may be silent before it counts as lost
/// @param nodeStartupGracePeriod the same for a node that was never heard of
/// @param nodeEvictionRate how many lost nodes a second, in one zone, have their pods evicted
/// @param secondaryNodeEvictionRate the same while most of the zone is lost, if the zone is large
/// @param largeClusterSizeThreshold nodes of a large zone; in smaller ones evictions stop instead
/// @param unhealthyZoneThreshold the share of lost nodes that makes a zone one that is mostly lost
public record NodeConfig(
        Duration nodeMonitorPeriod,
        Duration nodeMonitorGracePeriod,
        Duration nodeStartupGracePeriod,
        double nodeEvictionRate,
        double secondaryNodeEvictionRate,
        int largeClusterSizeThreshold,
        double unhealthyZoneThreshold) {

    /// As kube-controller-manager 1.36 without flags.
    public static NodeConfig defaults() {
        return new NodeConfig(
                Duration.ofSeconds(5),
                Duration.ofSeconds(50),
                Duration.ofSeconds(60),
                0.1,
                0.01,
                50,
                0.55);
    }
}
