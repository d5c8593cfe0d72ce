package io.djong.kubelet.pods;

import io.djong.api.core.v1.Pod;
import io.djong.meta.Log;
import io.djong.meta.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks after one pod, from when it is first heard of until nothing of it is left.
///
/// Shape: confined. One thread does everything; others only leave word in the mailbox, which is guarded by `this`.
final class PodWorker {

    private static final Log LOG = Log.of(PodWorker.class);

    private static final Duration RETRY_FIRST = Duration.ofMillis(200);
    private static final Duration RETRY_MAX = Duration.ofSeconds(10);

    /// If the lists still differ from the events after this, the next listing of everything will tell.
    private static final Duration LAG_MAX = Duration.ofSeconds(2);

    private enum Stage {
        RUNNING,
        ENDING,
        GONE
    }

    private final PodTools tools;
    private final PodWorkers workers;
    private final PodSync sync;
    private final PodEnding ending;
    private final PodState state;
    private Stage stage = Stage.RUNNING;
    private Duration retry = RETRY_FIRST;

    private Pod latest;
    private boolean isRemoved;
    private boolean isWoken = true;
    private boolean objectsChanged;
    private final Map<String, Instant> exited = new HashMap<>();
    private Timer.@Nullable Scheduled alarm;
    private @Nullable Instant alarmAt;

    /// @param isRemoved whether the API no longer has it
    PodWorker(PodTools tools, PodWorkers workers, Pod pod, boolean isRemoved) {
        this.tools = tools;
        this.workers = workers;
        this.latest = pod;
        this.isRemoved = isRemoved;
        this.state = new PodState(tools, pod, this::wake, this::again);
        this.sync = new PodSync(tools, workers, state, this::again);
        this.ending = new PodEnding(tools, state, this::again);
    }

    /// The pod as the API has it now.
    synchronized Pod pod() {
        return latest;
    }

    /// What the kubelet itself knows of it.
    PodState state() {
        return state;
    }

    synchronized void update(Pod pod) {
        latest = pod;
        wake();
    }

    /// The API no longer has it.
    synchronized void remove() {
        isRemoved = true;
        wake();
    }

    synchronized void objectsChanged() {
        objectsChanged = true;
        wake();
    }

    /// The runtime says that a container's process ended.
    synchronized void exited(String container) {
        exited.put(container, tools.clock().now());
        wake();
    }

    /// Ends the pod although the API still wants it.
    void evict(PodState.Eviction eviction) {
        state.evict(eviction);
        wake();
    }

    synchronized void wake() {
        isWoken = true;
        notifyAll();
    }

    /// Asks for another look after that time; the earliest wish counts.
    private synchronized void again(Duration pause) {
        Instant at = tools.clock().now().plus(pause);
        Instant wished = alarmAt;
        if (wished != null && !at.isBefore(wished)) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        alarmAt = at;
        alarm = tools.timer().after(pause, this::wake);
    }

    void run() {
        try {
            while (stage != Stage.GONE) {
                if (takeMail()) {
                    sync.refreshSoon();
                }
                try {
                    step();
                    retry = RETRY_FIRST;
                } catch (RuntimeException failure) {
                    if (workers.isClosed()) {
                        return;
                    }
                    LOG.warn("Pod not synced", failure, "pod", pod().key(), "retryIn", retry);
                    again(retry);
                    retry = retry.multipliedBy(2);
                    retry = retry.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : retry;
                }
            }
            workers.gone(state.uid());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            state.probes().stop();
        }
    }

    /// Waits for news; true when objects that the pod refers to have changed.
    private synchronized boolean takeMail() throws InterruptedException {
        while (!isWoken) {
            wait();
        }
        isWoken = false;
        if (alarm != null) {
            alarm.cancel();
        }
        alarm = null;
        alarmAt = null;
        boolean changed = objectsChanged;
        objectsChanged = false;
        return changed;
    }

    private void step() throws InterruptedException {
        Pod pod;
        boolean removed;
        synchronized (this) {
            pod = latest;
            removed = isRemoved;
        }
        state.observe(pod);
        workers.note(state.uid(), state.observed());
        waitForLaggards();
        again(tools.config().periods().sync());
        if (stage == Stage.RUNNING && sync.step(pod, removed)) {
            stage = Stage.ENDING;
        }
        if (stage == Stage.ENDING && ending.step(pod, removed)) {
            stage = Stage.GONE;
        }
    }

    /// The runtime tells of an end a moment before its own lists show it.
    private synchronized void waitForLaggards() {
        Instant tooOld = tools.clock().now().minus(LAG_MAX);
        exited.entrySet()
                .removeIf(one -> !state.runs(one.getKey()) || one.getValue().isBefore(tooOld));
        if (!exited.isEmpty()) {
            again(PodState.LAG);
        }
    }
}
