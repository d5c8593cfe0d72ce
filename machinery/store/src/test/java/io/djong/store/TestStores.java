package io.djong.store;

import io.djong.store.Store.Commit.Committed;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Put;
import java.util.Map;
import java.util.TreeMap;

/// Stores with texts for values.
final class TestStores {

    private TestStores() {}

    static long put(Store store, String key, String text) {
        Transaction transaction = Transaction.of(new Put(key, ConformancePart.value(text)));
        return ((Committed) store.commit(transaction)).at();
    }

    static Map<String, String> content(Store store, long revision) {
        Map<String, String> content = new TreeMap<>();
        store.read(revision)
                .scan(
                        KeyRange.ALL,
                        null,
                        entry -> {
                            content.put(entry.key(), ConformancePart.text(entry));
                            return true;
                        });
        return content;
    }
}
