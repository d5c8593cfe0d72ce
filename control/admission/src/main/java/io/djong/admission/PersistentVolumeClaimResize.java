package io.djong.admission;

import io.djong.api.storage.v1.StorageClass;
import io.djong.client.Lookup;
import io.djong.meta.ObjectKey;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import org.jspecify.annotations.Nullable;

/// Lets a claim grow only when its storage class can.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#persistentvolumeclaimresize PersistentVolumeClaimResize
public final class PersistentVolumeClaimResize implements AdmissionPlugin {

    private static final String BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

    private final Lookup<StorageClass> classes;

    public PersistentVolumeClaimResize(Lookup<StorageClass> classes) {
        this.classes = classes;
    }

    @Override
    public void validate(Review review) {
        if (!(review instanceof Review.Update) || !review.isOf("", "persistentvolumeclaims")) {
            return;
        }
        if (size(review.object()).compareTo(size(review.old())) <= 0
                || !review.old().fields("status").string("phase").equals("Bound")) {
            return;
        }
        if (!mayGrow(review.object(), review.old())) {
            throw review.forbidden(
                    "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
        }
    }

    private static Quantity size(Fields claim) {
        @Nullable Object size = claim.at("spec", "resources", "requests", "storage");
        return size == null ? Quantity.ZERO : Quantity.parse(size.toString());
    }

    private boolean mayGrow(Fields claim, Fields old) {
        String name = className(claim);
        return !name.isEmpty()
                && name.equals(className(old))
                && classes.find(ObjectKey.of(name))
                        .map(one -> one.fields().bool("allowVolumeExpansion"))
                        .orElse(false);
    }

    private static String className(Fields claim) {
        String beta = claim.fields("metadata").fields("annotations").string(BETA_CLASS);
        return beta.isEmpty() ? claim.fields("spec").string("storageClassName") : beta;
    }
}
