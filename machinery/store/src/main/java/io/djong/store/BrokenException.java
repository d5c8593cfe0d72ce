package io.djong.store;

/// The engine cannot go on writing: what is on the disk and what is in memory may differ.
final class BrokenException extends StoreException {

    BrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
