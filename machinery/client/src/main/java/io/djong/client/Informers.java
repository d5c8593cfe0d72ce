package io.djong.client;

import io.djong.api.ApiObject;
import io.djong.api.DynamicObject;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import io.djong.meta.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One informer a kind, shared by everything in a process.
///
/// Small lock: `this`, around the table of informers; never held while one works.
public final class Informers implements AutoCloseable {

    private final Client client;
    private final Clock clock;
    private final Threads threads;
    private final RandomGenerator random;
    private final Map<Kind<?>, Informer<?>> informers = new LinkedHashMap<>();
    private final Map<Kind<?>, Informer<DynamicObject>> dynamic = new LinkedHashMap<>();
    private final Map<Informer<?>, Thread> running = new HashMap<>();
    private boolean started;
    private boolean closed;

    public Informers(Client client, Clock clock, Threads threads, RandomGenerator random) {
        this.client = client;
        this.clock = clock;
        this.threads = threads;
        this.random = random;
    }

    /// The informer of that kind over all namespaces, with at least these indexes. One asked for after the start starts at once.
    @SafeVarargs
    public final <T extends ApiObject<T>> Informer<T> of(Kind<T> kind, Index<T>... indexes) {
        Informer<T> informer = find(kind);
        for (Index<T> index : indexes) {
            informer.index(index);
        }
        return informer;
    }

    @SuppressWarnings("unchecked")
    private synchronized <T extends ApiObject<T>> Informer<T> find(Kind<T> kind) {
        Informer<?> known = informers.get(kind);
        if (known != null) {
            // A dynamic and a typed view of one kind must not share an informer, because it would
            // hand out the wrong class.
            return (Informer<T>) known;
        }
        Informer<T> informer = new Informer<>(client, kind, ListOptions.ALL, clock, random);
        informers.put(kind, informer);
        if (started && !closed) {
            run(informer);
        }
        return informer;
    }

    /// Some informer of that kind, for whoever only looks at metadata: the typed one if there is one, else one of dynamic objects.
    public synchronized Informer<?> observing(Kind<DynamicObject> kind) {
        Informer<?> known = informers.get(kind);
        if (known != null) {
            return known;
        }
        Informer<DynamicObject> informer = dynamic.get(kind);
        if (informer == null) {
            informer = new Informer<>(client, kind, ListOptions.ALL, clock, random);
            dynamic.put(kind, informer);
            if (started && !closed) {
                run(informer);
            }
        }
        return informer;
    }

    /// Stops observing a kind that the server no longer has.
    public synchronized void forget(Kind<DynamicObject> kind) {
        Informer<?> informer = dynamic.remove(kind);
        Thread thread = informer == null ? null : running.remove(informer);
        if (thread != null) {
            thread.interrupt();
        }
    }

    /// The informer of a kind that somebody asked for, or null.
    synchronized @Nullable Informer<?> known(Kind<?> kind) {
        Informer<?> typed = informers.get(kind);
        return typed == null ? dynamic.get(kind) : typed;
    }

    /// All informers that there are by now.
    public synchronized List<Informer<?>> all() {
        List<Informer<?>> all = new ArrayList<>(informers.values());
        all.addAll(dynamic.values());
        return all;
    }

    /// Starts all informers, each on a thread of its own. Does not wait.
    public synchronized void start() {
        if (!started) {
            started = true;
            all().forEach(this::run);
        }
    }

    private void run(Informer<?> informer) {
        running.put(
                informer, threads.start("informer-" + informer.kind().groupResource(), informer));
    }

    /// Waits until all informers have their first list; false when `patience`, for each, ran out.
    public boolean awaitSync(Duration patience) throws InterruptedException {
        for (Informer<?> informer : all()) {
            if (!informer.awaitSync(patience)) {
                return false;
            }
        }
        return true;
    }

    /// Stops all informers; what they know stays readable.
    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(Thread::interrupt);
        running.clear();
    }
}
