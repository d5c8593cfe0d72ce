package io.djong.controllers.job;

import io.djong.api.batch.v1.Job;
import io.djong.api.batch.v1.PodFailurePolicy;
import io.djong.api.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import io.djong.api.batch.v1.PodFailurePolicyRule;
import io.djong.api.core.v1.ContainerStateTerminated;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a failed pod means for its Job. The first rule that matches decides.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy Pod failure policy
final class FailurePolicy {

    private FailurePolicy() {}

    sealed interface Meaning {

        /// It counts towards the back-off limit.
        record Counts() implements Meaning {}

        record Ignored() implements Meaning {}

        /// The Job fails at once.
        record FailsJob(String message) implements Meaning {}
    }

    static Meaning of(Job job, Pod pod) {
        PodFailurePolicy policy = job.spec().podFailurePolicy();
        if (policy == null || !pod.status().phase().equals("Failed")) {
            return new Meaning.Counts();
        }
        List<PodFailurePolicyRule> rules = policy.rules();
        for (int i = 0; i < rules.size(); i++) {
            PodFailurePolicyRule rule = rules.get(i);
            String match = match(rule, pod);
            if (match != null) {
                return switch (rule.action()) {
                    case "Ignore" -> new Meaning.Ignored();
                    case "FailJob" ->
                            new Meaning.FailsJob(match + " matching FailJob rule at index " + i);
                    default -> new Meaning.Counts();
                };
            }
        }
        return new Meaning.Counts();
    }

    /// What about the pod matches the rule, worded as upstream, or null.
    private static @Nullable String match(PodFailurePolicyRule rule, Pod pod) {
        PodFailurePolicyOnExitCodesRequirement onExitCodes = rule.onExitCodes();
        if (onExitCodes != null) {
            List<ContainerStatus> statuses = new ArrayList<>(pod.status().initContainerStatuses());
            statuses.addAll(pod.status().containerStatuses());
            for (ContainerStatus status : statuses) {
                ContainerStateTerminated ended = status.state().terminated();
                if (ended != null
                        && ended.exitCode() != 0
                        && matches(onExitCodes, status.name(), ended.exitCode())) {
                    return "Container "
                            + status.name()
                            + " for pod "
                            + pod.key()
                            + " failed with exit code "
                            + ended.exitCode();
                }
            }
            return null;
        }
        for (var pattern : rule.onPodConditions()) {
            for (PodCondition condition : pod.status().conditions()) {
                if (condition.type().equals(pattern.type())
                        && condition
                                .status()
                                .equals(pattern.status().isEmpty() ? "True" : pattern.status())) {
                    return "Pod " + pod.key() + " has condition " + condition.type();
                }
            }
        }
        return null;
    }

    private static boolean matches(
            PodFailurePolicyOnExitCodesRequirement rule, String container, int exitCode) {
        String only = rule.containerName();
        if (only != null && !only.isEmpty() && !only.equals(container)) {
            return false;
        }
        return rule.values().stream().anyMatch(value -> ((Number) value).intValue() == exitCode)
                == rule.operator().equals("In");
    }
}
