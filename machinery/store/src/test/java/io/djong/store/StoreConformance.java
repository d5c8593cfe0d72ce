package io.djong.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/// What every engine promises. An engine's test extends this and opens the store.
public abstract class StoreConformance {

    protected final ManualClock clock = new ManualClock();

    @SuppressWarnings("this-escape") // opens nothing before the first test
    private final StoreUnderTest test = new StoreUnderTest(clock, this::open);

    /// Opens an empty store, each time another. It is closed after the test.
    protected abstract Store open(Retention retention);

    @BeforeEach
    void openStore() {
        test.open();
    }

    @AfterEach
    void closeStore() {
        test.close();
    }

    @Nested
    class Commits extends CommitConformance {
        Commits() {
            super(test);
        }
    }

    @Nested
    class Guards extends GuardConformance {
        Guards() {
            super(test);
        }
    }

    @Nested
    class Reads extends ReadConformance {
        Reads() {
            super(test);
        }
    }

    @Nested
    class Compaction extends CompactionConformance {
        Compaction() {
            super(test);
        }
    }

    @Nested
    class Watching extends WatchConformance {
        Watching() {
            super(test);
        }
    }
}
