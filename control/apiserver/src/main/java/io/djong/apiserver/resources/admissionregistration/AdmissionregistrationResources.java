package io.djong.apiserver.resources.admissionregistration;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `admissionregistration.k8s.io` that have rules of their own, in alphabetical order.
public final class AdmissionregistrationResources {

    public static final KindList RULES =
            KindList.of("admissionregistration.k8s.io")
                    .kind("MutatingAdmissionPolicy", new AdmissionPolicyResource(true))
                    .kind(
                            "MutatingAdmissionPolicyBinding",
                            new AdmissionPolicyBindingResource(true))
                    .kind("MutatingWebhookConfiguration", new WebhookConfigurationResource(true))
                    .kind("ValidatingAdmissionPolicy", new AdmissionPolicyResource(false))
                    .kind(
                            "ValidatingAdmissionPolicyBinding",
                            new AdmissionPolicyBindingResource(false))
                    .kind(
                            "ValidatingWebhookConfiguration",
                            new WebhookConfigurationResource(false));

    private AdmissionregistrationResources() {}
}
