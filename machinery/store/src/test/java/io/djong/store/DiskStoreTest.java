package io.djong.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.Threads;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

class DiskStoreTest extends StoreConformance {

    @TempDir private Path directory;
    private int opened;

    @Override
    protected Store open(Retention retention) {
        Store store =
                new DiskStore(
                        directory.resolve("store" + opened++),
                        DiskOptions.defaults().withRetention(retention).withFsync(false),
                        Value.Factory.PLAIN,
                        clock,
                        clock,
                        Threads.virtual(),
                        RandomGenerator.of("L64X128MixRandom"));
        assertThat(store.revision()).isZero();
        return store;
    }
}
