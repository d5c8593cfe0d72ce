package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.Map;

/// Gives volumes and claims the finalizer that keeps them while they are used.
///
/// @spec https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection Storage Object in Use Protection
public final class StorageObjectInUseProtection implements AdmissionPlugin {

    private static final Map<String, String> FINALIZERS =
            Map.of(
                    "/persistentvolumes", "kubernetes.io/pv-protection",
                    "/persistentvolumeclaims", "kubernetes.io/pvc-protection",
                    "storage.k8s.io/volumeattributesclasses", "kubernetes.io/vac-protection");

    @Override
    public Fields mutate(Review review) {
        Call call = review.call();
        String finalizer = FINALIZERS.get(call.group() + "/" + call.resource());
        if (finalizer == null
                || !(review instanceof Review.Create)
                || !call.subresource().isEmpty()) {
            return review.object();
        }
        Fields metadata = review.object().fields("metadata");
        return metadata.list("finalizers").contains(finalizer)
                ? review.object()
                : review.object()
                        .with("metadata", PodTrees.append(metadata, "finalizers", finalizer));
    }
}
