package io.djong.apiserver.verbs;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;

/// `POST` to a collection.
public final class CreateVerb implements Verb {

    private final Creation creation;

    public CreateVerb(Backend backend) {
        this.creation = new Creation(backend);
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        WriteOptions options = WriteOptions.of("CreateOptions", call.query(), false);
        Fields object = decode(call, resource, options);
        return creation.create(call, resource, inNamespace(call, resource, object), options)
                .reply(resource);
    }

    public static Fields decode(Call call, Resource resource, WriteOptions options) {
        return BodyDecoder.decode(
                call, BodyDecoder.Expected.of(resource), options.fieldValidation());
    }

    /// With the namespace of the request, unless it names another one.
    public static Fields inNamespace(Call call, Resource resource, Fields object) {
        String given = object.fields("metadata").string("namespace");
        String wanted = resource.isNamespaced() ? call.info().namespace() : "";
        if (given.equals(wanted)) {
            return object;
        }
        if (!resource.isNamespaced()) {
            return object.with("metadata", object.fields("metadata").without("namespace"));
        }
        if (!given.isEmpty()) {
            throw new ApiException(
                    Failure.badRequest(
                            "the namespace of the provided object does not match the namespace sent on the request"));
        }
        return object.withAt(wanted, "metadata", "namespace");
    }
}
