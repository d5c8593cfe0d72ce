package io.djong.store;

/// What a store has done and holds, as counters that only grow and gauges.
///
/// @param commits transactions that changed something
/// @param refused transactions whose guard did not hold
/// @param fsyncs calls that made a batch of commits durable
/// @param loggedBytes bytes written to the log
/// @param snapshots snapshot files written
/// @param keys live keys now
/// @param valueBytes bytes of their keys and values now
/// @param historyVersions superseded or deleted versions kept now
/// @param historyBytes bytes of those
/// @param watchers open watches now
/// @param watchersCutOff watches that lagged too far
public record StoreStats(
        long commits,
        long refused,
        long fsyncs,
        long loggedBytes,
        long snapshots,
        long keys,
        long valueBytes,
        long historyVersions,
        long historyBytes,
        long watchers,
        long watchersCutOff) {}
