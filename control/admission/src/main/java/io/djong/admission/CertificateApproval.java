package io.djong.admission;

/// Lets only those approve a certificate who may approve for its signer.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#certificateapproval CertificateApproval
public final class CertificateApproval implements AdmissionPlugin {

    private final Permissions permissions;

    public CertificateApproval(Permissions permissions) {
        this.permissions = permissions;
    }

    @Override
    public void validate(Review review) {
        if (review instanceof Review.Update
                && review.isOf(Signers.GROUP, "certificatesigningrequests", "approval")) {
            String signer = review.object().fields("spec").string("signerName");
            if (!Signers.mayUse(permissions, review.call().user(), "approve", signer)) {
                throw review.forbidden(
                        "user not permitted to approve requests with signerName \"%s\""
                                .formatted(signer));
            }
        }
    }
}
