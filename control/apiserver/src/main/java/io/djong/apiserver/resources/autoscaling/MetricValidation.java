package io.djong.apiserver.resources.autoscaling;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// What the metrics of an autoscaler must be like.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ HorizontalPodAutoscaler
final class MetricValidation {

    private static final List<String> TYPES =
            List.of("ContainerResource", "External", "Object", "Pods", "Resource");

    /// In the order in which upstream looks: only the first that is there is judged.
    private static final List<String> SOURCES =
            List.of("object", "external", "pods", "resource", "containerResource");

    private static final String POSITIVE = "must be positive";
    private static final String BOTH =
            "may not set both a target raw value and a target utilization";

    private MetricValidation() {}

    static void validate(Fields metric, FieldPath path, FieldErrors errors) {
        String type = metric.string("type");
        if (type.isEmpty()) {
            errors.required(path.child("type"), "must specify a metric source type");
        }
        Checks.supported(type, TYPES, path.child("type"), errors);
        TreeSet<String> present = new TreeSet<>();
        for (String source : SOURCES) {
            Fields given = metric.fieldsOrNull(source);
            if (given != null && present.isEmpty()) {
                source(source, given, path.child(source), errors);
            }
            if (given != null) {
                present.add(source);
            }
        }
        boolean known = TYPES.contains(type);
        String expected =
                known ? type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1) : "";
        if (!known) {
            // Upstream says it twice.
            errors.notSupported(path.child("type"), type, TYPES);
        } else if (!present.contains(expected)) {
            errors.required(
                    path.child(expected), "must populate information for the given metric source");
        }
        if (present.size() != 1) {
            present.remove(expected);
            for (String other : present) {
                errors.forbidden(path.child(other), "must populate the given metric source only");
            }
        }
    }

    private static void source(String name, Fields source, FieldPath path, FieldErrors errors) {
        Fields target = source.fields("target");
        FieldPath at = path.child("target");
        switch (name) {
            case "object" -> {
                AutoscalerValidation.reference(
                        source.fields("describedObject"), path.child("describedObject"), errors);
                identifier(source.fields("metric"), path.child("metric"), errors);
                target(target, at, errors);
                valueOrAverage(
                        target, at, "must set either a target value or averageValue", errors);
            }
            case "external" -> {
                identifier(source.fields("metric"), path.child("metric"), errors);
                target(target, at, errors);
                valueOrAverage(
                        target,
                        at,
                        "must set either a target value for metric or a per-pod target",
                        errors);
                if (Trees.isSet(target, "value") && Trees.isSet(target, "averageValue")) {
                    errors.forbidden(
                            at.child("value"),
                            "may not set both a target value for metric and a per-pod target");
                }
            }
            case "pods" -> {
                identifier(source.fields("metric"), path.child("metric"), errors);
                target(target, at, errors);
                if (!isPositive(target, "averageValue")) {
                    errors.required(
                            at.child("averageValue"),
                            "must specify a positive target averageValue");
                }
            }
            case "containerResource" -> {
                if (source.string("name").isEmpty()) {
                    errors.required(path.child("name"), "must specify a resource name");
                }
                if (source.string("container").isEmpty()) {
                    errors.required(path.child("container"), "must specify a container");
                }
                target(target, at, errors);
                utilization(target, at, errors);
            }
            default -> {
                if (source.string("name").isEmpty()) {
                    errors.required(path.child("name"), "must specify a resource name");
                }
                target(target, at, errors);
                utilization(target, at, errors);
            }
        }
    }

    private static void identifier(Fields metric, FieldPath path, FieldErrors errors) {
        String name = metric.string("name");
        if (name.isEmpty()) {
            errors.required(path.child("name"), "must specify a metric name");
        } else {
            errors.invalid(path.child("name"), name, Names.pathSegment(name));
        }
        LabelSelectorRules.validate(
                metric.fieldsOrNull("selector"), path.child("selector"), errors);
    }

    private static void target(Fields target, FieldPath path, FieldErrors errors) {
        String type = target.string("type");
        if (type.isEmpty()) {
            errors.required(path.child("type"), "must specify a metric target type");
        }
        if (!List.of("Utilization", "Value", "AverageValue").contains(type)) {
            errors.invalid(
                    path.child("type"), type, "must be either Utilization, Value, or AverageValue");
        }
        for (String name : List.of("value", "averageValue")) {
            if (Trees.isSet(target, name) && !isPositive(target, name)) {
                errors.invalid(
                        path.child(name), Trees.quantity(target.value(name)).toString(), POSITIVE);
            }
        }
        Long percent = target.integerOrNull("averageUtilization");
        if (percent != null && percent < 1) {
            errors.invalid(path.child("averageUtilization"), percent, "must be greater than 0");
        }
    }

    private static boolean isPositive(Fields target, String name) {
        return Trees.quantity(target.value(name)).signum() > 0;
    }

    private static void valueOrAverage(
            Fields target, FieldPath path, String neither, FieldErrors errors) {
        if (!Trees.isSet(target, "value") && !Trees.isSet(target, "averageValue")) {
            errors.required(path.child("averageValue"), neither);
        }
    }

    private static void utilization(Fields target, FieldPath path, FieldErrors errors) {
        boolean percent = Trees.isSet(target, "averageUtilization");
        boolean amount = Trees.isSet(target, "averageValue");
        if (!percent && !amount) {
            errors.required(
                    path.child("averageUtilization"),
                    "must set either a target raw value or a target utilization");
        }
        if (percent && amount) {
            errors.forbidden(path.child("averageValue"), BOTH);
        }
    }
}
