package io.djong.store;

/// How the disk engine keeps its files.
///
/// @param retention how much history is kept
/// @param fsync false makes nothing durable: faster, and wrong for all but tests
/// @param segmentBytes a new log file is begun when one is as long as this
public record DiskOptions(Retention retention, boolean fsync, long segmentBytes) {

    /// Read again at each start, on top of the newest snapshot: a fraction of a second.
    public static final long DEFAULT_SEGMENT_BYTES = 32L << 20;

    public static DiskOptions defaults() {
        return new DiskOptions(Retention.defaults(), true, DEFAULT_SEGMENT_BYTES);
    }

    public DiskOptions withRetention(Retention kept) {
        return new DiskOptions(kept, fsync, segmentBytes);
    }

    public DiskOptions withFsync(boolean durable) {
        return new DiskOptions(retention, durable, segmentBytes);
    }

    public DiskOptions withSegmentBytes(long bytes) {
        return new DiskOptions(retention, fsync, bytes);
    }
}
