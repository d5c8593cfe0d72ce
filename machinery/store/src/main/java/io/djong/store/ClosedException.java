package io.djong.store;

/// The store or watch was used after it was closed.
public final class ClosedException extends StoreException {

    public ClosedException(String what) {
        super(what + " is closed");
    }
}
