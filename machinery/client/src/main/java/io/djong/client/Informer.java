package io.djong.client;

import io.djong.api.ApiObject;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps a copy of all objects of a kind: lists them, then watches from that revision; lists again when the server forgot the revision.
///
/// Snapshot: readers see the newest immutable [Snapshot] by one volatile read, made anew by each event at the cost of one path
/// of a [PersistentMap]. One thread at a time makes it, under `applying`, which readers never take. Listeners run under that lock too, so
/// that one added late misses nothing: they only hand keys on.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes Efficient detection of changes
public final class Informer<T extends ApiObject<T>> implements Runnable, Lister<T> {

    private static final Log LOG = Log.of(Informer.class);

    /// How long one look at the watch waits; only bounds how long a stop takes where interrupts are lost.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Client client;
    private final Kind<T> kind;
    private final ListOptions scope;
    private final Clock clock;
    private final Backoff backoff;

    private final Object applying = new Object();
    private final List<Consumer<Change<T>>> listeners = new ArrayList<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final CountDownLatch synced = new CountDownLatch(1);
    private volatile Snapshot<T> snapshot;
    private volatile long told;

    private record Waiter(BooleanSupplier condition, Runnable action) {}

    /// @param scope which objects: a namespace and selectors
    public Informer(
            Client client, Kind<T> kind, ListOptions scope, Clock clock, RandomGenerator random) {
        this.client = client;
        this.kind = kind;
        this.scope = scope;
        this.clock = clock;
        this.backoff = Backoff.ofWatches(random);
        this.snapshot = Snapshot.<T>empty().indexed(Index.byNamespace()).indexed(Index.byOwner());
    }

    public Kind<T> kind() {
        return kind;
    }

    /// Observes until the thread is interrupted.
    @Override
    public void run() {
        try {
            while (true) {
                observe();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void observe() throws InterruptedException {
        try {
            if (!hasSynced()) {
                list();
            }
            watch();
        } catch (ApiException refused) {
            if (refused.is(Reason.EXPIRED) || refused.is(Reason.GONE)) {
                relist();
            } else {
                pause(refused);
            }
        } catch (RuntimeException failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            pause(failure);
        }
    }

    private void pause(RuntimeException failure) throws InterruptedException {
        Duration pause = backoff.next();
        LOG.warn("Observing failed", failure, "kind", kind, "retryIn", pause);
        clock.sleep(pause);
    }

    private void relist() throws InterruptedException {
        try {
            list();
        } catch (RuntimeException failure) {
            pause(failure);
        }
    }

    private void list() {
        ObjectList<T> list = client.list(kind, scope);
        synchronized (applying) {
            Delta delta = new Delta();
            Set<ObjectKey> listed = new HashSet<>();
            for (T object : list.items()) {
                listed.add(object.key());
                delta.put(object);
            }
            for (T known : snapshot.all()) {
                if (!listed.contains(known.key())) {
                    delta.remove(known.key());
                }
            }
            publish(delta, Revisions.parse(list.resourceVersion()));
            synced.countDown();
        }
        backoff.reset();
    }

    private void watch() throws InterruptedException {
        ListOptions from = scope.from(Long.toString(snapshot.revision()));
        boolean progressed = false;
        try (Watch<T> watch = client.watch(kind, from)) {
            while (true) {
                Watch.Event<T> event = watch.next(PATIENCE);
                if (event != null) {
                    progressed = true;
                    backoff.reset();
                    apply(event);
                }
            }
        } catch (WatchClosedException ended) {
            // Servers end watches now and then; one that ends each at once must not be stormed.
            if (!progressed) {
                clock.sleep(backoff.next());
            }
        }
    }

    private void apply(Watch.Event<T> event) {
        synchronized (applying) {
            T object = event.object();
            Delta delta = new Delta();
            switch (event.type()) {
                case ADDED, MODIFIED -> delta.put(object);
                case DELETED -> delta.remove(object.key());
                case BOOKMARK -> {}
            }
            publish(delta, Revisions.parse(object.resourceVersion()));
        }
    }

    private void publish(Delta delta, long revision) {
        snapshot = delta.next.at(revision);
        delta.changes.forEach(this::tell);
        told = snapshot.revision();
        List<Waiter> done =
                waiters.stream().filter(waiter -> waiter.condition.getAsBoolean()).toList();
        waiters.removeAll(done);
        done.forEach(waiter -> waiter.action.run());
    }

    private void tell(Change<T> change) {
        for (Consumer<Change<T>> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException failure) {
                LOG.error("Listener failed", failure, "kind", kind);
            }
        }
    }

    /// The snapshot to come, and how it differs from the one before.
    private final class Delta {
        private Snapshot<T> next = snapshot;
        private final List<Change<T>> changes = new ArrayList<>();

        void put(T object) {
            T before = next.get(object.key());
            if (before != null && before.resourceVersion().equals(object.resourceVersion())) {
                return;
            }
            next = next.with(object);
            if (before == null) {
                changes.add(new Change.Added<>(object));
            } else if (before.uid().equals(object.uid())) {
                changes.add(new Change.Updated<>(before, object));
            } else {
                // Deleted and made again between two lists.
                changes.add(new Change.Deleted<>(before));
                changes.add(new Change.Added<>(object));
            }
        }

        void remove(ObjectKey key) {
            T before = next.get(key);
            if (before != null) {
                next = next.without(key);
                changes.add(new Change.Deleted<>(before));
            }
        }
    }

    /// Hears of every change from now on, and of each object that is there already as added. Must be quick and must not block.
    public void listen(Consumer<Change<T>> listener) {
        synchronized (applying) {
            listeners.add(listener);
            for (T object : snapshot.all()) {
                listener.accept(new Change.Added<>(object));
            }
        }
    }

    /// Declares an index; one of the same name is kept.
    public void index(Index<T> index) {
        synchronized (applying) {
            snapshot = snapshot.indexed(index);
        }
    }

    /// Runs `action` once `condition`, a question about this informer, holds: at once, or on the informer's thread.
    void when(BooleanSupplier condition, Runnable action) {
        synchronized (applying) {
            if (!condition.getAsBoolean()) {
                waiters.add(new Waiter(condition, action));
                return;
            }
        }
        action.run();
    }

    /// Whether everything that was there at the start is known.
    public boolean hasSynced() {
        return synced.getCount() == 0;
    }

    /// Waits for the first list; false when `patience` ran out.
    public boolean awaitSync(Duration patience) throws InterruptedException {
        return synced.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// The newest revision that is known; every change of this kind up to it is in the snapshot and was told to the listeners.
    public long revision() {
        return told;
    }

    @Nullable T get(ObjectKey key) {
        return snapshot.get(key);
    }

    @Override
    public Optional<T> find(ObjectKey key) {
        return snapshot.find(key);
    }

    @Override
    public List<T> all() {
        return snapshot.all();
    }

    @Override
    public List<T> byIndex(String index, String value) {
        return snapshot.byIndex(index, value);
    }
}
