package io.djong.apiserver.subresources;

import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.selectors.LabelSelectors;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.DirectUpdate;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import io.djong.store.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many pods may go at the same time.
///
/// @spec https://kubernetes.io/docs/tasks/run-application/configure-pdb/ Specifying a Disruption Budget for your Application
record DisruptionBudgets(Backend backend, Resource resource) {

    /// So many evictions may be under way before the budget's controller has to catch up.
    private static final int DISRUPTED_PODS_MAX = 2000;

    private static final int RETRY_SECONDS = 10;

    /// Takes one disruption from the pod's budget, if it has one.
    ///
    /// @throws ApiException 429 when there is none left
    void take(String namespace, Fields pod, boolean dryRun) {
        List<Stored> found = of(namespace, pod);
        if (found.isEmpty()) {
            return;
        }
        if (found.size() > 1) {
            throw new ApiException(
                    new Failure(
                            Reason.UNKNOWN,
                            500,
                            "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
                            null));
        }
        Stored budget = found.getFirst();
        if (!isReady(pod) && unhealthyMayGo(budget.tree())) {
            return;
        }
        String podName = pod.fields("metadata").string("name");
        if (dryRun) {
            taken(budget.tree(), podName);
            return;
        }
        DirectUpdate.applyAsServer(
                backend,
                resource,
                budget.key(),
                budget.metadata().string("name"),
                "status",
                current -> taken(current, podName));
    }

    @SuppressWarnings("unchecked")
    private List<Stored> of(String namespace, Fields pod) {
        Map<String, String> labels =
                (Map<String, String>) (Map<String, ?>) pod.fields("metadata").fields("labels");
        List<Stored> found = new ArrayList<>();
        backend.objects()
                .snapshot()
                .scan(
                        KeyRange.prefix(resource.keyPrefix(namespace)),
                        null,
                        entry -> {
                            Stored budget = Stored.of(entry);
                            Fields selector = budget.tree().fields("spec").fieldsOrNull("selector");
                            if (selector != null && LabelSelectors.of(selector).matches(labels)) {
                                found.add(budget);
                            }
                            return true;
                        });
        return found;
    }

    private static boolean isReady(Fields pod) {
        for (Object condition : pod.fields("status").list("conditions")) {
            if (condition instanceof Fields one && one.string("type").equals("Ready")) {
                return one.string("status").equals("True");
            }
        }
        return false;
    }

    private static boolean unhealthyMayGo(Fields budget) {
        Fields status = budget.fields("status");
        return budget.fields("spec").string("unhealthyPodEvictionPolicy").equals("AlwaysAllow")
                || (status.integer("currentHealthy") >= status.integer("desiredHealthy")
                        && status.integer("desiredHealthy") > 0);
    }

    private Fields taken(Fields budget, String pod) {
        Fields status = budget.fields("status");
        String name = budget.fields("metadata").string("name");
        if (status.integer("observedGeneration")
                < budget.fields("metadata").integer("generation")) {
            throw tooMany(
                    "The disruption budget " + name + " is still being processed by the server.",
                    RETRY_SECONDS);
        }
        long allowed = status.integer("disruptionsAllowed");
        if (allowed < 0) {
            throw new ApiException(
                    Failure.forbidden(
                            resource.group(),
                            resource.name(),
                            name,
                            "pdb disruptions allowed is negative"));
        }
        if (status.fields("disruptedPods").size() > DISRUPTED_PODS_MAX) {
            throw new ApiException(
                    Failure.forbidden(
                            resource.group(),
                            resource.name(),
                            name,
                            "DisruptedPods map too big - too many evictions not confirmed by PDB controller"));
        }
        if (allowed == 0) {
            throw tooMany(
                    "The disruption budget %s needs %d healthy pods and has %d currently"
                            .formatted(
                                    name,
                                    status.integer("desiredHealthy"),
                                    status.integer("currentHealthy")),
                    0);
        }
        Fields changed =
                status.with("disruptionsAllowed", allowed - 1)
                        .withAt(Times.seconds(backend.clock().now()), "disruptedPods", pod);
        if (allowed == 1) {
            changed = changed.with("conditions", insufficient(budget, changed.list("conditions")));
        }
        return budget.with("status", changed);
    }

    private List<@Nullable Object> insufficient(Fields budget, List<@Nullable Object> conditions) {
        List<@Nullable Object> changed = new ArrayList<>();
        for (Object condition : conditions) {
            if (condition instanceof Fields one
                    && !one.string("type").equals("DisruptionAllowed")) {
                changed.add(one);
            }
        }
        changed.add(
                Fields.builder()
                        .add("type", "DisruptionAllowed")
                        .add("status", "False")
                        .add(
                                "observedGeneration",
                                budget.fields("status").integer("observedGeneration"))
                        .add("lastTransitionTime", Times.seconds(backend.clock().now()))
                        .add("reason", "InsufficientPods")
                        .add("message", "")
                        .build());
        return List.copyOf(changed);
    }

    private static ApiException tooMany(String why, int retrySeconds) {
        return new ApiException(
                new Failure(
                        Reason.TOO_MANY_REQUESTS,
                        429,
                        "Cannot evict pod as it would violate the pod's disruption budget.",
                        new Failure.Details(
                                "",
                                "",
                                "",
                                "",
                                List.of(new Failure.Cause("DisruptionBudget", why, "")),
                                retrySeconds)));
    }
}
