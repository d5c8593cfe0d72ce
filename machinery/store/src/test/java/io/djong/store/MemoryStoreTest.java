package io.djong.store;

class MemoryStoreTest extends StoreConformance {

    @Override
    protected Store open(Retention retention) {
        return new MemoryStore(retention, clock, clock);
    }
}
