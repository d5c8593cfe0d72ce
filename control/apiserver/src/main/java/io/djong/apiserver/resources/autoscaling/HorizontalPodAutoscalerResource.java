package io.djong.apiserver.resources.autoscaling;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// HorizontalPodAutoscalers, in the form of both versions.
///
/// @spec https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ Horizontal Pod Autoscaling
final class HorizontalPodAutoscalerResource implements KindRules {

    /// The utilization in percent that is aimed at when the user says nothing.
    private static final long CPU_PERCENT = 80;

    @Override
    public Fields defaults(Fields object) {
        return always(
                object,
                "spec",
                isFirst(object)
                        ? HorizontalPodAutoscalerResource::first
                        : HorizontalPodAutoscalerResource::second);
    }

    private static boolean isFirst(Fields object) {
        return object.string("apiVersion").equals("autoscaling/v1");
    }

    private static Fields first(Fields spec) {
        return orElse(
                orElse(spec, "minReplicas", 1L), "targetCPUUtilizationPercentage", CPU_PERCENT);
    }

    private static Fields second(Fields given) {
        Fields spec = orElse(given, "minReplicas", 1L);
        if (spec.list("metrics").isEmpty()) {
            Fields target = Fields.of("type", "Utilization", "averageUtilization", CPU_PERCENT);
            Fields cpu = Fields.of("name", "cpu", "target", target);
            spec = spec.with("metrics", List.of(Fields.of("type", "Resource", "resource", cpu)));
        }
        return within(spec, "behavior", HorizontalPodAutoscalerResource::behavior);
    }

    private static Fields behavior(Fields given) {
        Fields behavior = within(given, "scaleUp", HorizontalPodAutoscalerResource::up);
        return within(behavior, "scaleDown", HorizontalPodAutoscalerResource::down);
    }

    private static Fields up(Fields given) {
        Fields up = orElse(orElse(given, "selectPolicy", "Max"), "stabilizationWindowSeconds", 0L);
        return orElse(up, "policies", List.of(policy("Pods", 4), policy("Percent", 100)));
    }

    private static Fields down(Fields given) {
        Fields down = orElse(given, "selectPolicy", "Max");
        return orElse(down, "policies", List.of(policy("Percent", 100)));
    }

    private static Fields policy(String type, long value) {
        return Fields.of("type", type, "value", value, "periodSeconds", 15L);
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        AutoscalerValidation.validate(wide(object), errors);
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        AutoscalerValidation.validateStatus(object, errors);
    }

    /// Upstream judges both versions in the form of the second.
    private static Fields wide(Fields object) {
        return isFirst(object) ? new AutoscalerConversion().toStored(object) : object;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Reference"),
                Column.string("Targets"),
                Column.string("MinPods"),
                Column.string("MaxPods"),
                Column.string("Replicas"),
                Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        Fields target = spec.fields("scaleTargetRef");
        return List.of(
                Trees.name(object),
                target.string("kind") + "/" + target.string("name"),
                isFirst(object)
                        ? AutoscalerCells.firstTargets(object)
                        : AutoscalerCells.targets(object),
                Trees.isSet(spec, "minReplicas")
                        ? Long.toString(spec.integer("minReplicas"))
                        : "<unset>",
                spec.integer("maxReplicas"),
                object.fields("status").integer("currentReplicas"),
                Ages.age(object, now));
    }
}
