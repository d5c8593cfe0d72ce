package io.djong.apiserver.verbs;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Body;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Decoded;
import io.djong.wire.Yaml;
import io.djong.wire.managed.ApplyException;
import io.djong.wire.managed.ManagedFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Server-side apply: a client says what it wants of an object, and owns that from then on.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/ Server-Side Apply
record ApplyPatch(Backend backend) {

    Reply serve(Call call, Resource resource, WriteOptions options) {
        Fields applied = decode(call, resource);
        UpdateVerb.checkName(call.info().name(), applied);
        Fields placed = CreateVerb.inNamespace(call, resource, applied);
        boolean isMain = call.info().subresource().isEmpty();
        if (isMain && isMissing(call, resource)) {
            Fields created = merged(call, resource, null, placed, options);
            return new Creation(backend)
                    .createOwned(call, resource, withoutRevision(created), options)
                    .reply(resource);
        }
        return new Update(backend)
                .update(
                        call,
                        resource,
                        call.info().name(),
                        isMain ? Update.Part.MAIN : Update.Part.STATUS,
                        Update.Origin.APPLY,
                        options,
                        current -> merged(call, resource, current, placed, options))
                .reply(resource);
    }

    private boolean isMissing(Call call, Resource resource) {
        return backend.objects().get(resource.key(call.info().namespace(), call.info().name()))
                == null;
    }

    private static Fields withoutRevision(Fields object) {
        return object.with("metadata", object.fields("metadata").without("resourceVersion"));
    }

    private static Fields decode(Call call, Resource resource) {
        Object raw =
                call.body() instanceof Body.Document(_, Object tree)
                        ? tree
                        : parse(BodyDecoder.bytes(call));
        if (raw != null && !(raw instanceof Fields)) {
            throw bad(
                    "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                            + (raw instanceof List<?> ? "array" : "string")
                            + " into Go value of type map[string]interface {}");
        }
        Fields applied = raw == null ? Fields.EMPTY : (Fields) raw;
        GroupVersion version = GroupVersion.parse(applied.string("apiVersion"));
        if (!version.equals(resource.groupVersion())
                || !applied.string("kind").equals(resource.kind())) {
            throw bad(
                    "invalid object type: "
                            + version.group()
                            + "/"
                            + version.version()
                            + ", Kind="
                            + applied.string("kind"));
        }
        return applied;
    }

    private static @Nullable Object parse(byte[] body) {
        try {
            return Yaml.parse(body);
        } catch (DecodeException malformed) {
            throw bad("error decoding YAML: " + malformed.getMessage());
        }
    }

    private static ApiException bad(String message) {
        return new ApiException(Failure.badRequest(message));
    }

    private Fields merged(
            Call call,
            Resource resource,
            @Nullable Fields current,
            Fields applied,
            WriteOptions options) {
        Ownership ownership = new Ownership(resource, call.info().subresource());
        ManagedFields.Applied outcome;
        try {
            outcome =
                    ManagedFields.apply(
                            ownership,
                            current,
                            applied,
                            Ownership.writer(call, options, resource),
                            Boolean.TRUE.equals(options.force()),
                            backend.clock().now());
        } catch (ApplyException refused) {
            throw refused.isBadRequest()
                    ? bad(refused.getMessage())
                    : new ApiException(
                            new Failure(Reason.UNKNOWN, 500, refused.getMessage(), null), refused);
        }
        return switch (outcome) {
            case ManagedFields.Applied.Conflicts conflicts -> throw conflict(conflicts);
            case ManagedFields.Applied.Merged(Fields object, _) ->
                    normalised(call, resource, object, options);
        };
    }

    private static Fields normalised(
            Call call, Resource resource, Fields object, WriteOptions options) {
        BodyDecoder.Expected expected =
                BodyDecoder.Expected.of(resource);
        try {
            Decoded decoded = expected.read(object);
            BodyDecoder.complain(call, decoded.complaints(), expected, options.fieldValidation());
            return BodyDecoder.identified(decoded.tree(), expected);
        } catch (DecodeException wrong) {
            throw bad(wrong.getMessage());
        }
    }

    private static ApiException conflict(ManagedFields.Applied.Conflicts conflicts) {
        List<Failure.Cause> causes =
                conflicts.conflicts().stream()
                        .map(conflict ->
                                new Failure.Cause(
                                        "FieldManagerConflict",
                                        "conflict with " + conflict.manager(),
                                        conflict.field()))
                        .toList();
        return new ApiException(
                new Failure(
                        Reason.CONFLICT,
                        409,
                        conflicts.message(),
                        new Failure.Details("", "", "", "", causes, 0)));
    }
}
