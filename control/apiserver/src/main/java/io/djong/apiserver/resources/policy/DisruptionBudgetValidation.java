package io.djong.apiserver.resources.policy;

import io.djong.apiserver.resources.core.WorkloadValidation;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What a PodDisruptionBudget must be like.
final class DisruptionBudgetValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");

    private DisruptionBudgetValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        Object least = spec.value("minAvailable");
        Object most = spec.value("maxUnavailable");
        if (least != null && most != null) {
            errors.invalid(
                    SPEC, internal(spec), "minAvailable and maxUnavailable cannot be both set");
        }
        for (String name : List.of("minAvailable", "maxUnavailable")) {
            WorkloadValidation.amount(spec.value(name), SPEC.child(name), errors);
            WorkloadValidation.atMostAll(spec.value(name), SPEC.child(name), errors);
        }
        LabelSelectorRules.validate(spec.fieldsOrNull("selector"), SPEC.child("selector"), errors);
        String policy = spec.stringOrNull("unhealthyPodEvictionPolicy");
        if (policy != null) {
            Checks.supported(
                    policy,
                    List.of("AlwaysAllow", "IfHealthyBudget"),
                    SPEC.child("unhealthyPodEvictionPolicy"),
                    errors);
        }
    }

    /// As upstream's internal type prints itself.
    private static Fields internal(Fields spec) {
        return Fields.builder()
                .add("MinAvailable", spec.value("minAvailable"))
                .add("Selector", spec.value("selector"))
                .add("MaxUnavailable", spec.value("maxUnavailable"))
                .add("UnhealthyPodEvictionPolicy", spec.value("unhealthyPodEvictionPolicy"))
                .build();
    }
}
