package io.djong.simulation;

import io.djong.simulation.History.Reading;
import io.djong.store.ClosedException;
import io.djong.store.CompactedException;
import io.djong.store.Event;
import io.djong.store.FutureRevisionException;
import io.djong.store.KeyRange;
import io.djong.store.LaggedException;
import io.djong.store.Store;
import io.djong.store.StoreException;
import io.djong.store.Watch;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// One client that watches: reads, reconnects where it was, and goes on after the store was restarted.
final class Watcher implements Workload.Watched {

    private static final int TURNS_MAX = 6;
    private static final int TAKES_MAX = 30;
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final History history;
    private final RandomGenerator random;

    /// A tap reads everything from the beginning, once.
    private final boolean isTap;

    private Reading reading;
    private volatile long target = Long.MAX_VALUE;

    private Watcher(History history, RandomGenerator random, KeyRange range, boolean isTap) {
        this.history = history;
        this.random = random;
        this.isTap = isTap;
        this.reading = history.begin(range, 0);
    }

    static Watcher tap(History history, RandomGenerator random) {
        return new Watcher(history, random, KeyRange.ALL, true);
    }

    static Watcher of(History history, RandomGenerator random) {
        return new Watcher(history, random, someRange(random), false);
    }

    private static KeyRange someRange(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> KeyRange.ALL;
            case 1 -> KeyRange.prefix("/k/");
            case 2 -> KeyRange.prefix("/k/" + random.nextInt(3) + "/");
            default -> KeyRange.key("/k/" + random.nextInt(3) + "/0");
        };
    }

    @Override
    public long upTo() {
        return reading.progress;
    }

    Reading reading() {
        return reading;
    }

    /// Lets the watcher end when it has read so far.
    void endAt(long revision) {
        target = revision;
    }

    void run(Store store) {
        try {
            while (reading.progress < target) {
                try {
                    connect(store);
                } catch (CompactedException | LaggedException cutOff) {
                    startAgain(store, cutOff);
                }
            }
        } catch (FutureRevisionException lost) {
            history.violated(
                    "a watch saw revision %d, which is gone: %s"
                            .formatted(reading.progress, lost.getMessage()));
        } catch (Crashed | ClosedException _) {
            return;
        } catch (StoreException failure) {
            history.violated("a watch failed: " + failure.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain(Store store, StoreException cutOff) {
        if (isTap
                || (reading.progress >= store.compacted()
                        && cutOff instanceof CompactedException)) {
            history.violated(
                    "a watch at revision %d was cut off: %s"
                            .formatted(reading.progress, cutOff.getMessage()));
        }
        long newest = store.revision();
        long after = newest - random.nextLong(Math.max(1, newest - store.compacted() + 1));
        reading = history.begin(someRange(random), after);
    }

    private void connect(Store store) throws InterruptedException {
        dropPart();
        try (Watch watch = store.watch(reading.range, reading.progress)) {
            int takes = isTap ? Integer.MAX_VALUE : 1 + random.nextInt(TAKES_MAX);
            while (takes-- > 0 && reading.progress < target) {
                takeTurns();
                boolean waits = target == Long.MAX_VALUE && random.nextInt(3) == 0;
                note(watch.take(waits ? PATIENCE : Duration.ZERO), watch.progress());
            }
        }
        if (!isTap && random.nextInt(8) == 0 && reading.progress < target) {
            startAnother(store);
        }
    }

    private void startAnother(Store store) {
        long oldest = store.compacted();
        long after = oldest + random.nextLong(store.revision() - oldest + 1);
        reading = history.begin(someRange(random), after);
    }

    /// What was told of a revision that is not complete yet comes again, as a whole.
    private void dropPart() {
        List<Event> events = reading.events;
        while (!events.isEmpty() && events.getLast().revision() > reading.progress) {
            events.removeLast();
        }
    }

    private void note(List<Event> events, long progress) {
        for (Event event : events) {
            if (event.revision() <= reading.progress) {
                history.violated(
                        "a watch told revision %d after it had said that it was complete up to %d"
                                .formatted(event.revision(), reading.progress));
            }
        }
        if (progress < reading.progress) {
            history.violated(
                    "a watch's progress went back from %d to %d"
                            .formatted(reading.progress, progress));
        }
        reading.events.addAll(events);
        reading.progress = Math.max(progress, reading.progress);
    }

    @SuppressWarnings("ThreadPriorityCheck") // who has the next turn is drawn by lot
    private void takeTurns() {
        for (int i = random.nextInt(TURNS_MAX); i >= 0; i--) {
            Thread.yield();
        }
    }
}
