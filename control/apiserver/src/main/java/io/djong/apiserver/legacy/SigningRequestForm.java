package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;
import java.util.List;

/// CertificateSigningRequests of `certificates.k8s.io/v1beta1`, which need not say who is to sign.
final class SigningRequestForm implements LegacyForm {

    private static final String UNKNOWN = "kubernetes.io/legacy-unknown";

    @Override
    public Fields defaults(Fields old) {
        Fields conditions =
                within(
                        old,
                        "status",
                        status ->
                                each(
                                        status,
                                        "conditions",
                                        condition -> filled(condition, "status", "True")));
        return within(
                conditions,
                "spec",
                spec -> {
                    Fields used =
                            orElse(
                                    spec,
                                    "usages",
                                    List.of("digital signature", "key encipherment"));
                    return orElse(used, "signerName", KubeletRequests.signer(used, UNKNOWN));
                });
    }

    /// Today's version refuses requests to the unknown signer.
    @Override
    public Fields toValidate(Fields today) {
        return within(
                today,
                "spec",
                spec ->
                        spec.string("signerName").equals(UNKNOWN)
                                ? spec.with("signerName", "kubernetes.io/kube-apiserver-client")
                                : spec);
    }
}
