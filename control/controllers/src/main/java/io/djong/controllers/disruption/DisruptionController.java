package io.djong.controllers.disruption;

import io.djong.api.Selectors;
import io.djong.api.core.v1.Pod;
import io.djong.api.meta.v1.Condition;
import io.djong.api.policy.v1.PodDisruptionBudget;
import io.djong.api.policy.v1.PodDisruptionBudgetStatus;
import io.djong.client.Change;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.EventRecorder;
import io.djong.client.Informer;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.meta.Clock;
import io.djong.meta.LabelSelector;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Keeps the status of PodDisruptionBudgets, by which evictions are allowed or refused.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets Pod disruption budgets
public final class DisruptionController implements Reconciler<ObjectKey> {

    public static final String NAME = "disruption-controller";

    /// The component that upstream names in its Events.
    private static final String COMPONENT = "controllermanager";

    private static final int WORKERS = 1;

    private final Lister<PodDisruptionBudget> budgets;
    private final Lister<Pod> pods;
    private final Scales scales;
    private final Client client;
    private final EventRecorder recorder;
    private final Clock clock;

    private DisruptionController(
            Lister<PodDisruptionBudget> budgets,
            Lister<Pod> pods,
            Scales scales,
            Client client,
            EventRecorder recorder,
            Clock clock) {
        this.budgets = budgets;
        this.pods = pods;
        this.scales = scales;
        this.client = client;
        this.recorder = recorder;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        Informer<PodDisruptionBudget> budgets = parts.informers().of(PodDisruptionBudget.KIND);
        var reconciler =
                new DisruptionController(
                        budgets,
                        parts.informers().of(Pod.KIND),
                        new Scales(parts.informers()),
                        builder.client(),
                        parts.recorder(COMPONENT),
                        parts.clock());
        Watches watches =
                Watches.of(PodDisruptionBudget.KIND)
                        .and(Pod.KIND, change -> budgets(change, budgets));
        return builder.build(reconciler, watches, WORKERS);
    }

    private static List<ObjectKey> budgets(
            Change<Pod> change, Lister<PodDisruptionBudget> budgets) {
        List<Pod> states = change.states();
        return budgets.inNamespace(states.getFirst().namespace()).stream()
                .filter(budget -> {
                    LabelSelector selector = Selectors.of(budget.spec().selector());
                    return states.stream().anyMatch(pod -> selector.matches(pod.labels()));
                })
                .map(PodDisruptionBudget::key)
                .toList();
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        PodDisruptionBudget budget = budgets.find(key).orElse(null);
        if (budget == null || budget.isDeleting()) {
            return Outcome.settled();
        }
        List<Pod> selected =
                pods.inNamespace(key.namespace(), Selectors.of(budget.spec().selector()));
        Instant now = clock.now();
        PodDisruptionBudgetStatus status;
        try {
            if (selected.isEmpty()) {
                recorder.normal(budget, "NoPods", "No matching pods found");
            }
            status = BudgetPlan.status(budget, selected, scales::total, now);
        } catch (Scales.UnknownScaleException unknown) {
            recorder.warning(
                    budget,
                    "CalculateExpectedPodCountFailed",
                    "Failed to calculate the number of expected pods: " + unknown.why());
            status = failed(budget, unknown.why(), now);
        }
        if (!status.equals(budget.status())) {
            // With the resource version: an eviction that was granted meanwhile must not be
            // forgotten.
            client.updateStatus(budget.withStatus(status));
        }
        Duration wait = BudgetPlan.untilExpiry(status, now);
        return wait == null ? Outcome.settled() : Outcome.again(wait);
    }

    /// Nothing may be evicted while it is not known what is enough.
    private static PodDisruptionBudgetStatus failed(
            PodDisruptionBudget budget, String message, Instant now) {
        Condition condition =
                Condition.EMPTY
                        .withType("DisruptionAllowed")
                        .withStatus("False")
                        .withReason("SyncFailed")
                        .withMessage(message)
                        .withObservedGeneration(budget.metadata().generation())
                        .withLastTransitionTime(now);
        for (Condition known : budget.status().conditions()) {
            if (known.type().equals(condition.type()) && known.status().equals("False")) {
                condition = condition.withLastTransitionTime(known.lastTransitionTime());
            }
        }
        return new PodDisruptionBudgetStatus(
                budget.status()
                        .withConditions(List.of(condition))
                        .withObservedGeneration(budget.metadata().generation())
                        .fields()
                        .with("disruptionsAllowed", 0L));
    }
}
