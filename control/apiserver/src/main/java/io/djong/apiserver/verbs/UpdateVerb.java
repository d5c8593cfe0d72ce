package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;

/// `PUT` of one object, or of its status.
public final class UpdateVerb implements Verb {

    private final Backend backend;
    private final Update update;
    private final Creation creation;

    public UpdateVerb(Backend backend) {
        this.backend = backend;
        this.update = new Update(backend);
        this.creation = new Creation(backend);
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        WriteOptions options = WriteOptions.of("UpdateOptions", call.query(), false);
        String name = call.info().name();
        boolean isStatus = call.info().subresource().equals("status");
        Fields object = CreateVerb.decode(call, resource, options);
        checkName(name, object);
        Fields submitted = CreateVerb.inNamespace(call, resource, object);
        if (!isStatus && resource.traits().createsOnUpdate() && isMissing(call, resource)) {
            Fields fresh =
                    submitted.with(
                            "metadata", submitted.fields("metadata").without("resourceVersion"));
            return creation.create(call, resource, fresh, options).reply(resource);
        }
        return update.update(
                        call,
                        resource,
                        name,
                        isStatus ? Update.Part.STATUS : Update.Part.MAIN,
                        Update.Origin.PUT,
                        options,
                        _ -> submitted)
                .reply(resource);
    }

    private boolean isMissing(Call call, Resource resource) {
        return backend.objects().get(resource.key(call.info().namespace(), call.info().name()))
                == null;
    }

    public static void checkName(String name, Fields object) {
        String given = object.fields("metadata").string("name");
        if (given.isEmpty()) {
            throw new ApiException(
                    Failure.badRequest(
                            "the name of the object (%s based on URL) was undeterminable: name must be provided"
                                    .formatted(name)));
        }
        if (!given.equals(name)) {
            throw new ApiException(
                    Failure.badRequest(
                            "the name of the object (%s) does not match the name on the URL (%s)"
                                    .formatted(given, name)));
        }
    }
}
