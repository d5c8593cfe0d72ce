package io.djong.apiserver.verbs;

import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Objects.Outcome;
import io.djong.apiserver.storage.Stored;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import java.util.function.UnaryOperator;

/// Changes an object past admission and validation: for what the server itself decides, as a binding or an eviction.
public final class DirectUpdate {

    private static final int ATTEMPTS = 20;

    private DirectUpdate() {}

    /// As [#apply], when the server writes as a client of its own would: it owns what it changes.
    ///
    /// @param subresource through which it writes, "" for the object itself
    public static Stored applyAsServer(
            Backend backend,
            Resource resource,
            String key,
            String name,
            String subresource,
            UnaryOperator<Fields> change) {
        return apply(
                backend,
                resource,
                key,
                name,
                current -> {
                    Fields before = resource.conversion().toServed(current);
                    Fields after = resource.conversion().toServed(change.apply(current));
                    return resource.conversion()
                            .toStored(
                                    new Ownership(resource, subresource)
                                            .ofChanged(
                                                    before,
                                                    after,
                                                    Ownership.server(resource, subresource),
                                                    backend.clock().now()));
                });
    }

    /// @param change of the stored version; may throw to give up; runs again when somebody else was faster
    /// @throws ApiException 404 when there is no such object
    public static Stored apply(
            Backend backend,
            Resource resource,
            String key,
            String name,
            UnaryOperator<Fields> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Stored current = backend.objects().get(key);
            if (current == null) {
                throw new ApiException(Failure.notFound(resource.group(), resource.name(), name));
            }
            Fields next = change.apply(current.tree());
            if (next.equals(current.tree())) {
                return current;
            }
            if (backend.objects().replace(current, Canonical.stored(resource, next))
                    instanceof Outcome.Written(var written)) {
                return written;
            }
        }
        throw Update.conflict(resource, name);
    }
}
