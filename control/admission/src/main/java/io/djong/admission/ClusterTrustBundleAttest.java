package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.List;

/// Lets only those say whom a signer vouches for who may attest for it.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#clustertrustbundleattest ClusterTrustBundleAttest
public final class ClusterTrustBundleAttest implements AdmissionPlugin {

    private static final List<String> OF_THE_COLLECTOR =
            List.of("ownerReferences", "finalizers", "managedFields");

    private final Permissions permissions;

    public ClusterTrustBundleAttest(Permissions permissions) {
        this.permissions = permissions;
    }

    @Override
    public void validate(Review review) {
        boolean isWrite = review instanceof Review.Create || review instanceof Review.Update;
        if (!isWrite || !review.isOf(Signers.GROUP, "clustertrustbundles")) {
            return;
        }
        String signer = review.object().fields("spec").string("signerName");
        boolean isUntouched =
                review instanceof Review.Update && rest(review.object()).equals(rest(review.old()));
        if (!signer.isEmpty()
                && !isUntouched
                && !Signers.mayUse(permissions, review.call().user(), "attest", signer)) {
            throw review.forbidden(
                    "user not permitted to attest for signerName \"%s\"".formatted(signer));
        }
    }

    private static Fields rest(Fields object) {
        Fields metadata = object.fields("metadata");
        for (String name : OF_THE_COLLECTOR) {
            metadata = metadata.without(name);
        }
        return object.with("metadata", metadata);
    }
}
