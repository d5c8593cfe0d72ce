package io.djong.scheduler;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.client.Change;
import io.djong.client.Client;
import io.djong.client.Informers;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Gives each pod without a node the best node that it fits on.
///
/// Confined: all state belongs to the thread that runs [#run]; others leave a [Message]. The inbox is bounded by what the
/// informers hold: at most one message per change that is not handled yet.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/ Kubernetes Scheduler
public final class Scheduler implements Runnable {

    /// The name in `spec.schedulerName` of the pods that it takes care of.
    public static final String NAME = "default-scheduler";

    private static final Log LOG = Log.of(Scheduler.class);

    private final BlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
    private final ClusterView view = new ClusterView();
    private final SchedulingQueue queue;
    private final Framework framework;
    private final Preemption preemption;
    private final NodeSearch search;
    private final Binder binder;
    private final Clock clock;

    public Scheduler(
            Client client,
            Informers informers,
            SchedulerEvents events,
            Clock clock,
            Timer timer,
            Threads threads,
            RandomGenerator random) {
        this.clock = clock;
        this.queue = new SchedulingQueue(clock, timer, uid -> inbox.add(new Message.Resume(uid)));
        this.framework = Framework.defaults(random);
        this.preemption = new Preemption(framework);
        this.search = new NodeSearch(framework);
        this.binder = new Binder(client, events, clock, threads);
        informers.of(Node.KIND).listen(change -> inbox.add(new Message.NodeChanged(change)));
        informers.of(Pod.KIND).listen(change -> inbox.add(new Message.PodChanged(change)));
    }

    /// Schedules until the thread is interrupted.
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

    /// Takes in what has happened, waiting for something if there is no pod to place, and tries one pod.
    void step() throws InterruptedException {
        Message message = queue.hasReady() ? inbox.poll() : inbox.take();
        while (message != null) {
            handle(message);
            message = inbox.poll();
        }
        QueuedPod next = queue.poll();
        if (next != null) {
            tryToSchedule(next);
        }
    }

    /// One pod that a defect trips over must not stop all others; it backs off like one that fits nowhere.
    private void tryToSchedule(QueuedPod queued) {
        try {
            schedule(queued);
        } catch (RuntimeException defect) {
            LOG.error("Scheduling failed", defect, "pod", queued.pod.key());
            queue.retry(queued);
        }
    }

    private void handle(Message message) {
        switch (message) {
            case Message.NodeChanged(Change<Node> change) -> handleNode(change);
            case Message.PodChanged(Change<Pod> change) -> handlePod(change);
            case Message.Resume(String uid) -> queue.resume(uid);
            case Message.BindingFailed(QueuedPod queued, RuntimeException failure) ->
                    bindingFailed(queued, failure);
        }
    }

    private void handleNode(Change<Node> change) {
        switch (change) {
            case Change.Added<Node>(Node now) -> wake(view.put(now));
            case Change.Updated<Node>(_, Node now) -> wake(view.put(now));
            case Change.Deleted<Node>(Node before) -> view.removeNode(before.name());
        }
    }

    private void handlePod(Change<Pod> change) {
        switch (change) {
            case Change.Added<Pod>(Pod now) -> seen(null, now);
            case Change.Updated<Pod>(Pod before, Pod now) -> seen(before, now);
            case Change.Deleted<Pod>(Pod before) -> gone(before.uid());
        }
    }

    private void seen(@Nullable Pod before, Pod now) {
        boolean assigned = !now.spec().nodeName().isEmpty();
        if (ClusterView.occupies(now)) {
            if (before == null || !view.isPlaced(now.uid()) || !before.spec().equals(now.spec())) {
                view.place(new PodState(now), now.spec().nodeName());
            }
            queue.remove(now.uid());
        } else if (assigned || now.isDeleting()) {
            gone(now.uid());
        } else if (isOurs(now) && !view.isPlaced(now.uid())) {
            boolean mayHelp =
                    before != null
                            && !(before.spec().equals(now.spec())
                                    && before.labels().equals(now.labels()));
            queue.update(new PodState(now), mayHelp);
        }
    }

    private static boolean isOurs(Pod pod) {
        return pod.spec().schedulerName().equals(NAME) && pod.spec().schedulingGates().isEmpty();
    }

    private void gone(String uid) {
        queue.remove(uid);
        if (view.remove(uid)) {
            wake(ClusterChange.POD_REMOVED);
        }
    }

    private void wake(@Nullable ClusterChange change) {
        if (change != null) {
            queue.moveOn(change);
        }
    }

    private void bindingFailed(QueuedPod queued, RuntimeException failure) {
        boolean wasThere = view.remove(queued.uid());
        boolean gone = failure instanceof ApiException refused && refused.is(Reason.NOT_FOUND);
        if (wasThere && !gone) {
            LOG.warn("Binding failed", failure, "pod", queued.pod.key());
            queue.retry(queued);
        }
    }

    private void schedule(QueuedPod queued) {
        PodState pod = queued.pod;
        NodeSearch.Found found = search.find(pod, view.nodes());
        if (found.feasible().isEmpty()) {
            fitsNowhere(queued, found.rejections());
            return;
        }
        NodeState node = framework.best(pod, found.feasible());
        view.place(pod, node.name());
        binder.bind(
                queued,
                node.name(),
                failure -> inbox.add(new Message.BindingFailed(queued, failure)));
    }

    private void fitsNowhere(QueuedPod queued, List<Framework.Rejection> rejections) {
        FitFailure failure = new FitFailure(view.nodes().size());
        Set<ClusterChange> wakesOn = EnumSet.of(ClusterChange.NODE_ADDED);
        List<Verdict> verdicts = new ArrayList<>(rejections.size());
        for (Framework.Rejection rejection : rejections) {
            failure.count(rejection.verdict());
            wakesOn.addAll(rejection.by().wakesOn());
            verdicts.add(rejection.verdict());
        }
        queued.wakesOn = wakesOn;
        if (verdicts.isEmpty()) {
            queue.putAside(queued);
            binder.reportUnschedulable(queued.pod, failure.message(), "");
            return;
        }
        Preemption.Outcome outcome = preemption.find(queued.pod, view.nodes(), verdicts);
        Optional<Preemption.Candidate> candidate = outcome.candidate();
        String message =
                outcome.message().isEmpty()
                        ? failure.message()
                        : failure.message() + " preemption: " + outcome.message();
        queued.triedAt = clock.now();
        queue.putAside(queued);
        candidate.ifPresent(
                found -> binder.evict(found.victims(), queued.pod, found.node().name()));
        binder.reportUnschedulable(
                queued.pod, message, candidate.map(found -> found.node().name()).orElse(""));
    }
}
