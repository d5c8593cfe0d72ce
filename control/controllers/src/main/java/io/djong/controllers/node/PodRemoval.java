package io.djong.controllers.node;

import io.djong.api.Pods;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.client.Client;
import io.djong.client.DeleteOptions;
import io.djong.meta.ApiException;
import io.djong.meta.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Removes pods after saying on them why.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions Pod disruption conditions
final class PodRemoval {

    private static final String DISRUPTION_TARGET = "DisruptionTarget";

    private PodRemoval() {}

    /// The pod with the condition that tells why it is disrupted.
    static Pod disrupted(Pod pod, String reason, String message, Instant now) {
        if (Pods.hasCondition(pod, DISRUPTION_TARGET)) {
            return pod;
        }
        List<PodCondition> conditions = new ArrayList<>(pod.status().conditions());
        conditions.removeIf(condition -> condition.type().equals(DISRUPTION_TARGET));
        conditions.add(
                PodCondition.EMPTY
                        .withType(DISRUPTION_TARGET)
                        .withStatus("True")
                        .withLastTransitionTime(now)
                        .withReason(reason)
                        .withMessage(message));
        return pod.withStatus(pod.status().withConditions(conditions));
    }

    /// Writes the status if it changed, then deletes; one that is gone is no error.
    static void remove(Client client, Pod before, Pod after, DeleteOptions options) {
        try {
            if (!after.equals(before)) {
                client.patchStatus(before, after);
            }
            client.delete(Pod.KIND, before.key(), options.only(before.uid()));
        } catch (ApiException refused) {
            if (!refused.is(Reason.NOT_FOUND)) {
                throw refused;
            }
        }
    }
}
