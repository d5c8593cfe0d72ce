package io.djong.controllers.daemonset;

import io.djong.api.Pods;
import io.djong.api.Selectors;
import io.djong.api.apps.v1.ControllerRevision;
import io.djong.api.apps.v1.DaemonSet;
import io.djong.api.apps.v1.DaemonSetStatus;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.client.Change;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.EventRecorder;
import io.djong.client.Informer;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Claims;
import io.djong.controllers.support.Parts;
import io.djong.controllers.support.PodControl;
import io.djong.controllers.support.RevisionHistory;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.LabelSelector;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps one pod on every node that fits, and replaces them when the template changes.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/ DaemonSet
public final class DaemonSetController implements Reconciler<ObjectKey> {

    public static final String NAME = "daemonset-controller";

    private static final int WORKERS = 2;

    private final Lister<DaemonSet> sets;
    private final Lister<Node> nodes;
    private final Lister<Pod> pods;
    private final Lister<ControllerRevision> revisions;
    private final Client client;
    private final EventRecorder recorder;
    private final PodControl podControl;
    private final Clock clock;

    private DaemonSetController(
            Lister<DaemonSet> sets,
            Lister<Node> nodes,
            Lister<Pod> pods,
            Lister<ControllerRevision> revisions,
            Client client,
            EventRecorder recorder,
            Clock clock) {
        this.sets = sets;
        this.nodes = nodes;
        this.pods = pods;
        this.revisions = revisions;
        this.client = client;
        this.recorder = recorder;
        this.podControl = new PodControl(client, recorder);
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        Informer<DaemonSet> sets = parts.informers().of(DaemonSet.KIND);
        var reconciler =
                new DaemonSetController(
                        sets,
                        parts.informers().of(Node.KIND),
                        parts.informers().of(Pod.KIND),
                        parts.informers().of(ControllerRevision.KIND),
                        builder.client(),
                        parts.recorder(NAME),
                        parts.clock());
        Watches watches =
                Watches.of(DaemonSet.KIND)
                        .and(Pod.KIND, Watches.byController("DaemonSet"))
                        .and(Pod.KIND, Watches.by(pod -> adopters(pod, sets)))
                        .and(ControllerRevision.KIND, Watches.byController("DaemonSet"))
                        .and(Node.KIND, change -> placed(change, sets));
        return builder.build(reconciler, watches, WORKERS);
    }

    private static List<ObjectKey> adopters(Pod pod, Lister<DaemonSet> sets) {
        if (pod.controller() != null || pod.labels().isEmpty()) {
            return List.of();
        }
        return sets.inNamespace(pod.namespace()).stream()
                .filter(set -> Selectors.of(set.spec().selector()).matches(pod.labels()))
                .map(DaemonSet::key)
                .toList();
    }

    /// The sets for which the node's change matters: not the heartbeats.
    private static List<ObjectKey> placed(Change<Node> change, Lister<DaemonSet> sets) {
        return sets.all().stream()
                .filter(set ->
                        !(change instanceof Change.Updated<Node>(Node before, Node now))
                                || !Daemons.place(set, before).equals(Daemons.place(set, now)))
                .map(DaemonSet::key)
                .toList();
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        DaemonSet set = sets.find(key).orElse(null);
        if (set == null) {
            return Outcome.settled();
        }
        LabelSelector selector = Selectors.of(set.spec().selector());
        if (selector.isEverything()) {
            recorder.warning(
                    set,
                    "SelectingAll",
                    "This daemon set is selecting all pods. A non-empty selector is required.");
            return Outcome.settled();
        }
        return set.isDeleting() ? Outcome.settled() : reconcile(set, selector);
    }

    private Outcome reconcile(DaemonSet set, LabelSelector selector) {
        List<ControllerRevision> owned =
                Claims.of(set, selector, revisions.inNamespace(set.namespace()))
                        .settle(client, set);
        RevisionHistory history = new RevisionHistory(set, owned);
        RevisionHistory.Current current =
                history.current(
                        set.spec().template(),
                        set.spec().template().metadata().labels(),
                        set.status().collisionCount());
        try {
            current.store(client);
        } catch (RevisionHistory.NameTakenException collision) {
            Integer count = set.status().collisionCount();
            client.patchStatus(
                    set,
                    set.withStatus(set.status().withCollisionCount(count == null ? 1 : count + 1)));
            throw collision;
        }
        List<Pod> daemons =
                Claims.of(set, selector, pods.inNamespace(set.namespace())).settle(client, set);
        return run(set, history, current.hash(), daemons);
    }

    private Outcome run(DaemonSet set, RevisionHistory history, String hash, List<Pod> daemons) {
        List<Node> all = nodes.all();
        ApiException failure = null;
        try {
            DaemonPlan.of(set, hash, all, daemons, clock.now())
                    .forEach(step -> perform(set, hash, step));
        } catch (ApiException refused) {
            if (PodControl.isNamespaceTerminating(refused)) {
                return Outcome.settled();
            }
            failure = refused;
        }
        DaemonSetStatus status = DaemonPlan.status(set, hash, all, daemons, clock.now());
        if (!status.equals(set.status())) {
            client.patchStatus(set, set.withStatus(status));
        }
        if (failure != null) {
            throw failure;
        }
        Set<String> used = new HashSet<>();
        used.add(hash);
        daemons.forEach(pod -> used.add(pod.labels().getOrDefault(RevisionHistory.HASH_LABEL, "")));
        Integer limit = set.spec().revisionHistoryLimit();
        history.truncate(client, limit == null ? 10 : limit, used);
        Duration wait = untilAvailable(set, daemons);
        return wait == null ? Outcome.settled() : Outcome.again(wait);
    }

    /// No event tells that a pod has been ready long enough.
    private @Nullable Duration untilAvailable(DaemonSet set, List<Pod> daemons) {
        Duration soonest = null;
        for (Pod pod : daemons) {
            Duration wait = Pods.untilAvailable(pod, set.spec().minReadySeconds(), clock.now());
            if (wait != null
                    && wait.isPositive()
                    && (soonest == null || wait.compareTo(soonest) < 0)) {
                soonest = wait;
            }
        }
        return soonest;
    }

    private void perform(DaemonSet set, String hash, DaemonPlan.Step step) {
        switch (step) {
            case DaemonPlan.Step.CreatePod(String node) ->
                    podControl.create(Daemons.pod(set, node, hash), set);
            case DaemonPlan.Step.DeletePod(Pod pod) -> podControl.delete(pod, set);
            case DaemonPlan.Step.ReplacePod(Pod pod, String node) -> {
                tell(set, pod, node);
                podControl.delete(pod, set);
            }
        }
    }

    private void tell(DaemonSet set, Pod pod, String node) {
        String where = "daemon pod " + pod.key() + " on node " + node;
        if (pod.status().phase().equals("Failed")) {
            recorder.warning(
                    set, "FailedDaemonPod", "Found failed " + where + ", will try to kill it");
        } else {
            recorder.normal(
                    set,
                    "SucceededDaemonPod",
                    "Found succeeded " + where + ", will try to delete it");
        }
    }
}
