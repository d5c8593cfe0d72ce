package io.djong.store;

import io.djong.meta.Clock;
import io.djong.meta.Timer;
import java.util.concurrent.locks.ReentrantLock;

/// The engine that forgets everything at its end. Commits on the caller's thread, so that a test's world needs no
/// thread of the store's.
public final class MemoryStore implements Store {

    private final MultiVersionIndex index;
    private final Clock clock;
    private final ReentrantLock writing = new ReentrantLock();
    private boolean isClosed;

    public MemoryStore(Retention retention, Clock clock, Timer timer) {
        this.index = new MultiVersionIndex(retention, clock, timer, Probe.NONE);
        this.clock = clock;
    }

    @Override
    public long revision() {
        return index.state().revision();
    }

    @Override
    public long compacted() {
        return index.floor();
    }

    @Override
    public Snapshot read(long at) {
        return index.read(at);
    }

    @Override
    public Commit commit(Transaction transaction) {
        TransactionBytes.check(transaction);
        writing.lock();
        try {
            checkOpen();
            Commit outcome = index.stage(transaction);
            long now = clock.now().toEpochMilli();
            index.publish(now);
            index.dropExcess(now);
            return outcome;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Watch watch(KeyRange range, long after) {
        return index.watch(range, after);
    }

    @Override
    public void compact(long before) {
        writing.lock();
        try {
            checkOpen();
            index.compact(before);
        } finally {
            writing.unlock();
        }
    }

    private void checkOpen() {
        if (isClosed) {
            throw new ClosedException("store");
        }
    }

    @Override
    public StoreStats stats() {
        return index.stats(0, 0, 0);
    }

    @Override
    public void close() {
        writing.lock();
        try {
            isClosed = true;
        } finally {
            writing.unlock();
        }
        index.close();
    }
}
