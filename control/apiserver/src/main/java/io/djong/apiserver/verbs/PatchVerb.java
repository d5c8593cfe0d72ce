package io.djong.apiserver.verbs;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Body;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.tree.Fields;
import java.util.List;

/// `PATCH` of one object, or of its status, in any of the four forms.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply PATCH
public final class PatchVerb implements Verb {

    static final List<String> ACCEPTED =
            List.of(
                    MediaTypes.JSON_PATCH,
                    MediaTypes.MERGE_PATCH,
                    MediaTypes.STRATEGIC_PATCH,
                    MediaTypes.APPLY_PATCH);

    /// Strategic patches need to know the type.
    private static final List<String> OF_CUSTOM =
            ACCEPTED.stream().filter(type -> !type.equals(MediaTypes.STRATEGIC_PATCH)).toList();

    private final Backend backend;
    private final Update update;

    public PatchVerb(Backend backend) {
        this.backend = backend;
        this.update = new Update(backend);
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        String mediaType = mediaType(call, resource.custom() == null ? ACCEPTED : OF_CUSTOM);
        boolean isApply = mediaType.equals(MediaTypes.APPLY_PATCH);
        WriteOptions options = WriteOptions.of("PatchOptions", call.query(), isApply);
        if (isApply) {
            return new ApplyPatch(backend).serve(call, resource, options);
        }
        DocumentPatch patch = DocumentPatch.of(mediaType, body(call));
        String name = call.info().name();
        boolean isStatus = call.info().subresource().equals("status");
        return update.update(
                        call,
                        resource,
                        name,
                        isStatus ? Update.Part.STATUS : Update.Part.MAIN,
                        Update.Origin.PATCH,
                        options,
                        current -> patched(call, resource, options, patch, current))
                .reply(resource);
    }

    public static String mediaType(Call call) {
        return mediaType(call, ACCEPTED);
    }

    private static String mediaType(Call call, List<String> accepted) {
        String contentType = call.body().contentTypeOrNull();
        String bare = contentType == null ? "" : MediaTypes.bare(contentType);
        if (!accepted.contains(bare)) {
            throw MediaTypes.unsupported(accepted);
        }
        return bare;
    }

    public static DocumentPatch.Source body(Call call) {
        return call.body() instanceof Body.Document(_, Object tree)
                ? new DocumentPatch.Source.Tree(tree)
                : new DocumentPatch.Source.Encoded(BodyDecoder.bytes(call));
    }

    static Fields patched(
            Call call,
            Resource resource,
            WriteOptions options,
            DocumentPatch patch,
            Fields current) {
        BodyDecoder.Expected expected = BodyDecoder.Expected.of(resource);
        Fields next = patch.apply(call, current, expected, options.fieldValidation());
        next = CreateVerb.inNamespace(call, resource, next);
        UpdateVerb.checkName(call.info().name(), next);
        return next;
    }
}
