package io.djong.controllers.deployment;

import io.djong.api.Selectors;
import io.djong.api.apps.v1.Deployment;
import io.djong.api.apps.v1.DeploymentStatus;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.core.v1.Pod;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.EventRecorder;
import io.djong.client.Informer;
import io.djong.client.Lister;
import io.djong.client.Patch;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Claims;
import io.djong.controllers.support.Parts;
import io.djong.controllers.support.PodControl;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.LabelSelector;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Brings a Deployment's pods to its template, a few at a time, by growing one ReplicaSet and shrinking the others.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ Deployments
public final class DeploymentController implements Reconciler<ObjectKey> {

    public static final String NAME = "deployment-controller";

    private static final int WORKERS = 5;

    private final Lister<Deployment> deployments;
    private final Lister<ReplicaSet> replicaSets;
    private final Lister<Pod> pods;
    private final Client client;
    private final EventRecorder recorder;
    private final Clock clock;

    private DeploymentController(
            Lister<Deployment> deployments,
            Lister<ReplicaSet> replicaSets,
            Lister<Pod> pods,
            Client client,
            EventRecorder recorder,
            Clock clock) {
        this.deployments = deployments;
        this.replicaSets = replicaSets;
        this.pods = pods;
        this.client = client;
        this.recorder = recorder;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        Informer<Deployment> deployments = parts.informers().of(Deployment.KIND);
        Informer<ReplicaSet> sets = parts.informers().of(ReplicaSet.KIND);
        var reconciler =
                new DeploymentController(
                        deployments,
                        sets,
                        parts.informers().of(Pod.KIND),
                        builder.client(),
                        parts.recorder(NAME),
                        parts.clock());
        Watches watches =
                Watches.of(Deployment.KIND)
                        .and(ReplicaSet.KIND, Watches.byController("Deployment"))
                        .and(ReplicaSet.KIND, Watches.by(set -> adopters(set, deployments)))
                        .and(Pod.KIND, change -> recreated(change.latest(), sets, deployments));
        return builder.build(reconciler, watches, WORKERS);
    }

    private static List<ObjectKey> adopters(ReplicaSet set, Lister<Deployment> deployments) {
        if (set.controller() != null || set.labels().isEmpty()) {
            return List.of();
        }
        return deployments.inNamespace(set.namespace()).stream()
                .filter(deployment ->
                        Selectors.of(deployment.spec().selector()).matches(set.labels()))
                .map(Deployment::key)
                .toList();
    }

    /// With the strategy Recreate, the end of the last old pod is what the rollout waits for.
    private static List<ObjectKey> recreated(
            Pod pod, Lister<ReplicaSet> sets, Lister<Deployment> deployments) {
        return controller(pod, "ReplicaSet")
                .flatMap(sets::find)
                .flatMap(set -> controller(set, "Deployment"))
                .filter(key ->
                        deployments
                                .find(key)
                                .filter(found -> found.spec().strategy().type().equals("Recreate"))
                                .isPresent())
                .stream()
                .toList();
    }

    private static Optional<ObjectKey> controller(io.djong.api.ApiObject<?> object, String kind) {
        OwnerReference owner = object.controller();
        return owner == null || !owner.kind().equals(kind)
                ? Optional.empty()
                : Optional.of(ObjectKey.of(object.namespace(), owner.name()));
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        return deployments.find(key).map(this::reconcile).orElse(Outcome.settled());
    }

    private Outcome reconcile(Deployment deployment) {
        LabelSelector selector = Selectors.of(deployment.spec().selector());
        if (selector.isEverything()) {
            return refuseEverything(deployment);
        }
        List<ReplicaSet> sets =
                Claims.of(deployment, selector, replicaSets.inNamespace(deployment.namespace()))
                        .settle(client, deployment);
        List<Pod> podsOfSets =
                sets.stream().flatMap(set -> pods.ownedBy(set.uid()).stream()).toList();
        List<Step> steps = RolloutPlan.of(deployment, sets, podsOfSets, clock.now());
        DeploymentStatus status = deployment.status();
        for (Step step : steps) {
            perform(deployment, step);
            status = step instanceof Step.Report(DeploymentStatus reported) ? reported : status;
        }
        Duration wait = RolloutStatus.untilStuck(Rollout.of(deployment, sets), status, clock.now());
        return wait == null ? Outcome.settled() : Outcome.again(wait);
    }

    private Outcome refuseEverything(Deployment deployment) {
        recorder.warning(
                deployment,
                "SelectingAll",
                "This deployment is selecting all pods. A non-empty selector is required.");
        long generation = deployment.metadata().generation();
        if (deployment.status().observedGeneration() < generation) {
            client.updateStatus(
                    deployment.withStatus(deployment.status().withObservedGeneration(generation)));
        }
        return Outcome.settled();
    }

    private void perform(Deployment deployment, Step step) {
        switch (step) {
            case Step.CreateReplicaSet(ReplicaSet set) -> create(deployment, set);
            case Step.UpdateReplicaSet(ReplicaSet set) -> client.update(set);
            case Step.Scale(ReplicaSet set, int from) -> scale(deployment, set, from);
            case Step.DeleteReplicaSet(ReplicaSet set) ->
                    client.deleteIfThere(
                            ReplicaSet.KIND, set.key(), DeleteOptions.BACKGROUND.only(set.uid()));
            case Step.SetRevision(String revision) -> setRevision(deployment, revision);
            case Step.Report(DeploymentStatus status) ->
                    client.patchStatus(deployment, deployment.withStatus(status));
        }
    }

    private void create(Deployment deployment, ReplicaSet set) {
        try {
            client.create(set);
        } catch (ApiException refused) {
            if (refused.is(Reason.ALREADY_EXISTS)) {
                resolveCollision(deployment, set, refused);
            } else if (!PodControl.isNamespaceTerminating(refused)) {
                reportFailure(deployment, set, refused);
            }
            throw refused;
        }
        int size = Rollout.replicas(set);
        if (size > 0) {
            recorder.normal(
                    deployment,
                    "ScalingReplicaSet",
                    "Scaled up replica set " + set.name() + " from 0 to " + size);
        }
    }

    /// The name is taken by something else: another count changes the hash, and so the name, of the next try.
    private void resolveCollision(Deployment deployment, ReplicaSet set, ApiException refused) {
        ReplicaSet taken = client.find(ReplicaSet.KIND, set.key()).orElseThrow(() -> refused);
        OwnerReference owner = taken.controller();
        if (owner != null
                && owner.uid().equals(deployment.uid())
                && Rollout.hasTemplate(taken, deployment)) {
            return;
        }
        Integer collisions = deployment.status().collisionCount();
        client.updateStatus(
                deployment.withStatus(
                        deployment
                                .status()
                                .withCollisionCount(collisions == null ? 1 : collisions + 1)));
    }

    private void reportFailure(Deployment deployment, ReplicaSet set, ApiException refused) {
        String message =
                "Failed to create new replica set \""
                        + set.name()
                        + "\": "
                        + refused.failure().message();
        recorder.warning(deployment, "ReplicaSetCreateError", message);
        if (RolloutStatus.hasDeadline(deployment)) {
            DeploymentStatus status =
                    RolloutStatus.with(
                            deployment.status(),
                            RolloutStatus.condition(
                                    RolloutStatus.PROGRESSING,
                                    "False",
                                    "ReplicaSetCreateError",
                                    message,
                                    clock.now()));
            if (!status.equals(deployment.status())) {
                client.updateStatus(deployment.withStatus(status));
            }
        }
    }

    private void scale(Deployment deployment, ReplicaSet set, int from) {
        client.update(set);
        int to = Rollout.replicas(set);
        if (to != from) {
            String direction = to > from ? "up" : "down";
            recorder.normal(
                    deployment,
                    "ScalingReplicaSet",
                    "Scaled "
                            + direction
                            + " replica set "
                            + set.name()
                            + " from "
                            + from
                            + " to "
                            + to);
        }
    }

    private void setRevision(Deployment deployment, String revision) {
        Fields annotation = Fields.of(RevisionAnnotations.REVISION, revision);
        Fields metadata = Fields.of("uid", deployment.uid(), "annotations", annotation);
        client.patch(
                Deployment.KIND,
                deployment.key(),
                new Patch.Merge(Fields.of("metadata", metadata)));
    }
}
