package io.djong.store;

/// How the disk engine keeps its files.
///
/// @param retention how much history is kept
/// @param fsync false makes nothing durable: faster, and wrong for all but tests
/// @param segmentBytes a new log file is begun when one is as long as this
/// @param quotaBytes puts are refused when keys, values and history need as much
public record DiskOptions(Retention retention, boolean fsync, long segmentBytes, long quotaBytes) {

    /// Read again at each start, on top of the newest snapshot: a fraction of a second.
    public static final long DEFAULT_SEGMENT_BYTES = 32L << 20;

    /// The most that etcd suggests.
    ///
    /// @spec https://etcd.io/docs/v3.6/dev-guide/limit/ System limits
    public static final long DEFAULT_QUOTA_BYTES = 8L << 30;

    public static DiskOptions defaults() {
        return new DiskOptions(
                Retention.defaults(), true, DEFAULT_SEGMENT_BYTES, DEFAULT_QUOTA_BYTES);
    }

    public DiskOptions withRetention(Retention kept) {
        return new DiskOptions(kept, fsync, segmentBytes, quotaBytes);
    }

    public DiskOptions withFsync(boolean durable) {
        return new DiskOptions(retention, durable, segmentBytes, quotaBytes);
    }

    public DiskOptions withSegmentBytes(long bytes) {
        return new DiskOptions(retention, fsync, bytes, quotaBytes);
    }

    public DiskOptions withQuotaBytes(long bytes) {
        return new DiskOptions(retention, fsync, segmentBytes, bytes);
    }
}
