package io.djong.controllers.statefulset;

import io.djong.api.Pods;
import io.djong.api.Selectors;
import io.djong.api.apps.v1.ControllerRevision;
import io.djong.api.apps.v1.StatefulSet;
import io.djong.api.apps.v1.StatefulSetStatus;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.meta.v1.LabelSelector;
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
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the numbered pods of a StatefulSet, in order.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ StatefulSets
public final class StatefulSetController implements Reconciler<ObjectKey> {

    public static final String NAME = "statefulset-controller";

    private static final int WORKERS = 5;

    private final Lister<StatefulSet> sets;
    private final Lister<Pod> pods;
    private final Lister<ControllerRevision> revisions;
    private final Client client;
    private final EventRecorder recorder;
    private final MemberControl memberControl;
    private final Clock clock;

    private StatefulSetController(
            Lister<StatefulSet> sets,
            Lister<Pod> pods,
            Lister<ControllerRevision> revisions,
            Client client,
            EventRecorder recorder,
            MemberControl memberControl,
            Clock clock) {
        this.sets = sets;
        this.pods = pods;
        this.revisions = revisions;
        this.client = client;
        this.recorder = recorder;
        this.memberControl = memberControl;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        EventRecorder recorder = parts.recorder(NAME);
        Informer<StatefulSet> sets = parts.informers().of(StatefulSet.KIND);
        var reconciler =
                new StatefulSetController(
                        sets,
                        parts.informers().of(Pod.KIND),
                        parts.informers().of(ControllerRevision.KIND),
                        builder.client(),
                        recorder,
                        new MemberControl(
                                parts.informers().of(PersistentVolumeClaim.KIND),
                                builder.client(),
                                recorder),
                        parts.clock());
        Watches watches =
                Watches.of(StatefulSet.KIND)
                        .and(Pod.KIND, Watches.byController("StatefulSet"))
                        .and(Pod.KIND, Watches.by(pod -> adopters(pod, sets)));
        return builder.build(reconciler, watches, WORKERS);
    }

    private static List<ObjectKey> adopters(Pod pod, Lister<StatefulSet> sets) {
        if (pod.controller() != null || pod.labels().isEmpty()) {
            return List.of();
        }
        return sets.inNamespace(pod.namespace()).stream()
                .filter(set -> Member.ordinal(set, pod) >= 0)
                .filter(set -> Selectors.of(set.spec().selector()).matches(pod.labels()))
                .map(StatefulSet::key)
                .toList();
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        return sets.find(key).map(this::reconcile).orElse(Outcome.settled());
    }

    private Outcome reconcile(StatefulSet set) {
        var selector = Selectors.of(set.spec().selector());
        List<Pod> candidates =
                pods.inNamespace(set.namespace()).stream()
                        .filter(pod -> Member.ordinal(set, pod) >= 0)
                        .toList();
        List<Pod> members = Claims.of(set, selector, candidates).settle(client, set);
        List<ControllerRevision> owned =
                Claims.of(set, selector, revisions.inNamespace(set.namespace()))
                        .settle(client, set);
        RevisionHistory history = new RevisionHistory(set, owned);
        ControllerRevision update = store(set, history);
        ControllerRevision known = history.find(set.status().currentRevision());
        ControllerRevision current = known == null ? update : known;
        return run(set, members, history, current, update);
    }

    private ControllerRevision store(StatefulSet set, RevisionHistory history) {
        LabelSelector selector = set.spec().selector();
        Map<String, String> labels = selector == null ? Map.of() : selector.matchLabels();
        try {
            return history.current(set.spec().template(), labels, set.status().collisionCount())
                    .store(client);
        } catch (RevisionHistory.NameTakenException collision) {
            Integer count = set.status().collisionCount();
            client.patchStatus(
                    set,
                    set.withStatus(set.status().withCollisionCount(count == null ? 1 : count + 1)));
            throw collision;
        }
    }

    private Outcome run(
            StatefulSet set,
            List<Pod> members,
            RevisionHistory history,
            ControllerRevision current,
            ControllerRevision update) {
        ApiException failure = null;
        if (!set.isDeleting()) {
            try {
                StatefulPlan.of(set, current, update, members, clock.now())
                        .forEach(step -> perform(set, step));
            } catch (ApiException refused) {
                if (PodControl.isNamespaceTerminating(refused)) {
                    return Outcome.settled();
                }
                failure = refused;
            }
        }
        StatefulSetStatus status = StatefulPlan.status(set, current, update, members, clock.now());
        if (!status.equals(set.status())) {
            client.patchStatus(set, set.withStatus(status));
        }
        if (failure != null) {
            throw failure;
        }
        Set<String> used = new HashSet<>(List.of(current.name(), update.name()));
        members.forEach(pod -> used.add(Member.revision(pod)));
        Integer limit = set.spec().revisionHistoryLimit();
        history.truncate(client, limit == null ? 10 : limit, used);
        Duration wait = untilAvailable(set, members);
        return wait == null ? Outcome.settled() : Outcome.again(wait);
    }

    /// No event tells that a pod has been ready long enough.
    private @Nullable Duration untilAvailable(StatefulSet set, List<Pod> members) {
        Duration soonest = null;
        for (Pod pod : members) {
            Duration wait = Pods.untilAvailable(pod, set.spec().minReadySeconds(), clock.now());
            if (wait != null
                    && wait.isPositive()
                    && (soonest == null || wait.compareTo(soonest) < 0)) {
                soonest = wait;
            }
        }
        return soonest;
    }

    private void perform(StatefulSet set, StatefulPlan.Step step) {
        switch (step) {
            case StatefulPlan.Step.CreatePod(int ordinal, ControllerRevision revision) -> {
                Member.claims(set, ordinal)
                        .forEach(claim -> memberControl.createClaim(set, ordinal, claim));
                memberControl.create(set, Member.pod(set, ordinal, revision));
            }
            case StatefulPlan.Step.DeletePod(Pod pod) -> memberControl.delete(set, pod);
            case StatefulPlan.Step.ScaleAway(Pod pod) -> {
                if (Member.claimsGoWithPod(set)) {
                    Member.claims(set, Member.ordinal(set, pod))
                            .forEach(claim -> memberControl.tie(claim, pod));
                }
                memberControl.delete(set, pod);
            }
            case StatefulPlan.Step.ReplacePod(Pod pod) -> {
                boolean failed = pod.status().phase().equals("Failed");
                recorder.event(
                        set,
                        failed ? EventRecorder.WARNING : EventRecorder.NORMAL,
                        failed ? "RecreatingFailedPod" : "RecreatingTerminatedPod",
                        "StatefulSet "
                                + set.key()
                                + " is recreating "
                                + (failed ? "failed" : "terminated")
                                + " Pod "
                                + pod.name());
                memberControl.delete(set, pod);
            }
        }
    }
}
