package io.djong.apiserver.resources.apps;

import io.djong.apiserver.resources.core.WorkloadValidation;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;

/// What a ReplicaSet must be like.
final class ReplicaSetValidation {

    private ReplicaSetValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        WorkloadValidation.counts(
                object.fields("spec"), FieldPath.of("spec"), errors, "replicas", "minReadySeconds");
        DeploymentValidation.template(object.fields("spec"), errors);
    }
}
