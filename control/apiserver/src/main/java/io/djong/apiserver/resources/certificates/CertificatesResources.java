package io.djong.apiserver.resources.certificates;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `certificates.k8s.io` that have rules of their own, in alphabetical order.
public final class CertificatesResources {

    public static final KindList RULES =
            KindList.of("certificates.k8s.io")
                    .kind("CertificateSigningRequest", new CertificateSigningRequestResource());

    private CertificatesResources() {}
}
