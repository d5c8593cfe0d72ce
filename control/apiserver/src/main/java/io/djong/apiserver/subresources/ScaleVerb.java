package io.djong.apiserver.subresources;

import io.djong.admission.Review;
import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.resources.ScalePaths;
import io.djong.apiserver.selectors.LabelSelectors;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.verbs.ApplyPatch;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.DocumentPatch;
import io.djong.apiserver.verbs.GetVerb;
import io.djong.apiserver.verbs.OwnedDocument;
import io.djong.apiserver.verbs.PatchVerb;
import io.djong.apiserver.verbs.Saved;
import io.djong.apiserver.verbs.Update;
import io.djong.apiserver.verbs.UpdateVerb;
import io.djong.apiserver.verbs.Verb;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.LabelSelector;
import io.djong.meta.tree.Fields;
import io.djong.wire.managed.ScaleOwnership;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `scale`: the replicas of any kind that has them.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/ Scale
public final class ScaleVerb implements Verb {

    private static final BodyDecoder.Expected SCALE =
            Documents.expected("autoscaling", "v1", "Scale", "io.k8s.api.autoscaling.v1.Scale");

    private final Backend backend;
    private final Update update;

    public ScaleVerb(Backend backend) {
        this.backend = backend;
        this.update = new Update(backend);
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        return switch (call.method()) {
            case "GET" ->
                    Reply.document(
                            200,
                            scale(resource, GetVerb.find(backend, call, resource).tree()),
                            null);
            case "PUT" -> put(call, resource);
            case "PATCH" -> patch(call, resource);
            default -> throw Documents.methodNotAllowed();
        };
    }

    private Reply put(Call call, Resource resource) {
        WriteOptions options = WriteOptions.of("UpdateOptions", call.query(), false);
        Fields scale = Documents.decode(call, SCALE, options);
        UpdateVerb.checkName(call.info().name(), scale);
        GetVerb.find(backend, call, resource);
        return change(
                call,
                resource,
                options,
                Update.Origin.PUT,
                current -> owned(call, options, current, scale));
    }

    private Reply patch(Call call, Resource resource) {
        String mediaType = PatchVerb.mediaType(call);
        boolean isApply = mediaType.equals(MediaTypes.APPLY_PATCH);
        WriteOptions options = WriteOptions.of("PatchOptions", call.query(), isApply);
        if (isApply) {
            return apply(call, resource, options);
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
                                options,
                                current,
                                patch.apply(call, current, SCALE, options.fieldValidation())));
    }

    private Reply apply(Call call, Resource resource, WriteOptions options) {
        ApplyPatch apply = new ApplyPatch(backend);
        ApplyPatch.Configuration applied = ApplyPatch.decode(call, SCALE);
        UpdateVerb.checkName(call.info().name(), applied.tree());
        return change(
                call,
                resource,
                options,
                Update.Origin.APPLY,
                current ->
                        apply.merged(
                                call, SCALE, new OwnedDocument(SCALE), current, applied, options));
    }

    private Fields owned(Call call, WriteOptions options, Fields before, Fields changed) {
        return new OwnedDocument(SCALE)
                .ofChanged(call, options, before, changed, backend.clock().now());
    }

    /// What becomes of a scale, and who owns its fields.
    private interface Wanted {
        Fields scale(Fields current);
    }

    private Reply change(
            Call call,
            Resource resource,
            WriteOptions options,
            Update.Origin origin,
            Wanted wanted) {
        Saved saved =
                update.update(
                        call,
                        resource,
                        call.info().name(),
                        Update.Part.SCALE,
                        origin,
                        options,
                        current -> scaled(call, resource, current, options, wanted));
        return Reply.document(200, scale(resource, saved.tree()), null);
    }

    private Fields scaled(
            Call call, Resource resource, Fields current, WriteOptions options, Wanted wanted) {
        ScaleOwnership ownership = new ScaleOwnership(replicas(resource));
        Fields before = ownership.toScale(current, scale(resource, current));
        Fields scale =
                backend.admit(
                        new Review.Update(
                                backend.admissionCall(
                                        call,
                                        resource,
                                        call.info().name(),
                                        options.dryRun(),
                                        options.document(),
                                        SCALE.groupVersion(),
                                        SCALE.kind()),
                                wanted.scale(before),
                                before));
        validate(scale, current.fields("metadata"));
        if (!call.method().equals("PUT")) {
            checkUid(resource, scale, current.fields("metadata"));
        }
        Fields metadata = scale.fields("metadata");
        Fields own =
                current.fields("metadata")
                        .with("resourceVersion", metadata.string("resourceVersion"));
        if (!metadata.string("uid").isEmpty()) {
            own = own.with("uid", metadata.string("uid"));
        }
        Fields changed =
                current.with("metadata", own)
                        .withAt(
                                scale.fields("spec").integer("replicas"),
                                paths(resource).specReplicas().toArray(String[]::new));
        return ownership.toParent(changed, scale, resource.apiVersion());
    }

    private static void validate(Fields scale, Fields parent) {
        long replicas = scale.fields("spec").integer("replicas");
        if (replicas < 0) {
            FieldErrors errors = new FieldErrors();
            errors.invalid(
                    FieldPath.of("spec", "replicas"),
                    replicas,
                    "must be greater than or equal to 0");
            errors.throwIfAny("autoscaling", "Scale", parent.string("name"));
        }
    }

    /// A PUT states its uid as a condition, which is checked before.
    private static void checkUid(Resource resource, Fields scale, Fields parent) {
        String uid = scale.fields("metadata").string("uid");
        if (!uid.isEmpty() && !uid.equals(parent.string("uid"))) {
            throw new ApiException(
                    Failure.conflict(
                            resource.group(),
                            resource.name() + "/scale",
                            parent.string("name"),
                            "Precondition failed: UID in precondition: "
                                    + uid
                                    + ", UID in object meta: "
                                    + parent.string("uid")));
        }
    }

    /// Where each version of the kind has its replicas.
    private static Map<String, List<String>> replicas(Resource resource) {
        Map<String, List<String>> replicas = new HashMap<>();
        for (Resource other : Resources.KNOWN) {
            if (other.storage().equals(resource.storage())
                    && other.kind().equals(resource.kind())) {
                ScalePaths paths = other.scale();
                replicas.put(other.apiVersion(), paths == null ? List.of() : paths.specReplicas());
            }
        }
        replicas.put(resource.apiVersion(), paths(resource).specReplicas());
        return replicas;
    }

    private static ScalePaths paths(Resource resource) {
        ScalePaths paths = resource.scale();
        return paths == null ? ScalePaths.USUAL : paths;
    }

    private static long number(Fields object, List<String> path) {
        return object.at(path.toArray(String[]::new)) instanceof Number number
                ? number.longValue()
                : 0;
    }

    private static Fields scale(Resource resource, Fields object) {
        ScalePaths paths = paths(resource);
        Fields metadata = object.fields("metadata");
        long wanted = number(object, paths.specReplicas());
        Fields.Builder status =
                Fields.builder().add("replicas", number(object, paths.statusReplicas()));
        String selector = selector(object, paths);
        if (!selector.isEmpty()) {
            status.add("selector", selector);
        }
        Fields.Builder kept = new Fields.Builder(5);
        for (String name :
                List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            kept.add(name, metadata.value(name));
        }
        return new Fields.Builder(5)
                .add("kind", "Scale")
                .add("apiVersion", "autoscaling/v1")
                .add("metadata", kept.build())
                .add("spec", wanted == 0 ? Fields.EMPTY : Fields.of("replicas", wanted))
                .add("status", status.build())
                .build();
    }

    @SuppressWarnings("unchecked")
    private static String selector(Fields object, ScalePaths paths) {
        if (paths.selector().isEmpty()) {
            return "";
        }
        if (object.at(paths.selector().toArray(String[]::new)) instanceof String text) {
            return text;
        }
        if (!(object.at(paths.selector().toArray(String[]::new)) instanceof Fields selector)) {
            return "";
        }
        LabelSelector read =
                paths.selectorIsMap()
                        ? LabelSelector.of((Map<String, String>) (Map<String, ?>) selector)
                        : LabelSelectors.of(selector);
        return LabelSelectors.text(read);
    }
}
