package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;

/// `GET` of one object.
public final class GetVerb implements Verb {

    private final Backend backend;

    public GetVerb(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        String version = call.query().text("resourceVersion");
        if (!version.isEmpty()) {
            Revisions.awaitAtLeast(backend.objects().store(), Revisions.parse(version));
        }
        return Reply.ok(find(backend, call, resource), resource);
    }

    /// The object that the call names.
    ///
    /// @throws ApiException 404
    public static Stored find(Backend backend, Call call, Resource resource) {
        String name = call.info().name();
        Stored stored = backend.objects().get(resource.key(call.info().namespace(), name));
        if (stored == null) {
            throw new ApiException(Failure.notFound(resource.group(), resource.name(), name));
        }
        return stored;
    }
}
