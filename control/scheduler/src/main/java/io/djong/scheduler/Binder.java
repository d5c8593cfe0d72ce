package io.djong.scheduler;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.client.Client;
import io.djong.client.DeleteOptions;
import io.djong.client.Patch;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.function.Consumer;

/// Carries decisions out through the API, each on a thread of its own, so that scheduling never waits for the server.
final class Binder {

    private static final Log LOG = Log.of(Binder.class);

    private final Client client;
    private final SchedulerEvents events;
    private final Clock clock;
    private final Threads threads;

    Binder(Client client, SchedulerEvents events, Clock clock, Threads threads) {
        this.client = client;
        this.events = events;
        this.clock = clock;
        this.threads = threads;
    }

    void bind(QueuedPod queued, String node, Consumer<RuntimeException> onFailure) {
        Pod pod = queued.pod.pod();
        threads.start(
                "bind-" + pod.name(),
                () -> {
                    try {
                        client.post(Pod.KIND, pod.key(), "binding", binding(pod, node));
                    } catch (RuntimeException failure) {
                        onFailure.accept(failure);
                        return;
                    }
                    events.record(
                            pod,
                            "Normal",
                            "Scheduled",
                            "Binding",
                            "Successfully assigned " + pod.key() + " to " + node);
                });
    }

    private static Fields binding(Pod pod, String node) {
        Fields metadata =
                Fields.of("name", pod.name(), "namespace", pod.namespace(), "uid", pod.uid());
        return Fields.builder()
                .add("apiVersion", "v1")
                .add("kind", "Binding")
                .add("metadata", metadata)
                .add("target", Fields.of("kind", "Node", "name", node))
                .build();
    }

    /// Tells users why the pod waits.
    ///
    /// @param nominated the node on which room is being made for it, or ""
    void reportUnschedulable(PodState waiting, String message, String nominated) {
        Pod pod = waiting.pod();
        threads.start(
                "report-" + pod.name(),
                () -> {
                    events.record(pod, "Warning", "FailedScheduling", "Scheduling", message);
                    if (!says(pod, message)
                            || !nominated.equals(pod.status().nominatedNodeName())) {
                        patchStatus(pod, unschedulable(pod, message, nominated));
                    }
                });
    }

    private static boolean says(Pod pod, String message) {
        for (PodCondition condition : pod.status().conditions()) {
            if (condition.type().equals("PodScheduled")) {
                return condition.status().equals("False") && condition.message().equals(message);
            }
        }
        return false;
    }

    private Fields unschedulable(Pod pod, String message, String nominated) {
        PodCondition condition =
                PodCondition.EMPTY
                        .withType("PodScheduled")
                        .withObservedGeneration(pod.metadata().generation())
                        .withStatus("False")
                        .withReason("Unschedulable")
                        .withMessage(message);
        Fields status = Fields.of("conditions", List.of(withTransition(pod, condition).fields()));
        return nominated.isEmpty() ? status : status.with("nominatedNodeName", nominated);
    }

    /// The transition time only moves when the status does.
    private PodCondition withTransition(Pod pod, PodCondition condition) {
        for (PodCondition known : pod.status().conditions()) {
            if (known.type().equals(condition.type())
                    && known.status().equals(condition.status())) {
                return condition.withLastTransitionTime(known.lastTransitionTime());
            }
        }
        return condition.withLastTransitionTime(clock.now());
    }

    /// Ends pods of lower priority in favour of another one.
    void evict(List<PodState> victims, PodState preemptor, String node) {
        for (PodState victim : victims) {
            Pod pod = victim.pod();
            threads.start(
                    "preempt-" + pod.name(),
                    () -> {
                        String why =
                                Scheduler.NAME
                                        + ": preempting to accommodate a higher priority pod";
                        patchStatus(pod, Fields.of("conditions", List.of(disrupted(why))));
                        client.deleteIfThere(
                                Pod.KIND, pod.key(), DeleteOptions.PLAIN.only(pod.uid()));
                        events.record(
                                pod,
                                "Normal",
                                "Preempted",
                                "Preempting",
                                "Preempted by pod " + preemptor.uid() + " on node " + node);
                    });
        }
    }

    private Fields disrupted(String message) {
        return Fields.builder()
                .add("type", "DisruptionTarget")
                .add("status", "True")
                .add("reason", "PreemptionByScheduler")
                .add("message", message)
                .add("lastTransitionTime", Times.seconds(clock.now()))
                .build();
    }

    private void patchStatus(Pod pod, Fields status) {
        try {
            Fields metadata = Fields.of("uid", pod.uid());
            Fields patch = Fields.of("metadata", metadata, "status", status);
            client.patch(Pod.KIND, pod.key(), "status", new Patch.Strategic(patch));
        } catch (ApiException refused) {
            // A pod that went or was replaced meanwhile has no use for the news.
            if (!refused.is(Reason.NOT_FOUND) && !refused.is(Reason.CONFLICT)) {
                LOG.warn("Pod status not written", refused, "pod", pod.key());
            }
        }
    }
}
