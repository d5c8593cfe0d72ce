package io.djong.apiserver.resources.node;

import io.djong.apiserver.resources.core.ContainerResources;
import io.djong.apiserver.resources.core.TolerationValidation;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.meta.tree.Fields;

/// What a RuntimeClass must be like.
final class RuntimeClassValidation {

    private RuntimeClassValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        if (object.string("handler").isEmpty()) {
            errors.required(FieldPath.of("handler"), "");
        } else {
            Checks.label(object.string("handler"), FieldPath.of("handler"), errors);
        }
        Fields overhead = object.fieldsOrNull("overhead");
        if (overhead != null) {
            ContainerResources.validateLimits(
                    overhead.fields("podFixed"), FieldPath.of("overhead"), errors);
        }
        Fields scheduling = object.fieldsOrNull("scheduling");
        if (scheduling != null) {
            ObjectMetaRules.validateLabels(
                    scheduling.fields("nodeSelector"),
                    FieldPath.of("scheduling", "nodeSelector"),
                    errors);
            TolerationValidation.validate(
                    scheduling, FieldPath.of("scheduling", "tolerations"), errors);
        }
    }
}
