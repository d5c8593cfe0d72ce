package io.djong.apiserver.resources.autoscaling;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What a HorizontalPodAutoscaler must be like, in the form of v2. Texts as in Kubernetes 1.36.
final class AutoscalerValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final long PERIOD_SECONDS_MAX = 1800;
    private static final long WINDOW_SECONDS_MAX = 3600;
    private static final List<String> SELECTIONS = List.of("Disabled", "Max", "Min");
    private static final List<String> POLICIES = List.of("Percent", "Pods");

    private AutoscalerValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        Long min = spec.integerOrNull("minReplicas");
        long max = spec.integer("maxReplicas");
        // Down to zero is a feature that is off in 1.36.
        if (min != null && min < 1) {
            errors.invalid(SPEC.child("minReplicas"), min, "must be greater than or equal to 1");
        }
        if (max < 1) {
            errors.required(SPEC.child("maxReplicas"), "must be set and greater than 0");
        }
        if (min != null && max < min) {
            errors.invalid(
                    SPEC.child("maxReplicas"),
                    max,
                    "must be greater than or equal to `minReplicas`");
        }
        Fields target = spec.fields("scaleTargetRef");
        reference(target, SPEC.child("scaleTargetRef"), errors);
        version(target, SPEC.child("scaleTargetRef", "apiVersion"), errors);
        List<Fields> metrics = Trees.objects(spec, "metrics");
        for (int i = 0; i < metrics.size(); i++) {
            MetricValidation.validate(metrics.get(i), SPEC.child("metrics").index(i), errors);
        }
        Fields behavior = spec.fieldsOrNull("behavior");
        if (behavior != null) {
            for (String name : List.of("scaleUp", "scaleDown")) {
                Fields rules = behavior.fieldsOrNull(name);
                if (rules != null) {
                    scaling(rules, SPEC.child("behavior", name), errors);
                }
            }
        }
    }

    /// What is scaled, or what a metric is about.
    static void reference(Fields reference, FieldPath path, FieldErrors errors) {
        for (String name : List.of("kind", "name")) {
            String value = reference.string(name);
            if (value.isEmpty()) {
                errors.required(path.child(name), "");
            } else {
                errors.invalid(path.child(name), value, Names.pathSegment(value));
            }
        }
    }

    private static void version(Fields reference, FieldPath path, FieldErrors errors) {
        String version = reference.string("apiVersion");
        int slash = version.indexOf('/');
        if (slash != version.lastIndexOf('/')) {
            errors.invalid(path, version, "unexpected GroupVersion string: " + version);
        } else if (slash <= 0 && !isOfCore(version, reference.string("kind"))) {
            errors.invalid(path, version, "apiVersion must specify API group");
        }
    }

    /// The one kind of the group without a name that scales.
    private static boolean isOfCore(String version, String kind) {
        return version.equals("v1") && kind.equals("ReplicationController");
    }

    private static void scaling(Fields rules, FieldPath path, FieldErrors errors) {
        Long window = rules.integerOrNull("stabilizationWindowSeconds");
        FieldPath at = path.child("stabilizationWindowSeconds");
        if (window != null && window < 0) {
            errors.invalid(at, window, "must be greater than or equal to zero");
        }
        if (window != null && window > WINDOW_SECONDS_MAX) {
            errors.invalid(at, window, "must be less than or equal to " + WINDOW_SECONDS_MAX);
        }
        String selection = rules.stringOrNull("selectPolicy");
        if (selection != null) {
            Checks.supported(selection, SELECTIONS, path.child("selectPolicy"), errors);
        }
        List<Fields> policies = Trees.objects(rules, "policies");
        if (policies.isEmpty()) {
            errors.required(path.child("policies"), "must specify at least one Policy");
        }
        for (int i = 0; i < policies.size(); i++) {
            policy(policies.get(i), path.child("policies").index(i), errors);
        }
        Object tolerance = rules.value("tolerance");
        if (tolerance != null) {
            Checks.quantity(tolerance, path.child("tolerance"), errors);
        }
    }

    private static void policy(Fields policy, FieldPath path, FieldErrors errors) {
        Checks.supported(policy.string("type"), POLICIES, path.child("type"), errors);
        Checks.positive(policy.integer("value"), path.child("value"), errors);
        long period = policy.integer("periodSeconds");
        Checks.positive(period, path.child("periodSeconds"), errors);
        if (period > PERIOD_SECONDS_MAX) {
            errors.invalid(
                    path.child("periodSeconds"),
                    period,
                    "must be less than or equal to " + PERIOD_SECONDS_MAX);
        }
    }

    static void validateStatus(Fields object, FieldErrors errors) {
        for (String name : List.of("currentReplicas", "desiredReplicas")) {
            Checks.notNegative(
                    object.fields("status").integerOrNull(name),
                    FieldPath.of("status", name),
                    errors);
        }
    }
}
