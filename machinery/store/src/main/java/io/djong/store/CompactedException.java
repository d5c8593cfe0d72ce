package io.djong.store;

/// The revision asked for is older than the kept history.
public final class CompactedException extends StoreException {

    private final long requested;
    private final long compacted;

    public CompactedException(long requested, long compacted) {
        super("revision " + requested + " was compacted, the oldest is " + compacted);
        this.requested = requested;
        this.compacted = compacted;
    }

    public long requested() {
        return requested;
    }

    /// The oldest revision that can be read.
    public long compacted() {
        return compacted;
    }
}
