package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.tree.Fields;
import java.time.Instant;

/// Who owns which field of an object: `metadata.managedFields`.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management Field management
final class Ownership {

    private Ownership() {}

    /// Who writes, and through which subresource.
    record Writer(String manager, String subresource) {}

    static Writer writer(Call call, WriteOptions options) {
        String manager = options.fieldManager();
        return new Writer(
                manager.isEmpty() ? call.defaultFieldManager() : manager,
                call.info().subresource());
    }

    static Fields ofNew(Resource resource, Fields object, Writer writer, Instant now) {
        return object;
    }

    static Fields ofChanged(
            Resource resource, Fields before, Fields object, Writer writer, Instant now) {
        return object;
    }
}
