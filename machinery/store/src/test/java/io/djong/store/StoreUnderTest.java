package io.djong.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The store that a test has open, and the clock it was given.
final class StoreUnderTest {

    static final Duration AGE = Duration.ofMinutes(5);
    private static final Retention RETENTION = new Retention(AGE, 100_000, 64 << 20);

    final ManualClock clock;
    private final Function<Retention, Store> opener;
    private @Nullable Store opened;

    StoreUnderTest(ManualClock clock, Function<Retention, Store> opener) {
        this.clock = clock;
        this.opener = opener;
    }

    Store store() {
        return requireNonNull(opened);
    }

    /// Opens one that keeps much history.
    void open() {
        open(RETENTION);
    }

    void open(Retention retention) {
        close();
        opened = opener.apply(retention);
    }

    void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
