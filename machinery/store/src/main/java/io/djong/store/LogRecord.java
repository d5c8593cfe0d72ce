package io.djong.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What one frame of the log says: the transactions that were committed together.
///
/// Big-endian: 8 bytes milliseconds since 1970, 8 revision of the first transaction, 4 number of writes; each write has
/// 1 byte of flags, the key, and for a put the value, both with 4 bytes of length before them.
///
/// @param transactions without guards, which held already; each is one revision more than the one before
record LogRecord(long millis, long revision, List<Store.Transaction> transactions) {

    private static final int PUT = 1;
    private static final int DELETE = 2;

    /// The first write of a transaction.
    private static final int BEGINS = 16;

    static void encode(FrameWriter frame, long millis, List<Staging.Change> changes) {
        long revision = changes.getFirst().event().revision();
        frame.putLong(millis).putLong(revision).putInt(changes.size());
        long before = revision - 1;
        for (Staging.Change change : changes) {
            Event event = change.event();
            int begins = event.revision() == before ? 0 : BEGINS;
            before = event.revision();
            switch (event.type()) {
                case PUT ->
                        frame.putByte(PUT | begins)
                                .putString(event.entry().key())
                                .putBytes(event.entry().value().bytes());
                case DELETE -> frame.putByte(DELETE | begins).putString(event.entry().key());
            }
        }
    }

    static LogRecord decode(ByteBuffer payload, Value.Factory values) {
        long millis = payload.getLong();
        long revision = payload.getLong();
        int count = payload.getInt();
        List<Store.Transaction> transactions = new ArrayList<>();
        List<Store.Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int flags = payload.get();
            if ((flags & BEGINS) != 0 && !writes.isEmpty()) {
                transactions.add(new Store.Transaction(List.of(), writes));
                writes.clear();
            }
            String key = string(payload);
            writes.add(
                    switch (flags & ~BEGINS) {
                        case PUT -> new Store.Write.Put(key, values.value(key, bytes(payload)));
                        case DELETE -> new Store.Write.Delete(key);
                        default ->
                                throw new StoreException(
                                        "record of revision "
                                                + revision
                                                + ": unknown kind of write "
                                                + flags);
                    });
        }
        transactions.add(new Store.Transaction(List.of(), writes));
        return new LogRecord(millis, revision, transactions);
    }

    static String string(ByteBuffer payload) {
        return new String(bytes(payload), StandardCharsets.UTF_8);
    }

    static byte[] bytes(ByteBuffer payload) {
        byte[] bytes = new byte[payload.getInt()];
        payload.get(bytes);
        return bytes;
    }
}
