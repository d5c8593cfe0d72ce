package io.djong.apiserver.resources.autoscaling;

import io.djong.apiserver.resources.Resource.Conversion;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `autoscaling/v1` knows one target, the use of CPU; what else the stored `autoscaling/v2` says goes into annotations,
/// where upstream puts it.
///
/// @spec https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#api-object HorizontalPodAutoscaler API object
public final class AutoscalerConversion implements Conversion {

    private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
    private static final String METRICS = PREFIX + "metrics";
    private static final String CPU_TARGET = "targetCPUUtilizationPercentage";

    /// Annotations that hold a part of v2 as it is.
    private static final String BEHAVIOR = PREFIX + "behavior";

    private static final String CONDITIONS = PREFIX + "conditions";

    @Override
    public StructType storedType(StructType served) {
        return Schema.kubernetes().type("io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler");
    }

    @Override
    public Fields toStored(Fields served) {
        Fields annotations = served.fields("metadata").fields("annotations");
        Fields spec = served.fields("spec");
        List<@Nullable Object> metrics = new ArrayList<>();
        for (Object metric : list(annotations.string(METRICS))) {
            if (metric instanceof Fields one) {
                metrics.add(wideMetric(one));
            }
        }
        Long cpu = spec.integerOrNull(CPU_TARGET);
        if (cpu != null) {
            metrics.add(cpuMetric(cpu));
        }
        Fields wide = spec.without(CPU_TARGET);
        wide = metrics.isEmpty() ? wide : wide.with("metrics", List.copyOf(metrics));
        if (parse(annotations.string(BEHAVIOR)) instanceof Fields behavior) {
            wide = wide.with("behavior", behavior);
        }
        Fields status = served.fields("status").without("currentCPUUtilizationPercentage");
        List<@Nullable Object> conditions = list(annotations.string(CONDITIONS));
        status = conditions.isEmpty() ? status : status.with("conditions", conditions);
        return withAnnotations(
                        served.with("apiVersion", "autoscaling/v2"),
                        annotations.without(METRICS).without(BEHAVIOR).without(CONDITIONS))
                .with("spec", wide)
                .with("status", status);
    }

    @Override
    public Fields toServed(Fields stored) {
        Fields annotations = stored.fields("metadata").fields("annotations");
        Fields spec = stored.fields("spec");
        Fields narrow = spec.without("metrics").without("behavior");
        List<@Nullable Object> others = new ArrayList<>();
        for (Object metric : spec.list("metrics")) {
            Fields one = metric instanceof Fields fields ? fields : Fields.EMPTY;
            Long cpu = cpuTarget(one);
            if (cpu != null && !narrow.has(CPU_TARGET)) {
                narrow = narrow.with(CPU_TARGET, cpu);
            } else {
                others.add(narrowMetric(one));
            }
        }
        if (!others.isEmpty()) {
            annotations = annotations.with(METRICS, Json.text(others));
        }
        if (spec.has("behavior")) {
            annotations = annotations.with(BEHAVIOR, Json.text(spec.value("behavior")));
        }
        Fields status = stored.fields("status");
        if (!status.list("conditions").isEmpty()) {
            annotations = annotations.with(CONDITIONS, Json.text(status.list("conditions")));
        }
        Fields.Builder narrowStatus = new Fields.Builder(4);
        for (String name : List.of("observedGeneration", "lastScaleTime")) {
            if (status.has(name)) {
                narrowStatus.add(name, status.value(name));
            }
        }
        narrowStatus
                .add("currentReplicas", status.integer("currentReplicas"))
                .add("desiredReplicas", status.integer("desiredReplicas"));
        return withAnnotations(stored.with("apiVersion", "autoscaling/v1"), annotations)
                .with("spec", narrow)
                .with("status", narrowStatus.build());
    }

    private static Fields withAnnotations(Fields object, Fields annotations) {
        Fields metadata = object.fields("metadata");
        return object.with(
                "metadata",
                annotations.isEmpty()
                        ? metadata.without("annotations")
                        : metadata.with("annotations", annotations));
    }

    private static @Nullable Object parse(String json) {
        try {
            return json.isEmpty() ? null : Json.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (DecodeException malformed) {
            // Somebody wrote the annotation by hand: it says nothing, as upstream reads it.
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> list(String json) {
        return parse(json) instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
    }

    private static Fields cpuMetric(long percent) {
        Fields target = Fields.of("type", "Utilization", "averageUtilization", percent);
        return Fields.of(
                "type", "Resource", "resource", Fields.of("name", "cpu", "target", target));
    }

    private static @Nullable Long cpuTarget(Fields metric) {
        Fields resource = metric.fields("resource");
        return metric.string("type").equals("Resource") && resource.string("name").equals("cpu")
                ? resource.fields("target").integerOrNull("averageUtilization")
                : null;
    }

    private static String source(String type) {
        return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
    }

    /// A metric of v2 in the words of v1.
    private static Fields narrowMetric(Fields metric) {
        String type = metric.string("type");
        if (type.isEmpty()) {
            return metric;
        }
        Fields wide = metric.fields(source(type));
        Fields target = wide.fields("target");
        Fields.Builder narrow = new Fields.Builder(6);
        addIfThere(narrow, "name", wide.value("name"));
        addIfThere(narrow, "container", wide.value("container"));
        addIfThere(narrow, "target", wide.value("describedObject"));
        addIfThere(narrow, "metricName", wide.fields("metric").value("name"));
        addIfThere(
                narrow,
                type.equals("External") ? "metricSelector" : "selector",
                wide.fields("metric").value("selector"));
        addIfThere(narrow, "targetAverageUtilization", target.value("averageUtilization"));
        addIfThere(narrow, "targetValue", target.value("value"));
        addIfThere(
                narrow,
                type.equals("Object") ? "averageValue" : "targetAverageValue",
                target.value("averageValue"));
        return Fields.of("type", type, source(type), narrow.build());
    }

    private static Fields wideMetric(Fields metric) {
        String type = metric.string("type");
        if (type.isEmpty()) {
            return metric;
        }
        Fields narrow = metric.fields(source(type));
        Object average =
                narrow.has("targetAverageValue")
                        ? narrow.value("targetAverageValue")
                        : narrow.value("averageValue");
        Fields.Builder target = new Fields.Builder(4);
        target.add(
                "type",
                narrow.has("targetAverageUtilization")
                        ? "Utilization"
                        : average != null ? "AverageValue" : "Value");
        addIfThere(target, "value", narrow.value("targetValue"));
        addIfThere(target, "averageValue", average);
        addIfThere(target, "averageUtilization", narrow.value("targetAverageUtilization"));
        Fields.Builder wide = new Fields.Builder(5);
        addIfThere(wide, "name", narrow.value("name"));
        addIfThere(wide, "container", narrow.value("container"));
        addIfThere(wide, "describedObject", narrow.value("target"));
        if (narrow.has("metricName")) {
            Fields.Builder named = new Fields.Builder(2).add("name", narrow.value("metricName"));
            addIfThere(named, "selector", narrow.value("selector"));
            addIfThere(named, "selector", narrow.value("metricSelector"));
            wide.add("metric", named.build());
        }
        return Fields.of("type", type, source(type), wide.add("target", target.build()).build());
    }

    private static void addIfThere(Fields.Builder to, String name, @Nullable Object value) {
        if (value != null) {
            to.add(name, value);
        }
    }
}
