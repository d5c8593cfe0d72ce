package io.djong.client;

import io.djong.client.Reconciler.Outcome;
import io.djong.client.Reconciler.Outcome.Again;
import io.djong.client.Reconciler.Outcome.Settled;
import io.djong.meta.ApiException;
import io.djong.meta.Log;
import io.djong.meta.Reason;
import io.djong.meta.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Feeds a [Reconciler] from a [WorkQueue]. Owns no thread: production runs it on virtual threads, a test calls [#step] itself.
///
/// Any number of threads may run one loop.
public final class ControlLoop<K> implements Runnable {

    private static final Log LOG = Log.of(ControlLoop.class);

    private final String name;
    private final Reconciler<K> reconciler;
    private final WorkQueue<K> queue;
    private final Retries<K> retries;
    private final Freshness<K> freshness;
    private final Timer timer;

    /// The one next try of each key that has one: whoever deals with the key decides anew when that is.
    private final Map<K, Timer.Scheduled> delayed = new ConcurrentHashMap<>();

    /// @param name for the log
    public ControlLoop(
            String name,
            Reconciler<K> reconciler,
            WorkQueue<K> queue,
            Retries<K> retries,
            Freshness<K> freshness,
            Timer timer) {
        this.name = name;
        this.reconciler = reconciler;
        this.queue = queue;
        this.retries = retries;
        this.freshness = freshness;
        this.timer = timer;
    }

    /// Works until the thread is interrupted.
    @Override
    public void run() {
        try {
            while (true) {
                step();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes one key, waiting for it if need be, and deals with it.
    public void step() throws InterruptedException {
        deal(queue.take());
    }

    /// Deals with a key if one waits; false when none does.
    public boolean stepIfReady() throws InterruptedException {
        K key = queue.poll();
        if (key != null) {
            deal(key);
        }
        return key != null;
    }

    private void deal(K key) throws InterruptedException {
        Timer.Scheduled pending = delayed.remove(key);
        if (pending != null) {
            pending.cancel();
        }
        try {
            if (!freshness.isFresh(key)) {
                awaitFreshness(key);
                return;
            }
            Outcome outcome = freshness.during(key, reconciler);
            retries.forget(key);
            switch (outcome) {
                case Settled() -> {}
                case Again(Duration pause) -> requeue(key, pause);
            }
        } catch (RuntimeException failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            retry(key, failure);
        } finally {
            queue.done(key);
        }
    }

    private void awaitFreshness(K key) {
        requeue(key, Freshness.PATIENCE);
        freshness.whenFresher(key, () -> queue.add(key));
    }

    private void retry(K key, RuntimeException failure) {
        Duration pause = retries.next(key);
        if (failure instanceof ApiException refused && refused.is(Reason.CONFLICT)) {
            // Somebody else wrote first: usual, and the next try sees it.
            LOG.debug("Reconcile lost a race", "controller", name, "key", key, "retryIn", pause);
        } else {
            LOG.warn("Reconcile failed", failure, "controller", name, "key", key, "retryIn", pause);
        }
        requeue(key, pause);
    }

    private void requeue(K key, Duration pause) {
        delayed.put(key, timer.after(pause, () -> queue.add(key)));
    }
}
