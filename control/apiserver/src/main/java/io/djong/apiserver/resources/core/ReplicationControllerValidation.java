package io.djong.apiserver.resources.core;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;

/// What a ReplicationController must be like.
final class ReplicationControllerValidation {

    private ReplicationControllerValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        FieldPath path = FieldPath.of("spec");
        WorkloadValidation.counts(spec, path, errors, "minReadySeconds");
        Fields selector = spec.fields("selector");
        if (selector.isEmpty()) {
            errors.required(path.child("selector"), "");
        }
        WorkloadValidation.counts(spec, path, errors, "replicas");
        Fields template = spec.fieldsOrNull("template");
        if (template == null) {
            errors.required(path.child("template"), "");
            return;
        }
        if (!selector.isEmpty()) {
            WorkloadValidation.labels(
                    Fields.of("matchLabels", selector), template, path.child("template"), errors);
        }
        PodTemplateValidation.validate(template, path.child("template"), errors);
        WorkloadValidation.runsForever(
                template, "ReplicationController", path.child("template"), errors);
    }
}
