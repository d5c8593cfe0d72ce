package io.djong.apiserver.resources.autoscaling;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;

/// The cell that says what an autoscaler aims at and where it is.
final class AutoscalerCells {

    private static final int SHOWN = 2;
    private static final String UNKNOWN = "<unknown>";

    private AutoscalerCells() {}

    static String firstTargets(Fields object) {
        Fields status = object.fields("status");
        String current =
                Trees.isSet(status, "currentCPUUtilizationPercentage")
                        ? status.integer("currentCPUUtilizationPercentage") + "%"
                        : UNKNOWN;
        return "cpu: "
                + current
                + "/"
                + object.fields("spec").integer("targetCPUUtilizationPercentage")
                + "%";
    }

    static String targets(Fields object) {
        List<Fields> metrics = Trees.objects(object.fields("spec"), "metrics");
        List<Fields> statuses = Trees.objects(object.fields("status"), "currentMetrics");
        if (metrics.isEmpty()) {
            return "<none>";
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            texts.add(metric(metrics.get(i), i < statuses.size() ? statuses.get(i) : Fields.EMPTY));
        }
        String shown = String.join(", ", texts.subList(0, Math.min(SHOWN, texts.size())));
        return texts.size() > SHOWN ? shown + " + " + (texts.size() - SHOWN) + " more..." : shown;
    }

    private static String metric(Fields metric, Fields status) {
        return switch (metric.string("type")) {
            case "External" -> valueOrAverage(metric.fields("external"), status.fields("external"));
            case "Object" -> valueOrAverage(metric.fields("object"), status.fields("object"));
            case "Pods" ->
                    amount(
                                    status.fields("pods").fields("current"),
                                    "averageValue",
                                    status.has("pods"))
                            + "/"
                            + quantity(metric.fields("pods").fields("target"), "averageValue");
            case "Resource" ->
                    resource(
                            metric.fields("resource"),
                            status.fields("resource"),
                            status.has("resource"));
            case "ContainerResource" ->
                    resource(
                            metric.fields("containerResource"),
                            status.fields("containerResource"),
                            status.has("containerResource"));
            default -> "<unknown type>";
        };
    }

    private static String valueOrAverage(Fields source, Fields status) {
        Fields target = source.fields("target");
        Fields current = status.fields("current");
        return Trees.isSet(target, "averageValue")
                ? amount(current, "averageValue", current.has("averageValue"))
                        + "/"
                        + quantity(target, "averageValue")
                        + " (avg)"
                : amount(current, "value", !status.isEmpty()) + "/" + quantity(target, "value");
    }

    private static String resource(Fields source, Fields status, boolean known) {
        Fields target = source.fields("target");
        Fields current = status.fields("current");
        if (Trees.isSet(target, "averageValue")) {
            return source.string("name")
                    + ": "
                    + amount(current, "averageValue", known)
                    + "/"
                    + quantity(target, "averageValue");
        }
        String wanted =
                Trees.isSet(target, "averageUtilization")
                        ? target.integer("averageUtilization") + "%"
                        : "<auto>";
        String is =
                Trees.isSet(current, "averageUtilization")
                        ? current.integer("averageUtilization") + "%"
                        : UNKNOWN;
        return source.string("name") + ": " + is + "/" + wanted;
    }

    private static String amount(Fields amounts, String name, boolean known) {
        return known ? quantity(amounts, name) : UNKNOWN;
    }

    private static String quantity(Fields amounts, String name) {
        return Trees.quantity(amounts.value(name)).toString();
    }
}
