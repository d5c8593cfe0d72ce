package io.djong.apiserver.resources.admissionregistration;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `admissionregistration.k8s.io` that have rules of their own, in alphabetical order.
public final class AdmissionregistrationResources {

    public static final KindList RULES =
            KindList.of("admissionregistration.k8s.io");

    private AdmissionregistrationResources() {}
}
