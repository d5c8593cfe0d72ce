package io.djong.store;

/// The revision asked for was not committed yet.
public final class FutureRevisionException extends StoreException {

    private final long requested;
    private final long newest;

    public FutureRevisionException(long requested, long newest) {
        super("revision " + requested + " is in the future, the newest is " + newest);
        this.requested = requested;
        this.newest = newest;
    }

    public long requested() {
        return requested;
    }

    public long newest() {
        return newest;
    }
}
