package io.djong.controllers.disruption;

import io.djong.api.Pods;
import io.djong.api.core.v1.Pod;
import io.djong.api.meta.v1.Condition;
import io.djong.api.policy.v1.PodDisruptionBudget;
import io.djong.api.policy.v1.PodDisruptionBudgetStatus;
import io.djong.meta.IntOrString;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The arithmetic of budgets: a function of what was observed.
///
/// @spec https://kubernetes.io/docs/tasks/run-application/configure-pdb/ Specifying a Disruption Budget
final class BudgetPlan {

    /// An eviction that nothing came of for so long is taken back.
    static final Duration DELETION_PATIENCE = Duration.ofMinutes(2);

    private static final String CONDITION = "DisruptionAllowed";

    private BudgetPlan() {}

    /// @param scale how many pods the controllers of these pods ask for in all
    static PodDisruptionBudgetStatus status(
            PodDisruptionBudget budget,
            List<Pod> pods,
            ToIntFunction<List<Pod>> scale,
            Instant now) {
        Map<String, Instant> disrupted = stillDisrupted(budget, pods, now);
        int healthy = (int) pods.stream().filter(pod -> isHealthy(pod, disrupted)).count();
        int expected = isPlainMinimum(budget) ? pods.size() : scale.applyAsInt(pods);
        int desired = desired(budget, expected);
        int allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
        Fields status =
                budget.status()
                        .withObservedGeneration(budget.metadata().generation())
                        .withConditions(conditions(budget, allowed, now))
                        .fields()
                        .with("disruptionsAllowed", (long) allowed)
                        .with("currentHealthy", (long) healthy)
                        .with("desiredHealthy", (long) desired)
                        .with("expectedPods", (long) expected);
        if (disrupted.isEmpty()) {
            return new PodDisruptionBudgetStatus(status.without("disruptedPods"));
        }
        Fields.Builder names = Fields.builder();
        disrupted.forEach((name, since) -> names.add(name, Times.seconds(since)));
        return new PodDisruptionBudgetStatus(status.with("disruptedPods", names.build()));
    }

    private static Map<String, Instant> stillDisrupted(
            PodDisruptionBudget budget, List<Pod> pods, Instant now) {
        Map<String, Instant> still = new LinkedHashMap<>();
        Map<String, Instant> known = budget.status().disruptedPods();
        for (Pod pod : pods) {
            Instant since = known.get(pod.name());
            if (since != null && !pod.isDeleting() && since.plus(DELETION_PATIENCE).isAfter(now)) {
                still.put(pod.name(), since);
            }
        }
        return still;
    }

    /// How long until an eviction is taken back, or null when none is under way.
    static @Nullable Duration untilExpiry(PodDisruptionBudgetStatus status, Instant now) {
        return status.disruptedPods().values().stream()
                .map(since -> Duration.between(now, since.plus(DELETION_PATIENCE)))
                .min(Duration::compareTo)
                .map(left -> left.isNegative() ? Duration.ZERO : left)
                .orElse(null);
    }

    private static boolean isHealthy(Pod pod, Map<String, Instant> disrupted) {
        return !pod.isDeleting() && !disrupted.containsKey(pod.name()) && Pods.isReady(pod);
    }

    private static boolean isPlainMinimum(PodDisruptionBudget budget) {
        return budget.spec().maxUnavailable() == null
                && !(budget.spec().minAvailable() instanceof IntOrString.Text);
    }

    private static int desired(PodDisruptionBudget budget, int expected) {
        IntOrString maxUnavailable = budget.spec().maxUnavailable();
        if (maxUnavailable != null) {
            return Math.max(0, expected - maxUnavailable.scaled(expected, true));
        }
        IntOrString minAvailable = budget.spec().minAvailable();
        return minAvailable == null ? 0 : minAvailable.scaled(expected, true);
    }

    private static List<Condition> conditions(
            PodDisruptionBudget budget, int allowed, Instant now) {
        List<Condition> conditions = new ArrayList<>();
        Condition next =
                Condition.EMPTY
                        .withType(CONDITION)
                        .withStatus(allowed > 0 ? "True" : "False")
                        .withObservedGeneration(budget.metadata().generation())
                        .withLastTransitionTime(now)
                        .withReason(allowed > 0 ? "SufficientPods" : "InsufficientPods")
                        .withMessage("");
        for (Condition condition : budget.status().conditions()) {
            if (condition.type().equals(CONDITION)) {
                boolean same = condition.status().equals(next.status());
                next = same ? next.withLastTransitionTime(condition.lastTransitionTime()) : next;
            } else {
                conditions.add(condition);
            }
        }
        conditions.add(next);
        return conditions;
    }
}
