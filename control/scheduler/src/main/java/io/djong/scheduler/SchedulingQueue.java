package io.djong.scheduler;

import io.djong.meta.Clock;
import io.djong.meta.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The pods that wait: ready to be tried, in back-off after a failure, or until something changes.
///
/// Confined to the scheduling thread; the timer only hands uids to `wake`, which brings them back to that thread.
final class SchedulingQueue {

    /// As `podInitialBackoffSeconds` and `podMaxBackoffSeconds` of upstream's defaults.
    static final Duration BACKOFF_MIN = Duration.ofSeconds(1);

    static final Duration BACKOFF_MAX = Duration.ofSeconds(10);

    /// A pod is tried again after this even when nothing seems to have changed.
    static final Duration FORGOTTEN = Duration.ofMinutes(5);

    private static final Comparator<QueuedPod> ORDER =
            Comparator.<QueuedPod>comparingInt(queued -> -queued.pod.priority())
                    .thenComparing(queued -> queued.since)
                    .thenComparing(queued -> queued.pod.key());

    private final PriorityQueue<QueuedPod> ready = new PriorityQueue<>(ORDER);
    private final Map<String, QueuedPod> backingOff = new HashMap<>();
    private final Map<String, QueuedPod> waiting = new HashMap<>();
    private final Clock clock;
    private final Timer timer;
    private final Consumer<String> wake;

    /// @param wake is called on the timer's thread with the uid of a pod whose pause is over; it must lead to [#resume]
    SchedulingQueue(Clock clock, Timer timer, Consumer<String> wake) {
        this.clock = clock;
        this.timer = timer;
        this.wake = wake;
    }

    void add(PodState pod) {
        if (!backingOff.containsKey(pod.uid()) && !waiting.containsKey(pod.uid())) {
            remove(pod.uid());
            ready.add(new QueuedPod(pod, clock.now()));
        }
    }

    /// The pod's document changed; one that waits is tried again when that may help.
    void update(PodState pod, boolean mayHelp) {
        QueuedPod queued = find(pod.uid());
        if (queued == null) {
            add(pod);
            return;
        }
        queued.pod = pod;
        if (mayHelp
                && waiting.containsKey(pod.uid())
                && queued.wakesOn.contains(ClusterChange.POD_CHANGED)) {
            backOff(waiting.remove(pod.uid()));
        }
    }

    void remove(String uid) {
        ready.removeIf(queued -> queued.uid().equals(uid));
        backingOff.remove(uid);
        waiting.remove(uid);
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /// The next pod to try, or null when none is ready.
    @Nullable QueuedPod poll() {
        QueuedPod next = ready.poll();
        if (next != null) {
            next.attempts++;
        }
        return next;
    }

    /// A pod that fits nowhere waits for a change.
    void putAside(QueuedPod queued) {
        queued.triedAt = clock.now();
        waiting.put(queued.uid(), queued);
        timer.after(FORGOTTEN, () -> wake.accept(queued.uid()));
    }

    /// A pod whose attempt failed for other reasons is tried again after a pause.
    void retry(QueuedPod queued) {
        queued.triedAt = clock.now();
        backOff(queued);
    }

    /// Something changed: pods that it may help are tried again once their back-off is over.
    void moveOn(ClusterChange change) {
        List<QueuedPod> woken = new ArrayList<>();
        waiting.values().removeIf(queued -> queued.wakesOn.contains(change) && woken.add(queued));
        woken.forEach(this::backOff);
    }

    private void backOff(QueuedPod queued) {
        Instant until = queued.triedAt.plus(backoff(queued.attempts));
        Duration left = Duration.between(clock.now(), until);
        if (left.isPositive()) {
            backingOff.put(queued.uid(), queued);
            timer.after(left, () -> wake.accept(queued.uid()));
        } else {
            ready.add(queued);
        }
    }

    /// The pause of this pod is over.
    void resume(String uid) {
        QueuedPod queued = backingOff.remove(uid);
        if (queued == null) {
            queued = waiting.get(uid);
            boolean forgotten =
                    queued != null && !clock.now().isBefore(queued.triedAt.plus(FORGOTTEN));
            if (!forgotten) {
                return;
            }
            waiting.remove(uid);
        }
        if (queued != null) {
            ready.add(queued);
        }
    }

    static Duration backoff(int attempts) {
        Duration pause = BACKOFF_MIN;
        for (int i = 1; i < attempts && pause.compareTo(BACKOFF_MAX) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : pause;
    }

    private @Nullable QueuedPod find(String uid) {
        QueuedPod queued = backingOff.getOrDefault(uid, waiting.get(uid));
        if (queued != null) {
            return queued;
        }
        for (QueuedPod one : ready) {
            if (one.uid().equals(uid)) {
                return one;
            }
        }
        return null;
    }

    /// Pods in each state, for metrics: ready, backing off, waiting.
    int[] sizes() {
        return new int[] {ready.size(), backingOff.size(), waiting.size()};
    }
}
