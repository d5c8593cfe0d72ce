package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.Objects;

/// Lets only those put a certificate into a request who may sign for its signer.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#certificatesigning CertificateSigning
public final class CertificateSigning implements AdmissionPlugin {

    private final Permissions permissions;

    public CertificateSigning(Permissions permissions) {
        this.permissions = permissions;
    }

    @Override
    public void validate(Review review) {
        if (!(review instanceof Review.Update)
                || !review.isOf(Signers.GROUP, "certificatesigningrequests", "status")) {
            return;
        }
        Fields status = review.object().fields("status");
        Fields old = review.old().fields("status");
        // Conditions of failure are the signer's word too.
        boolean isUnchanged =
                Objects.equals(status.value("certificate"), old.value("certificate"))
                        && status.list("conditions").equals(old.list("conditions"));
        if (isUnchanged) {
            return;
        }
        String signer = review.old().fields("spec").string("signerName");
        if (!Signers.mayUse(permissions, review.call().user(), "sign", signer)) {
            throw review.forbidden(
                    "user not permitted to sign requests with signerName \"%s\"".formatted(signer));
        }
    }
}
