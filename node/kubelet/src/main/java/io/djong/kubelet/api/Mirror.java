package io.djong.kubelet.api;

import io.djong.api.ApiObject;
import io.djong.client.Client;
import io.djong.client.ListOptions;
import io.djong.client.ObjectList;
import io.djong.client.Watch;
import io.djong.client.WatchClosedException;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A copy of some objects that follows the API: lists, then watches, and lists again when the watch is lost.
///
/// Shape: snapshot; one thread writes it and calls the listener.
public final class Mirror<T extends ApiObject<T>> implements AutoCloseable {

    private static final Log LOG = Log.of(Mirror.class);

    private static final Duration RETRY_FIRST = Duration.ofMillis(100);
    private static final Duration RETRY_MAX = Duration.ofSeconds(10);

    /// How long to wait for an event before looking whether to stop.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Told of every change, in order.
    @FunctionalInterface
    public interface Listener<T> {

        /// @param before null when the object is new
        /// @param now null when it is gone
        void changed(@Nullable T before, @Nullable T now);
    }

    private final Client client;
    private final Kind<T> kind;
    private final ListOptions options;
    private final Clock clock;
    private final Listener<T> listener;
    private final CountDownLatch listed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Map<ObjectKey, T> objects = Map.of();
    private volatile boolean closed;

    public Mirror(
            Client client,
            Kind<T> kind,
            ListOptions options,
            Clock clock,
            Threads threads,
            Listener<T> listener) {
        this.client = client;
        this.kind = kind;
        this.options = options;
        this.clock = clock;
        this.listener = listener;
        this.thread = threads.start("mirror-" + kind.resource(), this::run);
    }

    /// As of now; never changes.
    public Map<ObjectKey, T> objects() {
        return objects;
    }

    /// Waits until there is a first copy; false when there is none in time.
    public boolean awaitList(Duration patience) throws InterruptedException {
        return listed.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    public boolean isListed() {
        return listed.getCount() == 0;
    }

    private void run() {
        Duration pause = RETRY_FIRST;
        try {
            while (!closed) {
                try {
                    String revision = list();
                    pause = RETRY_FIRST;
                    follow(revision);
                } catch (WatchClosedException _) {
                    pause = RETRY_FIRST;
                } catch (RuntimeException failure) {
                    if (closed) {
                        return;
                    }
                    boolean isExpired =
                            failure instanceof ApiException refused && refused.is(Reason.EXPIRED);
                    if (!isExpired) {
                        LOG.warn("Objects could not be followed", failure, "kind", kind.resource());
                        clock.sleep(pause);
                        pause = pause.multipliedBy(2);
                        pause = pause.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : pause;
                    }
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private String list() {
        ObjectList<T> list = client.list(kind, options);
        Map<ObjectKey, T> before = objects;
        Map<ObjectKey, T> now = new HashMap<>();
        list.items().forEach(object -> now.put(object.key(), object));
        objects = Map.copyOf(now);
        before.forEach(
                (key, old) -> {
                    T left = now.get(key);
                    if (left == null || !left.uid().equals(old.uid())) {
                        listener.changed(old, null);
                    }
                });
        now.forEach(
                (key, object) -> {
                    T old = before.get(key);
                    boolean isNew = old == null || !old.uid().equals(object.uid());
                    if (isNew || !old.resourceVersion().equals(object.resourceVersion())) {
                        listener.changed(isNew ? null : old, object);
                    }
                });
        listed.countDown();
        return list.resourceVersion();
    }

    private void follow(String revision) throws InterruptedException {
        String last = revision;
        while (!closed) {
            try (Watch<T> watch = client.watch(kind, options.from(last))) {
                while (!closed) {
                    Watch.Event<T> event = watch.next(PATIENCE);
                    if (event != null) {
                        last = event.object().resourceVersion();
                        apply(event);
                    }
                }
            } catch (WatchClosedException _) {
                // Nothing was missed: the next watch goes on from the last event.
            }
        }
    }

    private void apply(Watch.Event<T> event) {
        T object = event.object();
        T before = objects.get(object.key());
        switch (event.type()) {
            case ADDED, MODIFIED -> {
                put(object);
                listener.changed(before, object);
            }
            case DELETED -> {
                Map<ObjectKey, T> now = new HashMap<>(objects);
                now.remove(object.key());
                objects = Map.copyOf(now);
                listener.changed(before == null ? object : before, null);
            }
            case BOOKMARK -> {}
        }
    }

    private void put(T object) {
        Map<ObjectKey, T> now = new HashMap<>(objects);
        now.put(object.key(), object);
        objects = Map.copyOf(now);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
