package io.djong.apiserver.resources.admissionregistration;

import io.djong.apiserver.resources.KindList;
import io.djong.apiserver.validation.Expressions;

/// The kinds of the group `admissionregistration.k8s.io` that have rules of their own, in alphabetical order.
public final class AdmissionregistrationResources {

    private static final Expressions EXPRESSIONS = new CompiledExpressions();

    public static final KindList RULES =
            KindList.of("admissionregistration.k8s.io")
                    .kind("MutatingAdmissionPolicy", new AdmissionPolicyResource(true, EXPRESSIONS))
                    .kind(
                            "MutatingAdmissionPolicyBinding",
                            new AdmissionPolicyBindingResource(true))
                    .kind(
                            "MutatingWebhookConfiguration",
                            new WebhookConfigurationResource(true, EXPRESSIONS))
                    .kind(
                            "ValidatingAdmissionPolicy",
                            new AdmissionPolicyResource(false, EXPRESSIONS))
                    .kind(
                            "ValidatingAdmissionPolicyBinding",
                            new AdmissionPolicyBindingResource(false))
                    .kind(
                            "ValidatingWebhookConfiguration",
                            new WebhookConfigurationResource(false, EXPRESSIONS));

    private AdmissionregistrationResources() {}
}
