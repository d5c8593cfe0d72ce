package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// HorizontalPodAutoscalers of `autoscaling/v2beta1`, whose metrics have a field for each form of a target, and which keep
/// their behavior in an annotation.
///
/// @spec https://github.com/kubernetes/kubernetes/blob/v1.24.0/pkg/apis/autoscaling/v2beta1/conversion.go Conversion
final class AutoscalerForm implements LegacyForm {

    private static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";

    private static final List<String> TYPES =
            List.of("ContainerResource", "External", "Object", "Pods", "Resource");

    @Override
    public Fields toToday(Fields old) {
        Fields today =
                within(
                        old,
                        "spec",
                        spec -> each(spec, "metrics", metric -> allWide(metric, "target")));
        today =
                within(
                        today,
                        "status",
                        status ->
                                each(
                                        status,
                                        "currentMetrics",
                                        metric -> allWide(metric, "current")));
        Fields behavior = parsed(Moves.annotation(old, BEHAVIOR));
        return behavior == null
                ? today
                : Moves.unannotated(today, BEHAVIOR).withAt(behavior, "spec", "behavior");
    }

    @Override
    public Fields toOld(Fields today) {
        Fields old =
                within(
                        today,
                        "spec",
                        spec -> each(spec, "metrics", metric -> allNarrow(metric, "target")));
        old =
                within(
                        old,
                        "status",
                        status ->
                                each(
                                        status,
                                        "currentMetrics",
                                        metric -> allNarrow(metric, "current")));
        Fields behavior = today.fields("spec").fieldsOrNull("behavior");
        return behavior == null
                ? old
                : Moves.annotated(
                        old.with("spec", old.fields("spec").without("behavior")),
                        BEHAVIOR,
                        Json.text(behavior));
    }

    private static @Nullable Fields parsed(String json) {
        try {
            return !json.isEmpty()
                            && Json.parse(json.getBytes(StandardCharsets.UTF_8))
                                    instanceof Fields behavior
                    ? behavior
                    : null;
        } catch (DecodeException handwritten) {
            // It says nothing, as upstream reads it.
            return null;
        }
    }

    private static String source(String type) {
        return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
    }

    private static boolean isAverageAlone(String type) {
        return type.equals("Object");
    }

    private static boolean isOfPods(String type) {
        return type.equals("Resource") || type.equals("ContainerResource");
    }

    /// @param what `target` in what is wanted, `current` in what is
    private static Fields allWide(Fields metric, String what) {
        Fields all = metric;
        for (String type : TYPES) {
            all = wide(all, type, what);
        }
        return all;
    }

    private static Fields allNarrow(Fields metric, String what) {
        Fields all = metric;
        for (String type : TYPES) {
            all = narrow(all, type, what);
        }
        return all;
    }

    private static Fields wide(Fields metric, String type, String what) {
        Fields old = metric.fieldsOrNull(source(type));
        if (old == null) {
            return metric;
        }
        Fields.Builder source = new Fields.Builder(4);
        move(old, "name", source, "name");
        move(old, "container", source, "container");
        if (isAverageAlone(type)) {
            move(old, "target", source, "describedObject");
        }
        if (!isOfPods(type)) {
            Fields.Builder identifier = new Fields.Builder(2);
            identifier.add("name", old.string("metricName"));
            move(old, selector(type), identifier, "selector");
            source.add("metric", identifier.build());
        }
        String average = isAverageAlone(type) ? "averageValue" : prefixed(what, "AverageValue");
        Fields.Builder amounts = new Fields.Builder(4);
        boolean utilization = old.value(prefixed(what, "AverageUtilization")) != null;
        boolean averaged = old.value(average) != null;
        if (what.equals("target")) {
            amounts.add("type", utilization ? "Utilization" : averaged ? "AverageValue" : "Value");
        }
        move(old, prefixed(what, "Value"), amounts, "value");
        move(old, average, amounts, "averageValue");
        move(old, prefixed(what, "AverageUtilization"), amounts, "averageUtilization");
        return metric.with(source(type), source.add(what, amounts.build()).build());
    }

    private static Fields narrow(Fields metric, String type, String what) {
        Fields today = metric.fieldsOrNull(source(type));
        if (today == null) {
            return metric;
        }
        Fields amounts = today.fields(what);
        Fields.Builder source = new Fields.Builder(6);
        move(today, "name", source, "name");
        move(today, "container", source, "container");
        if (isAverageAlone(type)) {
            move(today, "describedObject", source, "target");
        }
        if (!isOfPods(type)) {
            move(today.fields("metric"), "name", source, "metricName");
            move(today.fields("metric"), "selector", source, selector(type));
        }
        Object value = amounts.value("value");
        if (value == null && isAverageAlone(type)) {
            value = "0";
        }
        if (value != null) {
            source.add(prefixed(what, "Value"), value);
        }
        move(
                amounts,
                "averageValue",
                source,
                isAverageAlone(type) ? "averageValue" : prefixed(what, "AverageValue"));
        move(amounts, "averageUtilization", source, prefixed(what, "AverageUtilization"));
        return metric.with(source(type), source.build());
    }

    private static String selector(String type) {
        return type.equals("External") ? "metricSelector" : "selector";
    }

    private static String prefixed(String what, String name) {
        return what + name;
    }

    private static void move(Fields from, String name, Fields.Builder to, String as) {
        Object value = from.value(name);
        if (value != null) {
            to.add(as, value);
        }
    }
}
