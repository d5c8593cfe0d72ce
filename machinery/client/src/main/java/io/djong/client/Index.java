package io.djong.client;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.Pod;
import io.djong.api.meta.v1.OwnerReference;
import java.util.List;
import java.util.function.Function;

/// A way to look objects up: each object is found under every value that `values` gives for it.
///
/// Two indexes of one kind with the same name are taken for the same.
public record Index<T>(String name, Function<T, List<String>> values) {

    /// Under the uid of each owner.
    public static <T extends ApiObject<T>> Index<T> byOwner() {
        return new Index<>(
                Lister.OWNER,
                object ->
                        object.metadata().ownerReferences().stream()
                                .map(OwnerReference::uid)
                                .toList());
    }

    public static <T extends ApiObject<T>> Index<T> byNamespace() {
        return new Index<>(Lister.NAMESPACE, object -> List.of(object.namespace()));
    }

    /// Pods under the name of their node; "" for those that have none.
    public static Index<Pod> byNode() {
        return new Index<>(Lister.NODE, pod -> List.of(pod.spec().nodeName()));
    }

    /// Objects that have the label, under its value; the index's name is the label's key.
    public static <T extends ApiObject<T>> Index<T> byLabel(String key) {
        return new Index<>(
                key,
                object -> {
                    String value = object.labels().get(key);
                    return value == null ? List.of() : List.of(value);
                });
    }
}
