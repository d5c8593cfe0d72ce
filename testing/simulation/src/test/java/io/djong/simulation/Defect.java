package io.djong.simulation;

import io.djong.store.Disk;
import io.djong.store.Store;

/// Bugs that a store must not have, planted one at a time.
enum Defect implements Sabotage {
    SKIPS_AN_FSYNC,
    PUBLISHES_BEFORE_DURABLE,
    ACCEPTS_A_TORN_TAIL,
    REORDERS_WATCH_EVENTS,
    DROPS_ONE_EVENT_ON_RECONNECT,
    DUPLICATES_AN_EVENT_AFTER_RESUME,
    REUSES_A_REVISION,
    READS_A_STALE_INDEX,
    COMPACTION_LOSES_A_LIVE_KEY,
    LOSES_A_LEASE;

    @Override
    public Disk disk(Disk sound) {
        return switch (this) {
            case SKIPS_AN_FSYNC -> DiskDefects.skippingFsyncs(sound);
            case PUBLISHES_BEFORE_DURABLE -> DiskDefects.forcingLate(sound);
            case ACCEPTS_A_TORN_TAIL -> DiskDefects.acceptingTornTails(sound);
            default -> sound;
        };
    }

    @Override
    public Store store(Store sound) {
        return switch (this) {
            case REORDERS_WATCH_EVENTS -> StoreDefects.reorderingEvents(sound);
            case DROPS_ONE_EVENT_ON_RECONNECT -> StoreDefects.droppingOneOnReconnect(sound);
            case DUPLICATES_AN_EVENT_AFTER_RESUME -> StoreDefects.duplicatingAfterResume(sound);
            case REUSES_A_REVISION -> StoreDefects.reusingRevisions(sound);
            case READS_A_STALE_INDEX -> StoreDefects.readingAStaleIndex(sound);
            case COMPACTION_LOSES_A_LIVE_KEY -> StoreDefects.losingALiveKeyInCompaction(sound);
            default -> sound;
        };
    }

    @Override
    public Store beneathLeases(Store sound) {
        return this == LOSES_A_LEASE ? StoreDefects.forgettingLeases(sound) : sound;
    }
}
