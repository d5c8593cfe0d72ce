package io.djong.apiserver.resources.apps;

import io.djong.apiserver.resources.core.PodTemplateValidation;
import io.djong.apiserver.resources.core.WorkloadValidation;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.meta.tree.Fields;

/// What a DaemonSet must be like.
final class DaemonSetValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");

    private DaemonSetValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        Fields selector = spec.fieldsOrNull("selector");
        Fields template = spec.fields("template");
        FieldPath at = SPEC.child("template");
        LabelSelectorRules.validate(selector, SPEC.child("selector"), errors);
        if (WorkloadValidation.isSelector(selector)) {
            WorkloadValidation.labels(selector, template, at, errors);
        }
        if (selector != null && LabelSelectorRules.isEmpty(selector)) {
            errors.invalid(
                    SPEC.child("selector"),
                    Fields.EMPTY,
                    "empty selector is invalid for daemonset");
        }
        PodTemplateValidation.validate(template, at, errors);
        WorkloadValidation.runsForever(template, "DaemonSet", at, errors);
        WorkloadValidation.counts(spec, SPEC, errors, "minReadySeconds");
        strategy(spec.fields("updateStrategy"), SPEC.child("updateStrategy"), errors);
        WorkloadValidation.counts(spec, SPEC, errors, "revisionHistoryLimit");
    }

    private static void strategy(Fields strategy, FieldPath path, FieldErrors errors) {
        switch (strategy.string("type")) {
            case "OnDelete" -> {}
            case "RollingUpdate" -> {
                Fields rolling = strategy.fieldsOrNull("rollingUpdate");
                if (rolling == null) {
                    errors.required(path.child("rollingUpdate"), "");
                } else {
                    rolling(rolling, path.child("rollingUpdate"), errors);
                }
            }
            default ->
                    errors.notSupported(
                            path,
                            DeploymentValidation.internal(strategy),
                            "RollingUpdate",
                            "OnDelete");
        }
    }

    private static void rolling(Fields rolling, FieldPath path, FieldErrors errors) {
        Object unavailable = rolling.value("maxUnavailable");
        Object surge = rolling.value("maxSurge");
        WorkloadValidation.amount(unavailable, path.child("maxUnavailable"), errors);
        WorkloadValidation.amount(surge, path.child("maxSurge"), errors);
        boolean hasUnavailable = WorkloadValidation.size(unavailable) != 0;
        boolean hasSurge = WorkloadValidation.size(surge) != 0;
        if (hasUnavailable && hasSurge) {
            errors.invalid(
                    path.child("maxSurge"),
                    surge,
                    "may not be set when maxUnavailable is non-zero");
        } else if (!hasUnavailable && !hasSurge) {
            errors.required(path.child("maxUnavailable"), "cannot be 0 when maxSurge is 0");
        }
        WorkloadValidation.atMostAll(unavailable, path.child("maxUnavailable"), errors);
        WorkloadValidation.atMostAll(surge, path.child("maxSurge"), errors);
    }
}
