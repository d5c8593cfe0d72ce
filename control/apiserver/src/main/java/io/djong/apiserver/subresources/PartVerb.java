package io.djong.apiserver.subresources;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.verbs.ApplyPatch;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.CreateVerb;
import io.djong.apiserver.verbs.DocumentPatch;
import io.djong.apiserver.verbs.GetVerb;
import io.djong.apiserver.verbs.PatchVerb;
import io.djong.apiserver.verbs.Update;
import io.djong.apiserver.verbs.UpdateVerb;
import io.djong.apiserver.verbs.Verb;
import io.djong.meta.tree.Fields;

/// A subresource that is read and written like its object, but changes one part of it only:
/// `ephemeralcontainers`, `resize`, `approval`.
public final class PartVerb implements Verb {

    /// Which part of the submitted object counts.
    @FunctionalInterface
    public interface Part {
        /// @param submitted the whole object as the client sent it
        /// @return `before` with the part replaced; may throw when the change is not allowed
        Fields merged(Fields before, Fields submitted);
    }

    private final Backend backend;
    private final Update update;
    private final Part part;

    public PartVerb(Backend backend, Part part) {
        this.backend = backend;
        this.update = new Update(backend);
        this.part = part;
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        return switch (call.method()) {
            case "GET" -> Reply.ok(GetVerb.find(backend, call, resource), resource);
            case "PUT" -> put(call, resource);
            case "PATCH" -> patch(call, resource);
            default -> throw Documents.methodNotAllowed();
        };
    }

    private Reply put(Call call, Resource resource) {
        WriteOptions options = WriteOptions.of("UpdateOptions", call.query(), false);
        Fields submitted = CreateVerb.decode(call, resource, options);
        UpdateVerb.checkName(call.info().name(), submitted);
        Fields placed = CreateVerb.inNamespace(call, resource, submitted);
        return change(
                call,
                resource,
                options,
                Update.Origin.PUT,
                current -> owned(call, resource, options, current, placed));
    }

    private Reply patch(Call call, Resource resource) {
        String mediaType = PatchVerb.mediaType(call);
        boolean isApply = mediaType.equals(MediaTypes.APPLY_PATCH);
        WriteOptions options = WriteOptions.of("PatchOptions", call.query(), isApply);
        BodyDecoder.Expected expected = BodyDecoder.Expected.of(resource);
        if (isApply) {
            return apply(call, resource, options, expected);
        }
        DocumentPatch patch = DocumentPatch.of(mediaType, PatchVerb.body(call));
        return change(
                call,
                resource,
                options,
                Update.Origin.PATCH,
                current ->
                        owned(
                                call,
                                resource,
                                options,
                                current,
                                patch.apply(call, current, expected, options.fieldValidation())));
    }

    private Reply apply(
            Call call, Resource resource, WriteOptions options, BodyDecoder.Expected expected) {
        ApplyPatch apply = new ApplyPatch(backend);
        ApplyPatch.Configuration applied = ApplyPatch.decode(call, expected);
        UpdateVerb.checkName(call.info().name(), applied.tree());
        return change(
                call,
                resource,
                options,
                Update.Origin.APPLY,
                current -> apply.merged(call, resource, current, applied, options));
    }

    private Fields owned(
            Call call, Resource resource, WriteOptions options, Fields current, Fields changed) {
        return update.owned(call, resource, options, current, resource.rules().defaults(changed));
    }

    /// @param submitted the whole object as it was sent, with its owners
    private Reply change(
            Call call,
            Resource resource,
            WriteOptions options,
            Update.Origin origin,
            Update.Change submitted) {
        return update.update(
                        call,
                        resource,
                        call.info().name(),
                        Update.Part.AS_GIVEN,
                        origin,
                        options,
                        current -> merged(current, submitted.next(current)))
                .reply(resource);
    }

    /// The version that the client insists on stays with the merged object. So does what it owns, which is what it sent:
    /// upstream drops the rest only afterwards.
    private Fields merged(Fields current, Fields submitted) {
        Fields metadata = submitted.fields("metadata");
        Fields merged = part.merged(current, submitted);
        Fields own = merged.fields("metadata");
        own =
                metadata.has("managedFields")
                        ? own.with("managedFields", metadata.value("managedFields"))
                        : own.without("managedFields");
        return merged.with("metadata", own)
                .withAt(metadata.string("resourceVersion"), "metadata", "resourceVersion")
                .withAt(
                        metadata.string("uid").isEmpty()
                                ? current.fields("metadata").string("uid")
                                : metadata.string("uid"),
                        "metadata",
                        "uid");
    }
}
