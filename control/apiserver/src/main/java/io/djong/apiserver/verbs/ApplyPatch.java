package io.djong.apiserver.verbs;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Body;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.requests.WriteOptions.FieldValidation;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Decoded;
import io.djong.wire.Duplicates;
import io.djong.wire.Json;
import io.djong.wire.Yaml;
import io.djong.wire.managed.ApplyException;
import io.djong.wire.managed.ManagedFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Server-side apply: a client says what it wants of an object, and owns that from then on.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/ Server-Side Apply
public record ApplyPatch(Backend backend) {

    /// What a client wants, as it was sent.
    ///
    /// @param complaint about keys that it names twice, "" when there is none
    public record Configuration(Fields tree, String complaint) {}

    Reply serve(Call call, Resource resource, WriteOptions options) {
        BodyDecoder.Expected expected = BodyDecoder.Expected.of(resource);
        Configuration applied = decode(call, expected);
        UpdateVerb.checkName(call.info().name(), applied.tree);
        boolean isMain = call.info().subresource().isEmpty();
        if (isMain && isMissing(call, resource)) {
            Fields created = merged(call, resource, null, applied, options);
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
                        current -> merged(call, resource, current, applied, options))
                .reply(resource);
    }

    /// What the configuration makes of the live object of that kind, as the endpoint of the call sees it.
    ///
    /// @param current null when there is none yet
    public Fields merged(
            Call call,
            Resource resource,
            @Nullable Fields current,
            Configuration applied,
            WriteOptions options) {
        Fields merged =
                merged(
                        call,
                        BodyDecoder.Expected.of(resource),
                        new Ownership(resource, call.info().subresource()),
                        current,
                        applied,
                        options);
        return CreateVerb.inNamespace(call, resource, merged);
    }

    private boolean isMissing(Call call, Resource resource) {
        return backend.objects().get(resource.key(call.info().namespace(), call.info().name()))
                == null;
    }

    private static Fields withoutRevision(Fields object) {
        return object.with("metadata", object.fields("metadata").without("resourceVersion"));
    }

    /// @throws ApiException 400 when it is no YAML, or of another kind
    public static Configuration decode(Call call, BodyDecoder.Expected expected) {
        Json.Parsed parsed =
                call.body() instanceof Body.Document(_, Object tree)
                        ? new Json.Parsed(tree, new Duplicates())
                        : parse(BodyDecoder.bytes(call));
        Object raw = parsed.tree();
        if (raw != null && !(raw instanceof Fields)) {
            throw bad(
                    "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                            + (raw instanceof List<?> ? "array" : "string")
                            + " into Go value of type map[string]interface {}");
        }
        Fields applied = raw == null ? Fields.EMPTY : (Fields) raw;
        GroupVersion version = GroupVersion.parse(applied.string("apiVersion"));
        if (!version.equals(expected.groupVersion())
                || !applied.string("kind").equals(expected.kind())) {
            throw bad(
                    "invalid object type: "
                            + version.group()
                            + "/"
                            + version.version()
                            + ", Kind="
                            + applied.string("kind"));
        }
        return new Configuration(applied, String.join("", parsed.complaints()));
    }

    private static Json.Parsed parse(byte[] body) {
        try {
            return Yaml.parseStrict(body);
        } catch (DecodeException malformed) {
            throw bad(
                    "error decoding YAML: error converting YAML to JSON: "
                            + malformed.getMessage());
        }
    }

    private static ApiException bad(String message) {
        return new ApiException(Failure.badRequest(message));
    }

    /// What the configuration makes of the live object, normalised.
    ///
    /// @param current null when there is none yet
    /// @throws ApiException 409 when others own what would change
    public Fields merged(
            Call call,
            BodyDecoder.Expected expected,
            ManagedFields.Versions versions,
            @Nullable Fields current,
            Configuration applied,
            WriteOptions options) {
        ManagedFields.Applied outcome;
        try {
            outcome =
                    ManagedFields.apply(
                            versions,
                            current,
                            applied.tree,
                            new ManagedFields.Writer(
                                    options.fieldManager(),
                                    expected.groupVersion().toString(),
                                    call.info().subresource()),
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
            case ManagedFields.Applied.Merged(Fields object, _) -> {
                complain(call, applied.complaint, options.fieldValidation());
                yield normalised(call, expected, object, options);
            }
        };
    }

    private static void complain(Call call, String complaint, FieldValidation validation) {
        if (complaint.isEmpty() || validation == FieldValidation.IGNORE) {
            return;
        }
        if (validation == FieldValidation.STRICT) {
            throw bad("error strict decoding YAML: error converting YAML to JSON: " + complaint);
        }
        complaint.lines().skip(1).forEach(line -> call.warn(line.strip()));
    }

    private static Fields normalised(
            Call call, BodyDecoder.Expected expected, Fields object, WriteOptions options) {
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
