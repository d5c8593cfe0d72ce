package io.djong.kubelet.pods;

import io.djong.api.core.v1.Pod;
import io.djong.client.Change;
import io.djong.kubelet.containers.Names;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.status.PodStatuses;
import io.djong.meta.Log;
import io.djong.meta.tree.Fields;
import io.djong.runtime.RuntimeEvent;
import io.djong.runtime.cri.PodSandbox;
import io.djong.runtime.cri.PodSandboxFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All pods of this node, each with a worker of its own.
///
/// Shape: concurrent maps; taking a pod in is under a lock, so that two pods cannot both get the last of a resource.
public final class PodWorkers implements AutoCloseable {

    private static final Log LOG = Log.of(PodWorkers.class);

    private static final int EARLY_MAX = 1000;

    private final PodTools tools;
    private final MirrorPods mirrors;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final Map<String, String> podOfContainer = new ConcurrentHashMap<>();
    private final Object admitting = new Object();
    private volatile boolean isClosed;

    /// Containers that ended before anybody knew whose they are.
    private final SequencedSet<String> early = new LinkedHashSet<>();

    public PodWorkers(PodTools tools, MirrorPods mirrors) {
        this.tools = tools;
        this.mirrors = mirrors;
    }

    /// A pod bound to this node came, changed or went.
    public void apply(Change<Pod> change) {
        if (MirrorPods.isMirror(change.latest())) {
            mirrors.apply(change);
            return;
        }
        switch (change) {
            case Change.Added<Pod>(Pod pod) -> put(pod);
            case Change.Updated<Pod>(_, Pod pod) -> put(pod);
            case Change.Deleted<Pod>(Pod pod) -> remove(pod.uid());
        }
    }

    public void put(Pod pod) {
        PodWorker known = workers.get(pod.uid());
        if (known != null) {
            known.update(pod);
        } else {
            start(pod, false);
        }
    }

    void resendStatus(String uid) {
        tools.writer().resend(uid);
    }

    boolean knows(String uid) {
        return workers.containsKey(uid);
    }

    public void remove(String uid) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.remove();
        }
    }

    private void start(Pod pod, boolean isRemoved) {
        PodWorker worker = new PodWorker(tools, this, pod, isRemoved);
        workers.put(pod.uid(), worker);
        running.put(pod.uid(), tools.threads().start("pod-" + pod.name(), worker::run));
    }

    /// Objects that the pod refers to have changed.
    public void objectsChanged(String uid) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.objectsChanged();
        }
    }

    /// What the runtime told.
    public void runtimeEvent(RuntimeEvent event) {
        switch (event) {
            case RuntimeEvent.Exited exited -> {
                if (exited.isContainer()) {
                    exited(exited.container());
                }
            }
            case RuntimeEvent.OutOfMemory(String container, _) ->
                    worker(container).ifPresent(PodWorker::wake);
            case RuntimeEvent.Started _ -> {}
            case RuntimeEvent.Resync _ -> workers.values().forEach(PodWorker::wake);
        }
    }

    private void exited(String container) {
        synchronized (early) {
            Optional<PodWorker> worker = worker(container);
            worker.ifPresent(one -> one.exited(container));
            if (worker.isEmpty()) {
                early.add(container);
                if (early.size() > EARLY_MAX) {
                    early.removeFirst();
                }
            }
        }
    }

    private Optional<PodWorker> worker(String container) {
        String uid = podOfContainer.get(container);
        return Optional.ofNullable(uid == null ? null : workers.get(uid));
    }

    boolean isClosed() {
        return isClosed;
    }

    /// Remembers whose containers these are.
    void note(String uid, ObservedPod observed) {
        PodWorker worker = workers.get(uid);
        synchronized (early) {
            observed.sandboxes().forEach(one -> podOfContainer.put(one.id(), uid));
            for (ObservedContainer container : observed.containers()) {
                podOfContainer.put(container.id(), uid);
                if (early.remove(container.id()) && worker != null) {
                    worker.exited(container.id());
                }
            }
        }
    }

    /// Nothing of the pod is left.
    void gone(String uid) {
        workers.remove(uid);
        running.remove(uid);
        podOfContainer.values().removeIf(uid::equals);
    }

    /// Counts the pod against the node's resources, unless they do not suffice.
    ///
    /// @param runs whether it has been taken before
    Admission.@Nullable Rejection take(Pod pod, PodState state, boolean runs) {
        synchronized (admitting) {
            List<Pod> others = new ArrayList<>();
            for (PodWorker worker : workers.values()) {
                Pod other = worker.pod();
                boolean counts = worker.state().isTaken() && !other.uid().equals(pod.uid());
                if (counts && !PodStatuses.isTerminal(worker.state().status(other).phase())) {
                    others.add(other);
                }
            }
            Admission.Rejection rejection = runs ? null : tools.admission().check(pod, others);
            if (rejection == null) {
                state.take();
            }
            return rejection;
        }
    }

    /// Ends pods that the runtime has and nobody wants. Only right once all pods of the API are known.
    public void endOrphans() {
        List<PodSandbox> sandboxes =
                tools.cri().listPodSandboxes(PodSandboxFilter.getDefaultInstance());
        for (PodSandbox sandbox : sandboxes) {
            String uid = sandbox.getLabelsOrDefault(Names.POD_UID, "");
            if (!uid.isEmpty() && !workers.containsKey(uid)) {
                LOG.info(
                        "Pod is gone, ending what is left of it",
                        "pod",
                        sandbox.getMetadata().getName());
                start(rebuilt(sandbox, uid), true);
            }
        }
    }

    private static Pod rebuilt(PodSandbox sandbox, String uid) {
        Fields metadata =
                Fields.of("name", sandbox.getLabelsOrDefault(Names.POD_NAME, ""))
                        .with("namespace", sandbox.getLabelsOrDefault(Names.POD_NAMESPACE, ""))
                        .with("uid", uid);
        return new Pod(
                Fields.of("apiVersion", "v1").with("kind", "Pod").with("metadata", metadata));
    }

    /// Something about the pod is different in the runtime.
    public void wake(String uid) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.wake();
        }
    }

    /// Has everybody look again: events may have been missed.
    public void wakeAll() {
        workers.values().forEach(PodWorker::wake);
    }

    /// All pods, as the API or their files have them, with the status known here.
    public Collection<Pod> pods() {
        List<Pod> pods = new ArrayList<>();
        for (PodWorker worker : workers.values()) {
            Pod pod = worker.pod();
            pods.add(pod.withStatus(worker.state().status(pod)));
        }
        return pods;
    }

    /// The pod of that name; when one is ending while the next one runs already, the younger.
    public Optional<Pod> find(String namespace, String name) {
        return pods().stream()
                .filter(pod -> pod.namespace().equals(namespace) && pod.name().equals(name))
                .max(
                        Comparator.comparing((Pod pod) -> !pod.isDeleting())
                                .thenComparing(PodWorkers::createdAt));
    }

    private static Instant createdAt(Pod pod) {
        Instant created = pod.metadata().creationTimestamp();
        return created == null ? Instant.EPOCH : created;
    }

    /// What the runtime was last seen to have of a pod.
    public Optional<ObservedPod> observed(String uid) {
        PodWorker worker = workers.get(uid);
        return Optional.ofNullable(worker).map(one -> one.state().observed());
    }

    /// The newest container of that name, or the one before.
    public Optional<ObservedContainer> container(String uid, String name, boolean previous) {
        return observed(uid).stream()
                .flatMap(pod -> pod.containers().stream())
                .filter(one -> one.name().equals(name))
                .skip(previous ? 1 : 0)
                .findFirst();
    }

    /// Ends a pod because the node needs its resources.
    public void evict(String uid, PodStatuses.Ending ending, java.time.@Nullable Duration grace) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.evict(new PodState.Eviction(ending, grace));
        }
    }

    /// Stops looking after pods; what runs goes on.
    @Override
    public void close() {
        isClosed = true;
        running.values().forEach(Thread::interrupt);
    }
}
