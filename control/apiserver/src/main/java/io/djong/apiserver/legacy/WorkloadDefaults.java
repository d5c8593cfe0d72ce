package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;

/// What the first versions of all workloads set.
final class WorkloadDefaults {

    /// Upstream's way of saying "no limit".
    static final long UNLIMITED = Integer.MAX_VALUE;

    private WorkloadDefaults() {}

    /// A workload without selector or labels takes the labels of its pods.
    static Fields labelled(Fields workload) {
        Fields labels =
                workload.fields("spec")
                        .fields("template")
                        .fields("metadata")
                        .fieldsOrNull("labels");
        if (labels == null) {
            return workload;
        }
        Fields selected =
                within(
                        workload,
                        "spec",
                        spec -> orElse(spec, "selector", Fields.of("matchLabels", labels)));
        return selected.fields("metadata").fields("labels").isEmpty() && !labels.isEmpty()
                ? selected.withAt(labels, "metadata", "labels")
                : selected;
    }

    /// The limits of a rolling update, unless another strategy is asked for.
    static Fields rolling(Fields spec, String strategyName, Object unavailable, Object surge) {
        Fields strategy = spec.fields(strategyName);
        if (strategy.string("type").isEmpty()) {
            strategy = strategy.with("type", "RollingUpdate");
        }
        if (strategy.string("type").equals("RollingUpdate")) {
            Fields rolling = strategy.fields("rollingUpdate");
            rolling =
                    Trees.isSet(rolling, "maxUnavailable")
                            ? rolling
                            : rolling.with("maxUnavailable", unavailable);
            rolling = Trees.isSet(rolling, "maxSurge") ? rolling : rolling.with("maxSurge", surge);
            strategy = strategy.with("rollingUpdate", rolling);
        }
        return spec.with(strategyName, strategy);
    }
}
