package io.djong.store;

/// What is stored under a key. The instance that was put is the one that reads and watches return,
/// so its owner may keep more in it than the bytes.
public interface Value {

    /// The stored bytes. Always the same ones; nobody may change them.
    byte[] bytes();

    static Value of(byte[] bytes) {
        return new Plain(bytes);
    }

    /// Makes the values that an engine recovers from disk.
    @FunctionalInterface
    interface Factory {
        Value value(String key, byte[] bytes);

        Factory PLAIN = (key, bytes) -> new Plain(bytes);
    }

    /// Nothing but the bytes.
    @SuppressWarnings(
            "ArrayRecordComponent") // identity is wanted: a value is compared as an instance
    record Plain(byte[] bytes) implements Value {}
}
