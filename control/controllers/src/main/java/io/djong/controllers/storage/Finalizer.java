package io.djong.controllers.storage;

import io.djong.api.ApiObject;
import io.djong.client.Client;
import io.djong.client.Patch;
import io.djong.meta.ApiException;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.List;

/// A finalizer that holds objects while they are used.
record Finalizer(String name) {

    /// Whether the object waits to go and this finalizer holds it.
    boolean holds(ApiObject<?> object) {
        return object.isDeleting() && object.metadata().finalizers().contains(name);
    }

    <T extends ApiObject<T>> void remove(Client client, T object) {
        List<String> kept =
                object.metadata().finalizers().stream()
                        .filter(other -> !other.equals(name))
                        .toList();
        Fields metadata =
                Fields.of(
                        "uid",
                        object.uid(),
                        "resourceVersion",
                        object.resourceVersion(),
                        "finalizers",
                        kept);
        try {
            client.patch(
                    object.ofKind(),
                    object.key(),
                    new Patch.Merge(Fields.of("metadata", metadata)));
        } catch (ApiException refused) {
            if (!refused.is(Reason.NOT_FOUND)) {
                throw refused;
            }
        }
    }
}
