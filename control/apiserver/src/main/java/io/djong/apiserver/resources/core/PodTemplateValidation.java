package io.djong.apiserver.resources.core;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.meta.tree.Fields;

/// What a pod template must be like.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates Pod templates
public final class PodTemplateValidation {

    private PodTemplateValidation() {}

    /// @param path of the template: `spec.template`
    public static void validate(Fields template, FieldPath path, FieldErrors errors) {
        Fields metadata = template.fields("metadata");
        ObjectMetaRules.validateLabels(metadata.fields("labels"), path.child("labels"), errors);
        ObjectMetaRules.validateAnnotations(
                metadata.fields("annotations"), path.child("annotations"), errors);
        Fields spec = template.fields("spec");
        PodSpecValidation.validate(spec, null, path.child("spec"), errors);
        if (!spec.list("ephemeralContainers").isEmpty()) {
            errors.forbidden(
                    path.child("spec", "ephemeralContainers"),
                    "ephemeral containers not allowed in pod template");
        }
    }
}
