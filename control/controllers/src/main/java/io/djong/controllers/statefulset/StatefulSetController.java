package io.djong.controllers.statefulset;

import io.djong.api.Pods;
import io.djong.api.Selectors;
import io.djong.api.apps.v1.ControllerRevision;
import io.djong.api.apps.v1.StatefulSet;
import io.djong.api.apps.v1.StatefulSetStatus;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
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
import io.djong.meta.Reason;
import java.time.Duration;
import java.util.ArrayList;
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
    private final Lister<PersistentVolumeClaim> claims;
    private final Lister<ControllerRevision> revisions;
    private final Client client;
    private final EventRecorder recorder;
    private final Clock clock;

    private StatefulSetController(
            Lister<StatefulSet> sets,
            Lister<Pod> pods,
            Lister<PersistentVolumeClaim> claims,
            Lister<ControllerRevision> revisions,
            Client client,
            EventRecorder recorder,
            Clock clock) {
        this.sets = sets;
        this.pods = pods;
        this.claims = claims;
        this.revisions = revisions;
        this.client = client;
        this.recorder = recorder;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        Informer<StatefulSet> sets = parts.informers().of(StatefulSet.KIND);
        var reconciler =
                new StatefulSetController(
                        sets,
                        parts.informers().of(Pod.KIND),
                        parts.informers().of(PersistentVolumeClaim.KIND),
                        parts.informers().of(ControllerRevision.KIND),
                        builder.client(),
                        parts.recorder(NAME),
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
                Member.claims(set, ordinal).forEach(claim -> createClaim(set, ordinal, claim));
                create(set, Member.pod(set, ordinal, revision));
            }
            case StatefulPlan.Step.DeletePod(Pod pod) -> delete(set, pod);
            case StatefulPlan.Step.ScaleAway(Pod pod) -> {
                if (Member.claimsGoWithPod(set)) {
                    Member.claims(set, Member.ordinal(set, pod)).forEach(claim -> tie(claim, pod));
                }
                delete(set, pod);
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
                delete(set, pod);
            }
        }
    }

    private void create(StatefulSet set, Pod pod) {
        try {
            client.create(pod);
            recorder.normal(
                    set,
                    "SuccessfulCreate",
                    "create Pod " + pod.name() + " in StatefulSet " + set.name() + " successful");
        } catch (ApiException refused) {
            if (refused.is(Reason.ALREADY_EXISTS)) {
                // Its former self has not gone yet, or a pod of nobody has the name.
                throw refused;
            }
            if (!PodControl.isNamespaceTerminating(refused)) {
                recorder.warning(
                        set,
                        "FailedCreate",
                        "create Pod "
                                + pod.name()
                                + " in StatefulSet "
                                + set.name()
                                + " failed error: "
                                + refused.failure().message());
            }
            throw refused;
        }
    }

    private void createClaim(StatefulSet set, int ordinal, PersistentVolumeClaim claim) {
        PersistentVolumeClaim known = claims.find(claim.key()).orElse(null);
        if (known != null && !known.isDeleting()) {
            return;
        }
        String about =
                "Claim "
                        + claim.name()
                        + " Pod "
                        + set.name()
                        + "-"
                        + ordinal
                        + " in StatefulSet "
                        + set.name();
        try {
            client.create(claim);
            recorder.normal(set, "SuccessfulCreate", "create " + about + " success");
        } catch (ApiException refused) {
            if (!refused.is(Reason.ALREADY_EXISTS)) {
                recorder.warning(
                        set,
                        "FailedCreate",
                        "create " + about + " failed error: " + refused.failure().message());
                throw refused;
            }
        }
    }

    /// Makes the claim go when the pod does.
    private void tie(PersistentVolumeClaim claim, Pod pod) {
        PersistentVolumeClaim known = claims.find(claim.key()).orElse(null);
        if (known == null
                || known.metadata().ownerReferences().stream()
                        .anyMatch(owner -> owner.uid().equals(pod.uid()))) {
            return;
        }
        List<OwnerReference> owners = new ArrayList<>(known.metadata().ownerReferences());
        owners.removeIf(owner -> owner.kind().equals("StatefulSet"));
        owners.add(pod.asController());
        client.update(known.withMetadata(known.metadata().withOwnerReferences(owners)));
    }

    private void delete(StatefulSet set, Pod pod) {
        try {
            client.delete(Pod.KIND, pod.key(), DeleteOptions.PLAIN.only(pod.uid()));
            recorder.normal(
                    set,
                    "SuccessfulDelete",
                    "delete Pod " + pod.name() + " in StatefulSet " + set.name() + " successful");
        } catch (ApiException refused) {
            if (!refused.is(Reason.NOT_FOUND) && !refused.is(Reason.CONFLICT)) {
                recorder.warning(
                        set,
                        "FailedDelete",
                        "delete Pod "
                                + pod.name()
                                + " in StatefulSet "
                                + set.name()
                                + " failed error: "
                                + refused.failure().message());
                throw refused;
            }
        }
    }
}
