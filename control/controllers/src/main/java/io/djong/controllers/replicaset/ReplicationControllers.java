package io.djong.controllers.replicaset;

import io.djong.api.Pods;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.apps.v1.ReplicaSetSpec;
import io.djong.api.apps.v1.ReplicaSetStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.core.v1.ReplicationController;
import io.djong.api.core.v1.ReplicationControllerStatus;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.Informer;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Claims;
import io.djong.controllers.support.Parts;
import io.djong.controllers.support.PodControl;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import java.util.List;

/// Keeps the pods of ReplicationControllers, by the rules of ReplicaSets: what they say differs only in form.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/ ReplicationController
public final class ReplicationControllers implements Reconciler<ObjectKey> {

    public static final String NAME = "replicationcontroller-controller";

    /// The component that upstream names in its Events.
    private static final String COMPONENT = "replication-controller";

    private static final int WORKERS = 5;

    private final Lister<ReplicationController> controllers;
    private final Lister<Pod> pods;
    private final Client client;
    private final PodControl podControl;
    private final Clock clock;

    private ReplicationControllers(
            Lister<ReplicationController> controllers,
            Lister<Pod> pods,
            Client client,
            PodControl podControl,
            Clock clock) {
        this.controllers = controllers;
        this.pods = pods;
        this.client = client;
        this.podControl = podControl;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        Informer<ReplicationController> controllers =
                parts.informers().of(ReplicationController.KIND);
        var reconciler =
                new ReplicationControllers(
                        controllers,
                        parts.informers().of(Pod.KIND),
                        builder.client(),
                        new PodControl(builder.client(), parts.recorder(COMPONENT)),
                        parts.clock());
        Watches watches =
                Watches.of(ReplicationController.KIND)
                        .and(Pod.KIND, Watches.byController("ReplicationController"))
                        .and(Pod.KIND, Watches.by(pod -> adopters(pod, controllers)));
        return builder.build(reconciler, watches, WORKERS);
    }

    private static List<ObjectKey> adopters(Pod pod, Lister<ReplicationController> controllers) {
        if (pod.controller() != null || pod.labels().isEmpty()) {
            return List.of();
        }
        return controllers.inNamespace(pod.namespace()).stream()
                .filter(one -> selector(one).matches(pod.labels()))
                .map(ReplicationController::key)
                .toList();
    }

    private static io.djong.meta.LabelSelector selector(ReplicationController controller) {
        return io.djong.meta.LabelSelector.of(controller.spec().selector());
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        return controllers.find(key).map(this::reconcile).orElse(Outcome.settled());
    }

    private Outcome reconcile(ReplicationController controller) {
        List<Pod> owned =
                Claims.of(
                                controller,
                                selector(controller),
                                pods.inNamespace(controller.namespace()))
                        .settle(client, controller);
        ReplicaSet set = asSet(controller);
        ReplicaSetStatuses.Trouble trouble = null;
        ApiException failure = null;
        List<ReplicaSetController.Step> steps =
                ReplicaSetController.plan(set, owned, owned, clock.now());
        try {
            steps.forEach(step -> perform(controller, step));
        } catch (ApiException refused) {
            if (PodControl.isNamespaceTerminating(refused)) {
                return Outcome.settled();
            }
            boolean creating = steps.getFirst() instanceof ReplicaSetController.Step.CreatePod;
            trouble =
                    new ReplicaSetStatuses.Trouble(
                            creating ? "FailedCreate" : "FailedDelete",
                            refused.failure().message());
            failure = refused;
        }
        ReplicaSetStatus counted = ReplicaSetStatuses.of(set, owned, trouble, clock.now());
        var status =
                new ReplicationControllerStatus(counted.fields().without("terminatingReplicas"));
        if (!status.equals(controller.status())) {
            client.updateStatus(controller.withStatus(status));
        }
        if (failure != null) {
            throw failure;
        }
        return ReplicaSetController.untilAvailable(
                set, owned.stream().filter(Pods::isActive).toList(), clock.now());
    }

    /// The same wishes as a ReplicaSet; only for the rules, never written.
    private static ReplicaSet asSet(ReplicationController controller) {
        PodTemplateSpec template = controller.spec().template();
        return new ReplicaSet(controller.fields())
                .withSpec(
                        ReplicaSetSpec.EMPTY
                                .withReplicas(controller.spec().replicas())
                                .withMinReadySeconds(controller.spec().minReadySeconds())
                                .withSelector(
                                        LabelSelector.EMPTY.withMatchLabels(
                                                controller.spec().selector()))
                                .withTemplate(template == null ? PodTemplateSpec.EMPTY : template));
    }

    private void perform(ReplicationController controller, ReplicaSetController.Step step) {
        switch (step) {
            case ReplicaSetController.Step.CreatePod() -> {
                PodTemplateSpec template = controller.spec().template();
                if (template != null) {
                    podControl.create(PodControl.fromTemplate(template, controller), controller);
                }
            }
            case ReplicaSetController.Step.DeletePod(Pod pod) -> podControl.delete(pod, controller);
        }
    }
}
