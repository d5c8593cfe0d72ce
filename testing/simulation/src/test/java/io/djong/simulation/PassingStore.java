package io.djong.simulation;

import io.djong.store.KeyRange;
import io.djong.store.Snapshot;
import io.djong.store.Store;
import io.djong.store.StoreStats;
import io.djong.store.Watch;

/// Passes everything on; a defect changes one thing.
class PassingStore implements Store {

    final Store store;

    PassingStore(Store store) {
        this.store = store;
    }

    @Override
    public long revision() {
        return store.revision();
    }

    @Override
    public long compacted() {
        return store.compacted();
    }

    @Override
    public Snapshot read(long at) {
        return store.read(at);
    }

    @Override
    public Commit commit(Transaction transaction) {
        return store.commit(transaction);
    }

    @Override
    public Watch watch(KeyRange range, long after) {
        return store.watch(range, after);
    }

    @Override
    public void compact(long before) {
        store.compact(before);
    }

    @Override
    public StoreStats stats() {
        return store.stats();
    }

    @Override
    public void close() {
        store.close();
    }
}
