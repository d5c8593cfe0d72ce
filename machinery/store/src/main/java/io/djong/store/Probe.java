package io.djong.store;

/// Is told how far the engine has come, so that a simulation can end the world there.
@FunctionalInterface
public interface Probe {

    /// What it throws stops the engine's thread that passed the point, as a crash would.
    void at(Point point);

    Probe NONE = _ -> {};

    enum Point {
        BEFORE_APPLY,
        AFTER_APPLY,
        BEFORE_COMPACTION,
        FLOOR_ROSE,
        AFTER_COMPACTION,
        BEFORE_WATCH_SEND,
        AFTER_WATCH_SEND,
        BEFORE_SNAPSHOT,
        SNAPSHOT_COLLECTED,
        SNAPSHOT_WRITTEN,
        SNAPSHOT_REPLACED_OLDER,
        AFTER_SNAPSHOT
    }
}
