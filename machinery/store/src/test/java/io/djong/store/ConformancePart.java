package io.djong.store;

import io.djong.store.Store.Commit.Committed;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write;
import io.djong.store.Store.Write.Put;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/// The words that the parts of [StoreConformance] are written in.
abstract class ConformancePart {

    static final Duration SOON = Duration.ofSeconds(10);
    static final Duration AGE = StoreUnderTest.AGE;

    final ManualClock clock;
    private final StoreUnderTest test;

    ConformancePart(StoreUnderTest test) {
        this.test = test;
        this.clock = test.clock;
    }

    final Store store() {
        return test.store();
    }

    final void openStore(Retention retention) {
        test.open(retention);
    }

    final long commit(Write... writes) {
        return ((Committed) store().commit(Transaction.of(writes))).at();
    }

    final long put(String key, String text) {
        return commit(new Put(key, value(text)));
    }

    static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(@Nullable Entry entry) {
        return entry == null
                ? "(absent)"
                : new String(entry.value().bytes(), StandardCharsets.UTF_8);
    }

    static List<String> keys(List<Entry> entries) {
        return entries.stream().map(Entry::key).toList();
    }

    /// An engine may drop history a little after it answered.
    static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().untilAsserted(assertion);
    }
}
