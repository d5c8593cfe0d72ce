package io.djong.store;

/// How large a transaction is: an upper bound of what the log needs for it.
final class TransactionBytes {

    /// A larger transaction is refused. The API server takes bodies of 3 MB.
    static final int MAX = 16 << 20;

    /// What a write adds to its key and value.
    private static final int EXTRA_PER_WRITE = 16;

    private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

    private TransactionBytes() {}

    /// Asks each value for its bytes, too, so that one which is encoded late is encoded here, on its owner's thread.
    ///
    /// @throws StoreException if the transaction is too large
    static long check(Store.Transaction transaction) {
        long bytes = 0;
        for (Store.Write write : transaction.writes()) {
            bytes += EXTRA_PER_WRITE + (long) UTF8_BYTES_PER_CHAR_MAX * write.key().length();
            bytes += write instanceof Store.Write.Put put ? put.value().bytes().length : 0;
        }
        if (bytes > MAX) {
            throw new StoreException(
                    "transaction needs %d bytes, at most %d are possible".formatted(bytes, MAX));
        }
        return bytes;
    }
}
