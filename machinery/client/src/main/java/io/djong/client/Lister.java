package io.djong.client;

import io.djong.api.ApiObject;
import io.djong.meta.LabelSelector;
import io.djong.meta.ObjectKey;
import java.util.List;
import java.util.Optional;

/// Reads an informer's newest snapshot. Never blocks, never calls out; any thread.
///
/// Every kind has the indexes [#NAMESPACE] and [#OWNER]; more are declared with [Informers#of].
public interface Lister<T extends ApiObject<T>> {

    String NAMESPACE = "namespace";
    String OWNER = "owner";
    String NODE = "node";

    Optional<T> find(ObjectKey key);

    /// All objects, in no particular order.
    List<T> all();

    /// @param value under which the index files the objects wanted
    /// @throws IllegalArgumentException if there is no such index
    List<T> byIndex(String index, String value);

    default List<T> inNamespace(String namespace) {
        return byIndex(NAMESPACE, namespace);
    }

    default List<T> inNamespace(String namespace, LabelSelector selector) {
        return inNamespace(namespace).stream()
                .filter(object -> selector.matches(object.labels()))
                .toList();
    }

    /// Objects that name the owner of that uid, as controller or not.
    default List<T> ownedBy(String uid) {
        return byIndex(OWNER, uid);
    }
}
