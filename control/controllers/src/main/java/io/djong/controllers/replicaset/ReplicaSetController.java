package io.djong.controllers.replicaset;

import static java.util.Collections.nCopies;

import io.djong.api.Pods;
import io.djong.api.Selectors;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.apps.v1.ReplicaSetStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.Informer;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.replicaset.ReplicaSetStatuses.Trouble;
import io.djong.controllers.support.Claims;
import io.djong.controllers.support.Parts;
import io.djong.controllers.support.PodControl;
import io.djong.controllers.support.PodRank;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.LabelSelector;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps as many live pods as a ReplicaSet's `spec.replicas` asks for.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/ ReplicaSet
public final class ReplicaSetController implements Reconciler<ObjectKey> {

    public static final String NAME = "replicaset-controller";

    /// Bounds the pods made or removed in one pass, so that one object cannot flood the server.
    static final int BURST = 500;

    private static final int WORKERS = 5;

    private final Lister<ReplicaSet> replicaSets;
    private final Lister<Pod> pods;
    private final Client client;
    private final PodControl podControl;
    private final Clock clock;

    sealed interface Step {
        record CreatePod() implements Step {}

        record DeletePod(Pod pod) implements Step {}
    }

    private ReplicaSetController(
            Lister<ReplicaSet> replicaSets,
            Lister<Pod> pods,
            Client client,
            PodControl podControl,
            Clock clock) {
        this.replicaSets = replicaSets;
        this.pods = pods;
        this.client = client;
        this.podControl = podControl;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        Informer<ReplicaSet> sets = parts.informers().of(ReplicaSet.KIND);
        Informer<Pod> pods = parts.informers().of(Pod.KIND);
        PodControl podControl = new PodControl(builder.client(), parts.recorder(NAME));
        var reconciler =
                new ReplicaSetController(sets, pods, builder.client(), podControl, parts.clock());
        Watches watches =
                Watches.of(ReplicaSet.KIND)
                        .and(Pod.KIND, Watches.byController("ReplicaSet"))
                        .and(Pod.KIND, Watches.by(pod -> adopters(pod, sets)));
        return builder.build(reconciler, watches, WORKERS);
    }

    /// The sets that might adopt a pod which has no controller.
    private static List<ObjectKey> adopters(Pod pod, Lister<ReplicaSet> sets) {
        if (pod.controller() != null || pod.labels().isEmpty()) {
            return List.of();
        }
        return sets.inNamespace(pod.namespace()).stream()
                .filter(set -> Selectors.of(set.spec().selector()).matches(pod.labels()))
                .map(ReplicaSet::key)
                .toList();
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        ReplicaSet set = replicaSets.find(key).orElse(null);
        return set == null ? Outcome.settled() : reconcile(set);
    }

    private Outcome reconcile(ReplicaSet set) {
        LabelSelector selector = Selectors.of(set.spec().selector());
        List<Pod> owned =
                Claims.of(set, selector, pods.inNamespace(set.namespace())).settle(client, set);
        Trouble trouble = null;
        ApiException failure = null;
        List<Step> steps = plan(set, owned, related(set, owned), clock.now());
        try {
            steps.forEach(step -> perform(set, step));
        } catch (ApiException refused) {
            if (PodControl.isNamespaceTerminating(refused)) {
                return Outcome.settled();
            }
            boolean creating = steps.getFirst() instanceof Step.CreatePod;
            trouble =
                    new Trouble(
                            creating ? "FailedCreate" : "FailedDelete",
                            refused.failure().message());
            failure = refused;
        }
        ReplicaSetStatus status = ReplicaSetStatuses.of(set, owned, trouble, clock.now());
        if (!status.equals(set.status())) {
            client.updateStatus(set.withStatus(status));
        }
        if (failure != null) {
            throw failure;
        }
        return untilAvailable(set, owned, clock.now());
    }

    /// The pods of all sets with the same controller: those of one deployment.
    private List<Pod> related(ReplicaSet set, List<Pod> owned) {
        OwnerReference controller = set.controller();
        if (controller == null) {
            return owned;
        }
        List<Pod> related = new ArrayList<>();
        for (ReplicaSet sibling : replicaSets.ownedBy(controller.uid())) {
            related.addAll(pods.ownedBy(sibling.uid()));
        }
        return related;
    }

    /// What has to be done: a function of what was observed, and of nothing else.
    static List<Step> plan(ReplicaSet set, List<Pod> owned, List<Pod> related, Instant now) {
        if (set.isDeleting()) {
            return List.of();
        }
        List<Pod> live = owned.stream().filter(Pods::isActive).toList();
        int missing = replicas(set) - live.size();
        if (missing >= 0) {
            return nCopies(Math.min(missing, BURST), new Step.CreatePod());
        }
        return live.stream()
                .sorted(PodRank.cheapestFirst(related, now))
                .limit(Math.min(-missing, BURST))
                .<Step>map(Step.DeletePod::new)
                .toList();
    }

    private static int replicas(ReplicaSet set) {
        Integer replicas = set.spec().replicas();
        return replicas == null ? 1 : replicas;
    }

    private void perform(ReplicaSet set, Step step) {
        switch (step) {
            case Step.CreatePod() ->
                    podControl.create(PodControl.fromTemplate(set.spec().template(), set), set);
            case Step.DeletePod(Pod pod) -> podControl.delete(pod, set);
        }
    }

    /// No event tells that a pod has been ready long enough.
    static Outcome untilAvailable(ReplicaSet set, List<Pod> owned, Instant now) {
        @Nullable Duration soonest = null;
        for (Pod pod : owned) {
            Duration wait = Pods.untilAvailable(pod, set.spec().minReadySeconds(), now);
            if (Pods.isActive(pod) && wait != null && wait.isPositive()) {
                soonest = soonest == null || wait.compareTo(soonest) < 0 ? wait : soonest;
            }
        }
        return soonest == null ? Outcome.settled() : Outcome.again(soonest);
    }
}
