package io.djong.api;

import io.djong.api.meta.v1.ObjectMeta;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object of the API: a document with metadata.
public interface ApiObject<T extends ApiObject<T>> {

    /// The document.
    Fields fields();

    /// Its kind; `kind()` is the name of it.
    Kind<T> ofKind();

    /// An object of the same kind with another document.
    T withFields(Fields changed);

    ObjectMeta metadata();

    default T withMetadata(ObjectMeta metadata) {
        return withFields(fields().with("metadata", metadata.fields()));
    }

    default String kind() {
        return ofKind().name();
    }

    default String apiVersion() {
        return ofKind().apiVersion();
    }

    default String name() {
        return metadata().name();
    }

    /// "" outside namespaces.
    default String namespace() {
        return metadata().namespace();
    }

    default String uid() {
        return metadata().uid();
    }

    default String resourceVersion() {
        return metadata().resourceVersion();
    }

    default Map<String, String> labels() {
        return metadata().labels();
    }

    default Map<String, String> annotations() {
        return metadata().annotations();
    }

    default ObjectKey key() {
        return new ObjectKey(namespace(), name());
    }

    /// Whether it has been asked to go and waits for its finalizers or its grace period.
    default boolean isDeleting() {
        return metadata().deletionTimestamp() != null;
    }

    /// The owner that manages this object, or null.
    default @Nullable OwnerReference controller() {
        for (OwnerReference owner : metadata().ownerReferences()) {
            if (Boolean.TRUE.equals(owner.controller())) {
                return owner;
            }
        }
        return null;
    }

    /// A reference by which this object controls another one.
    default OwnerReference asController() {
        return OwnerReference.EMPTY
                .withApiVersion(apiVersion())
                .withKind(kind())
                .withName(name())
                .withUid(uid())
                .withController(true)
                .withBlockOwnerDeletion(true);
    }
}
