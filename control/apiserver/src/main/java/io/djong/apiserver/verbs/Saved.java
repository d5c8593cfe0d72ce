package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.meta.tree.Fields;
import org.jspecify.annotations.Nullable;

/// What a write left behind.
///
/// @param tree in the served version
/// @param stored the same as it is stored; null after a dry run
/// @param created whether it is new
public record Saved(Fields tree, @Nullable Stored stored, boolean created) {

    static Saved of(Resource resource, Stored stored, boolean created) {
        return new Saved(resource.conversion().toServed(stored.tree()), stored, created);
    }

    public Reply reply(Resource resource) {
        int status = created ? 201 : 200;
        return stored == null
                ? Reply.document(status, tree, resource)
                : Reply.stored(status, stored, resource);
    }
}
