package io.djong.client;

import io.djong.api.ApiObject;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// Keeps a key from being reconciled on a view older than the reconciler's own last writes for it.
///
/// A reconciler writes through the client of [#track]; [ControlLoop] runs it within [#during], and asks [#isFresh] before it runs it again.
/// This is the one mechanism in place of upstream's expectations. Any thread; state of a key is touched only by the worker that has the key.
public final class Freshness<K> {

    /// After this long a key is reconciled whatever the informers have seen: a wait must end even if a watch lost an event.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Informers informers;
    private final Clock clock;
    private final ScopedValue<List<Awaited>> current = ScopedValue.newInstance();
    private final Map<K, Writes> pending = new ConcurrentHashMap<>();

    /// A write that an informer has not been seen to know yet.
    private record Awaited(Informer<?> informer, BooleanSupplier seen) {}

    private record Writes(List<Awaited> awaited, long givenUpAt) {}

    public Freshness(Informers informers, Clock clock) {
        this.informers = informers;
        this.clock = clock;
    }

    /// The same client, its writes noted.
    public Client track(Client client) {
        return client.observed(
                new Client.WriteObserver() {
                    @Override
                    public void wrote(Kind<?> kind, ObjectKey key, String resourceVersion) {
                        noteWrite(kind, resourceVersion);
                    }

                    @Override
                    public void deleted(Kind<?> kind, ObjectKey key) {
                        noteDeletion(kind, key);
                    }
                });
    }

    private void noteWrite(Kind<?> kind, String resourceVersion) {
        Informer<?> informer = informers.known(kind);
        long revision = Revisions.parse(resourceVersion);
        if (informer != null && current.isBound()) {
            current.get().add(new Awaited(informer, () -> informer.revision() >= revision));
        }
    }

    private void noteDeletion(Kind<?> kind, ObjectKey key) {
        Informer<?> informer = informers.known(kind);
        if (informer == null || !current.isBound()) {
            return;
        }
        Optional<? extends ApiObject<?>> known = informer.find(key);
        if (known.isPresent()) {
            String uid = known.get().uid();
            current.get().add(new Awaited(informer, () -> isGone(informer, key, uid)));
        }
    }

    private static boolean isGone(Informer<?> informer, ObjectKey key, String uid) {
        Optional<? extends ApiObject<?>> now = informer.find(key);
        return now.isEmpty() || now.get().isDeleting() || !now.get().uid().equals(uid);
    }

    /// Runs a reconciliation of `key`, noting what it writes.
    Reconciler.Outcome during(K key, Reconciler<K> reconciler) throws InterruptedException {
        // Some controllers write from several threads within one reconciliation.
        List<Awaited> awaited = new CopyOnWriteArrayList<>();
        try {
            return ScopedValue.where(current, awaited)
                    .<Reconciler.Outcome, InterruptedException>call(
                            () -> reconciler.reconcile(key));
        } finally {
            if (!awaited.isEmpty()) {
                pending.put(key, new Writes(awaited, clock.nanos() + PATIENCE.toNanos()));
            }
        }
    }

    /// Whether the informers know all that the last reconciliation of `key` wrote.
    boolean isFresh(K key) {
        Writes writes = pending.get(key);
        if (writes == null) {
            return true;
        }
        boolean fresh =
                clock.nanos() - writes.givenUpAt >= 0
                        || writes.awaited.stream().allMatch(awaited -> awaited.seen.getAsBoolean());
        if (fresh) {
            pending.remove(key);
        }
        return fresh;
    }

    /// Runs `action` once at least one write more is known; the caller then asks [#isFresh] again.
    void whenFresher(K key, Runnable action) {
        Writes writes = pending.get(key);
        if (writes == null) {
            action.run();
            return;
        }
        for (Awaited awaited : writes.awaited) {
            if (!awaited.seen.getAsBoolean()) {
                awaited.informer.when(awaited.seen, action);
                return;
            }
        }
        action.run();
    }
}
