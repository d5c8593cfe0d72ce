package io.djong.apiserver.fairness;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A request that has come to a level. Guarded by the level's lock.
final class Waiting {

    enum State {
        WAITING,
        RUNNING,
        TIMED_OUT,
        GONE
    }

    final @Nullable LevelQueue queue;
    final int seats;
    State state = State.WAITING;
    long started;
    private @Nullable CountDownLatch decided;

    /// @param queue null where requests run at once or not at all
    Waiting(@Nullable LevelQueue queue, int seats) {
        this.queue = queue;
        this.seats = seats;
    }

    /// Opens when it is no longer waiting; most requests need none.
    CountDownLatch decided() {
        CountDownLatch known = decided;
        if (known == null) {
            known = new CountDownLatch(1);
            decided = known;
        }
        return known;
    }

    void decide(State decision) {
        state = decision;
        if (decided != null) {
            decided.countDown();
        }
    }
}
