package io.djong.client;

import io.djong.api.core.v1.Event;
import io.djong.api.core.v1.ObjectReference;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Writes the Events of all recorders of a process, one after the other on one thread.
///
/// Confined: recorders put into the bounded queue, the thread does the rest. A full queue drops, because news must not hold up work.
public final class Events implements Runnable {

    private static final Log LOG = Log.of(Events.class);

    /// As upstream's broadcaster.
    private static final int QUEUED_MAX = 1000;

    private static final int TRIES_MAX = 12;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

    private final Client client;
    private final Clock clock;
    private final EventCorrelator correlator;
    private final EventSeriesBook seriesBook;
    private final BlockingQueue<Occurrence> queue = new ArrayBlockingQueue<>(QUEUED_MAX);
    private final AtomicInteger unwritten = new AtomicInteger();
    private final AtomicBoolean dropping = new AtomicBoolean();

    sealed interface Occurrence {}

    record Counted(
            Instant at,
            String component,
            String host,
            ObjectReference about,
            String type,
            String reason,
            String message)
            implements Occurrence {}

    record Acted(
            Instant at,
            String component,
            String host,
            ObjectReference regarding,
            @Nullable ObjectReference related,
            String type,
            String reason,
            String action,
            String note)
            implements Occurrence {}

    public Events(Client client, Clock clock) {
        this.client = client;
        this.clock = clock;
        EventNames names = new EventNames(clock);
        this.correlator = new EventCorrelator(clock, names);
        this.seriesBook = new EventSeriesBook(clock, names);
    }

    /// @param component such as `deployment-controller`
    public EventRecorder recorder(String component) {
        return new EventRecorder(this, component, "");
    }

    /// @param host the node that the component speaks for
    public EventRecorder recorder(String component, String host) {
        return new EventRecorder(this, component, host);
    }

    void offer(Occurrence occurrence) {
        unwritten.incrementAndGet();
        if (queue.offer(occurrence)) {
            dropping.set(false);
            return;
        }
        unwritten.decrementAndGet();
        if (dropping.compareAndSet(false, true)) {
            LOG.warn("Events are dropped because the queue is full", "size", QUEUED_MAX);
        }
    }

    /// Starts the thread that writes; it ends when interrupted.
    public Thread start(Threads threads) {
        return threads.start("events", this);
    }

    /// Whether everything offered is written, or given up.
    public boolean isIdle() {
        return unwritten.get() == 0;
    }

    @Override
    public void run() {
        try {
            while (true) {
                Occurrence occurrence = queue.take();
                try {
                    write(occurrence);
                } finally {
                    unwritten.decrementAndGet();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Occurrence occurrence) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                switch (occurrence) {
                    case Counted counted -> write(counted);
                    case Acted acted -> write(acted);
                }
                return;
            } catch (ApiException refused) {
                // For instance because the namespace is going away; another try would be refused
                // too.
                LOG.debug("Event refused", "event", occurrence, "failure", refused.getMessage());
                return;
            } catch (RuntimeException failure) {
                if (attempt == TRIES_MAX) {
                    LOG.warn("Event given up", failure, "tries", attempt);
                    return;
                }
                clock.sleep(BETWEEN_TRIES);
            }
        }
    }

    private void write(Counted counted) {
        EventCorrelator.Decision decision = correlator.decide(counted);
        switch (decision) {
            case EventCorrelator.Drop() -> {}
            case EventCorrelator.Create(Event event) -> client.create(event);
            case EventCorrelator.Repeat(Event event) -> repeat(event);
        }
    }

    private void repeat(Event event) {
        Fields change =
                Fields.of("count", (long) event.count(), "message", event.message())
                        .with("lastTimestamp", event.fields().value("lastTimestamp"));
        patchOrCreate(Event.KIND, event.key(), change, event);
    }

    private void write(Acted acted) {
        switch (seriesBook.note(acted)) {
            case EventSeriesBook.Quiet() -> {}
            case EventSeriesBook.First(io.djong.api.events.v1.Event event) -> client.create(event);
            case EventSeriesBook.More(io.djong.api.events.v1.Event event) ->
                    patchOrCreate(
                            io.djong.api.events.v1.Event.KIND,
                            event.key(),
                            Fields.of("series", event.fields().fields("series")),
                            event);
        }
    }

    private <T extends io.djong.api.ApiObject<T>> void patchOrCreate(
            Kind<T> kind, ObjectKey key, Fields change, T whole) {
        try {
            client.patch(kind, key, new Patch.Merge(change));
        } catch (ApiException refused) {
            if (!refused.is(Reason.NOT_FOUND)) {
                throw refused;
            }
            // It expired meanwhile.
            client.create(whole);
        }
    }

    /// Events about objects outside namespaces lie in `default`.
    static String namespace(ObjectReference about) {
        return about.namespace().isEmpty() ? "default" : about.namespace();
    }

    /// When something that is told now happened: the writer may come to it later.
    Instant now() {
        return clock.now();
    }
}
