package io.djong.apiserver.resources.apps;

import io.djong.apiserver.resources.core.PodTemplateValidation;
import io.djong.apiserver.resources.core.WorkloadValidation;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.Objects;

/// What a Deployment must be like.
final class DeploymentValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");

    private DeploymentValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        WorkloadValidation.counts(spec, SPEC, errors, "replicas");
        template(spec, errors);
        strategy(spec.fields("strategy"), SPEC.child("strategy"), errors);
        WorkloadValidation.counts(spec, SPEC, errors, "minReadySeconds", "revisionHistoryLimit");
        Long deadline = spec.integerOrNull("progressDeadlineSeconds");
        FieldPath at = SPEC.child("progressDeadlineSeconds");
        Checks.notNegative(deadline, at, errors);
        if (deadline != null && deadline <= spec.integer("minReadySeconds")) {
            errors.invalid(at, deadline, "must be greater than minReadySeconds");
        }
    }

    /// The selector and the template, as ReplicaSets have them, too.
    static void template(Fields spec, FieldErrors errors) {
        Fields selector = spec.fieldsOrNull("selector");
        // ReplicaSets say `deployment` here as well.
        WorkloadValidation.selector(selector, "deployment", SPEC.child("selector"), errors);
        if (!WorkloadValidation.isSelector(selector)) {
            errors.invalid(SPEC.child("selector"), selector, "invalid label selector");
            return;
        }
        Fields template = spec.fields("template");
        FieldPath at = SPEC.child("template");
        WorkloadValidation.labels(selector, template, at, errors);
        PodTemplateValidation.validate(template, at, errors);
        WorkloadValidation.runsForever(template, "ReplicaSet", at, errors);
    }

    private static void strategy(Fields strategy, FieldPath path, FieldErrors errors) {
        Fields rolling = strategy.fieldsOrNull("rollingUpdate");
        switch (strategy.string("type")) {
            case "Recreate" -> {
                if (rolling != null) {
                    errors.forbidden(
                            path.child("rollingUpdate"),
                            "may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> {
                if (rolling == null) {
                    errors.required(
                            path.child("rollingUpdate"),
                            "this should be defaulted and never be nil");
                } else {
                    rolling(rolling, path.child("rollingUpdate"), errors);
                }
            }
            default -> errors.notSupported(path, internal(strategy), "Recreate", "RollingUpdate");
        }
    }

    /// As upstream's internal type prints itself.
    static Fields internal(Fields strategy) {
        Fields rolling = strategy.fieldsOrNull("rollingUpdate");
        Fields inner =
                rolling == null
                        ? null
                        : Fields.of(
                                "MaxUnavailable",
                                Objects.requireNonNullElse(rolling.value("maxUnavailable"), 0L),
                                "MaxSurge",
                                Objects.requireNonNullElse(rolling.value("maxSurge"), 0L));
        return Fields.of("Type", strategy.string("type"), "RollingUpdate", inner);
    }

    private static void rolling(Fields rolling, FieldPath path, FieldErrors errors) {
        Object unavailable = rolling.value("maxUnavailable");
        Object surge = rolling.value("maxSurge");
        WorkloadValidation.amount(unavailable, path.child("maxUnavailable"), errors);
        WorkloadValidation.amount(surge, path.child("maxSurge"), errors);
        if (WorkloadValidation.size(unavailable) == 0 && WorkloadValidation.size(surge) == 0) {
            errors.invalid(
                    path.child("maxUnavailable"), unavailable, "may not be 0 when `maxSurge` is 0");
        }
        WorkloadValidation.atMostAll(unavailable, path.child("maxUnavailable"), errors);
    }
}
