package io.djong.admission;

import io.djong.api.storage.v1.StorageClass;
import io.djong.client.Lookup;
import io.djong.meta.tree.Fields;
import java.util.Map;

/// Gives a claim that names no storage class the default one.
///
/// @spec https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass Default StorageClass
public final class DefaultStorageClass implements AdmissionPlugin {

    private static final String DEFAULT = "storageclass.kubernetes.io/is-default-class";
    private static final String BETA_DEFAULT = "storageclass.beta.kubernetes.io/is-default-class";
    private static final String BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

    private final Lookup<StorageClass> classes;

    public DefaultStorageClass(Lookup<StorageClass> classes) {
        this.classes = classes;
    }

    @Override
    public Fields mutate(Review review) {
        Fields claim = review.object();
        boolean isAsked =
                review instanceof Review.Create
                        && review.isOf("", "persistentvolumeclaims")
                        && claim.fields("spec").value("storageClassName") == null
                        && claim.fields("metadata").fields("annotations").value(BETA_CLASS) == null;
        if (!isAsked) {
            return claim;
        }
        return Defaults.newest(classes, one -> isDefault(one.annotations()))
                .map(one -> claim.withAt(one.name(), "spec", "storageClassName"))
                .orElse(claim);
    }

    private static boolean isDefault(Map<String, String> annotations) {
        return "true".equals(annotations.get(DEFAULT))
                || "true".equals(annotations.get(BETA_DEFAULT));
    }
}
