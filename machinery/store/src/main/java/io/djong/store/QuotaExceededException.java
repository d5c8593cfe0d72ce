package io.djong.store;

/// The store holds as much as it may: only deletes and compaction are possible.
public final class QuotaExceededException extends StoreException {

    /// Clients know these words: as etcd 3.6 says it.
    private static final String MESSAGE = "etcdserver: mvcc: database space exceeded";

    private final long quotaBytes;

    public QuotaExceededException(long quotaBytes) {
        super(MESSAGE);
        this.quotaBytes = quotaBytes;
    }

    public long quotaBytes() {
        return quotaBytes;
    }
}
