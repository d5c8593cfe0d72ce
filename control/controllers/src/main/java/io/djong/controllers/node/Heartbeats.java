package io.djong.controllers.node;

import io.djong.api.Nodes;
import io.djong.api.coordination.v1.Lease;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeCondition;
import io.djong.meta.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// When each node was last heard of, by this process's own clock: the nodes' clocks may be wrong.
///
/// Any thread; one node is asked about by one at a time.
final class Heartbeats {

    private final NodeConfig config;
    private final Clock clock;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();

    /// @param signs what changes with each heartbeat
    private record Heard(List<String> signs, long at, boolean isNew) {}

    Heartbeats(NodeConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /// How long the node may still be silent; zero or less when it is lost.
    Duration patience(Node node, @Nullable Lease lease) {
        List<String> signs = signs(node, lease);
        Heard before = heard.get(node.name());
        long now = clock.nanos();
        if (before == null || !before.signs.equals(signs)) {
            before = new Heard(signs, now, Nodes.condition(node, "Ready") == null);
            heard.put(node.name(), before);
        }
        return left(before, now);
    }

    /// Whether the node has used up its patience, without taking note of a new sign.
    ///
    /// Unlike the node's status, this is true of all silent nodes at once, also of those that nobody has marked yet.
    boolean isSilent(Node node, @Nullable Lease lease) {
        Heard before = heard.get(node.name());
        return before != null
                && before.signs.equals(signs(node, lease))
                && !left(before, clock.nanos()).isPositive();
    }

    private Duration left(Heard heard, long now) {
        Duration grace =
                heard.isNew ? config.nodeStartupGracePeriod() : config.nodeMonitorGracePeriod();
        return grace.minusNanos(now - heard.at);
    }

    private static List<String> signs(Node node, @Nullable Lease lease) {
        NodeCondition ready = Nodes.condition(node, "Ready");
        return List.of(
                node.uid(),
                lease == null ? "" : Objects.toString(lease.spec().renewTime()),
                // Unknown is written here, not by the node.
                ready == null || ready.status().equals("Unknown")
                        ? ""
                        : Objects.toString(ready.lastHeartbeatTime()) + ready.status());
    }

    void forget(String node) {
        heard.remove(node);
    }
}
