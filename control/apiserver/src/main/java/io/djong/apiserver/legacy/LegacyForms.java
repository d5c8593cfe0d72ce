package io.djong.apiserver.legacy;

import io.djong.schema.KindFacts;

/// The list of forms: what has no line here differs in nothing but the version's name.
final class LegacyForms {

    private LegacyForms() {}

    static LegacyForm of(KindFacts kind) {
        String version = kind.groupVersion().toString();
        return switch (kind.kind()) {
            case "Ingress" -> new IngressForm();
            case "Deployment" -> new DeploymentForm(version);
            case "DaemonSet" -> new DaemonSetForm(version);
            case "ReplicaSet" -> new ReplicaSetForm(version);
            case "StatefulSet" -> new StatefulSetForm(version);
            case "PodDisruptionBudget" -> new DisruptionBudgetForm();
            case "EndpointSlice" -> new EndpointSliceForm();
            case "CertificateSigningRequest" -> new SigningRequestForm();
            case "SubjectAccessReview", "LocalSubjectAccessReview" -> new AccessReviewForm();
            case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration" ->
                    new WebhookForm();
            case "CustomResourceDefinition" -> new DefinitionForm();
            case "PriorityLevelConfiguration" -> new PriorityLevelForm(version);
            case "RuntimeClass" ->
                    version.endsWith("alpha1") ? new RuntimeClassForm() : LegacyForm.SAME;
            case "RoleBinding", "ClusterRoleBinding" ->
                    version.endsWith("alpha1") ? new BindingForm() : LegacyForm.SAME;
            case "HorizontalPodAutoscaler" ->
                    version.endsWith("v2beta1") ? new AutoscalerForm() : LegacyForm.SAME;
            default -> LegacyForm.SAME;
        };
    }
}
