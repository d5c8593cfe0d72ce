package io.djong.apiserver.verbs;

import io.djong.admission.AdmissionChain;
import io.djong.admission.Review;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Objects.Outcome;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.storage.StoredObject;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How an object changes: from what is stored to what shall be stored, again when somebody else was faster and the
/// request does not insist on a version.
public final class Update {

    /// A request that loses so often gives up, so that it cannot spin for ever.
    private static final int ATTEMPTS = 20;

    private static final String MODIFIED =
            "the object has been modified; please apply your changes to the latest version and try again";

    private final Backend backend;

    public Update(Backend backend) {
        this.backend = backend;
    }

    /// What the object is to become.
    @FunctionalInterface
    public interface Change {
        /// @param current in the served version, with its revision
        Fields next(Fields current);
    }

    /// Which part of the object a request may change.
    public enum Part {
        /// Everything but `status`.
        MAIN,
        STATUS,
        /// As [#MAIN], changed through its scale: that one is what admission has seen, and it brings the owners.
        SCALE,
        /// What [Change] returns is what is stored, with its owners.
        AS_GIVEN
    }

    /// How the change came.
    public enum Origin {
        /// A whole object: its uid must be that of the stored one.
        PUT,
        PATCH,
        /// The change says itself who owns what.
        APPLY
    }

    /// `changed` with its defaults, as the sender of `call` owns it.
    public Fields owned(
            Call call, Resource resource, WriteOptions options, Fields before, Fields changed) {
        return new Ownership(resource, call.info().subresource())
                .ofChanged(
                        before,
                        resource.rules().defaults(changed),
                        Ownership.writer(call, options, resource),
                        backend.clock().now());
    }

    /// @throws ApiException 404 when there is no such object
    public Saved update(
            Call call,
            Resource resource,
            String name,
            Part part,
            Origin origin,
            WriteOptions options,
            Change change) {
        String key = resource.key(call.info().namespace(), name);
        ApiException lost = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Stored current = backend.objects().get(key);
            if (current == null) {
                throw new ApiException(Failure.notFound(resource.group(), resource.name(), name));
            }
            RequestContext context = backend.context(call, options.dryRun());
            try {
                Saved saved =
                        updateOnce(call, resource, current, part, origin, options, change, context);
                if (saved != null) {
                    context.settle();
                    return saved;
                }
                context.undo();
                lost = conflict(resource, name);
            } catch (RuntimeException | Error failed) {
                context.undo();
                throw failed;
            }
        }
        throw lost == null ? conflict(resource, name) : lost;
    }

    /// Null when somebody else was faster.
    private @Nullable Saved updateOnce(
            Call call,
            Resource resource,
            Stored current,
            Part part,
            Origin origin,
            WriteOptions options,
            Change change,
            RequestContext context) {
        AdmissionChain admission = backend.admission().get();
        Fields before = resource.conversion().toServed(current.tree());
        Fields next = change.next(before);
        if (origin == Origin.PUT) {
            checkUid(resource, before, next);
        }
        String wanted = next.fields("metadata").string("resourceVersion");
        boolean insists = !wanted.isEmpty() && !wanted.equals("0");
        if (insists && !wanted.equals(Long.toString(current.revision()))) {
            throw conflict(resource, before.fields("metadata").string("name"));
        }
        if (!insists) {
            checkUnconditional(resource, next);
            next = next.withAt(Long.toString(current.revision()), "metadata", "resourceVersion");
        }
        io.djong.admission.Call review =
                backend.admissionCall(
                        call,
                        resource,
                        before.fields("metadata").string("name"),
                        options.dryRun(),
                        options.document());
        next = OwnerReferences.distinct(call, resource.rules().defaults(next));
        boolean isScale = part == Part.SCALE;
        if (origin != Origin.APPLY && !isScale && part != Part.AS_GIVEN) {
            next =
                    new Ownership(resource, call.info().subresource())
                            .ofChanged(
                                    before,
                                    next,
                                    Ownership.writer(call, options, resource),
                                    context.now());
        }
        if (!isScale) {
            next = admission.mutate(new Review.Update(review, next, before));
        }
        next = prepare(resource, next, before, part, context);
        backend.escalation()
                .check(
                        call.user(),
                        resource.name(),
                        before.fields("metadata").string("namespace"),
                        next,
                        before);
        boolean isMain = part == Part.MAIN || isScale;
        if (isMain) {
            next = resource.rules().beginUpdate(next, before, context);
        }
        next = Canonical.served(resource, resource.rules().defaults(next));
        validate(call, resource, next, before, part);
        if (isMain) {
            resource.rules().warningsOnUpdate(next, before).forEach(call::warn);
        }
        context.warnings().forEach(call::warn);
        if (!isScale) {
            admission.validate(new Review.Update(review, next, before));
        }
        return save(resource, current, next, options, context);
    }

    private static void checkUid(Resource resource, Fields before, Fields next) {
        String wanted = next.fields("metadata").string("uid");
        String is = before.fields("metadata").string("uid");
        if (!wanted.isEmpty() && !wanted.equals(is)) {
            Fields metadata = before.fields("metadata");
            String place =
                    resource.isNamespaced()
                            ? metadata.string("namespace") + "/" + metadata.string("name")
                            : metadata.string("name");
            throw new ApiException(
                    Failure.conflict(
                            resource.group(),
                            resource.name(),
                            metadata.string("name"),
                            "StorageError: invalid object, Code: 4, Key: /registry/"
                                    + resource.name()
                                    + "/"
                                    + place
                                    + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
                                    + wanted
                                    + ", UID in object meta: "
                                    + is));
        }
    }

    private static void checkUnconditional(Resource resource, Fields next) {
        if (!resource.rules().updatesUnconditionally()) {
            // Upstream names the resource here, not the kind.
            FieldErrors errors = new FieldErrors();
            errors.add(
                    new io.djong.apiserver.validation.FieldError(
                            io.djong.apiserver.validation.FieldError.Type.INVALID,
                            "metadata.resourceVersion",
                            "Invalid value: 0: must be specified for an update"));
            errors.throwIfAny(
                    resource.group(), resource.name(), next.fields("metadata").string("name"));
        }
    }

    private static Fields prepare(
            Resource resource, Fields next, Fields before, Part part, RequestContext context) {
        Fields kept = SystemFields.keep(next, before);
        return switch (part) {
            case AS_GIVEN -> counted(resource, kept, before);
            case MAIN, SCALE -> {
                Fields prepared = resource.hasStatus() ? withStatusOf(kept, before) : kept;
                prepared = resource.rules().prepareForUpdate(prepared, before, context);
                yield counted(resource, prepared, before);
            }
            case STATUS -> {
                Fields status =
                        before.with(
                                        "metadata",
                                        ResetFields.statusMetadata(
                                                resource,
                                                kept.fields("metadata"),
                                                before.fields("metadata")))
                                .with("status", kept.value("status"));
                yield resource.rules().prepareForStatusUpdate(status, before, context);
            }
        };
    }

    /// With a new generation, when something changed that counts.
    private static Fields counted(Resource resource, Fields next, Fields before) {
        boolean changed = !resource.rules().specOf(next).equals(resource.rules().specOf(before));
        return resource.traits().hasGeneration() && changed
                ? SystemFields.bumpGeneration(next)
                : next;
    }

    private static Fields withStatusOf(Fields object, Fields before) {
        return before.has("status")
                ? object.with("status", before.value("status"))
                : object.without("status");
    }

    private static void validate(
            Call call, Resource resource, Fields next, Fields before, Part part) {
        FieldErrors errors = new FieldErrors();
        Fields metadata = next.fields("metadata");
        ObjectMetaRules.validateAlways(metadata, errors);
        ObjectMetaRules.validateUpdate(metadata, before.fields("metadata"), errors);
        ObjectMetaRules.validateUpdate(metadata, before.fields("metadata"), errors);
        if (!UpdateHabits.checksOnlyChanges(resource)) {
            ObjectMetaRules.validateAlways(metadata, errors);
        }
        switch (part) {
            case MAIN, SCALE -> {
                if (resource.custom() == null) {
                    ObjectMetaRules.validateStandardFinalizers(metadata, errors);
                }
                resource.rules().validateUpdate(next, before, errors);
            }
            case STATUS -> resource.rules().validateStatusUpdate(next, before, errors);
            case AS_GIVEN ->
                    resource.rules().validatePart(call.info().subresource(), next, before, errors);
        }
        errors.warnings().forEach(call::warn);
        errors.throwIfAny(resource.storage().group(), resource.kind(), metadata.string("name"));
    }

    private @Nullable Saved save(
            Resource resource,
            Stored current,
            Fields next,
            WriteOptions options,
            RequestContext context) {
        if (options.dryRun()) {
            return new Saved(next, null, false);
        }
        StoredObject object = Canonical.stored(resource, next);
        if (Arrays.equals(object.bytes(), current.object().bytes())) {
            return Saved.of(resource, current, false);
        }
        if (isReadyToGo(resource, next)) {
            return switch (backend.objects().remove(current)) {
                case Outcome.Written _ -> {
                    resource.rules().afterDelete(next, context);
                    yield new Saved(next, null, false);
                }
                case Outcome.Lost _ -> null;
            };
        }
        return switch (backend.objects().replace(current, object)) {
            case Outcome.Written(var written) -> Saved.of(resource, written, false);
            case Outcome.Lost _ -> null;
        };
    }

    /// Whether the last thing that kept a going object is gone.
    static boolean isReadyToGo(Resource resource, Fields object) {
        Fields metadata = object.fields("metadata");
        return metadata.has("deletionTimestamp")
                && metadata.list("finalizers").isEmpty()
                && metadata.integer("deletionGracePeriodSeconds") == 0
                && !resource.rules().staysWhileDeleting(object);
    }

    public static ApiException conflict(Resource resource, String name) {
        return new ApiException(
                Failure.conflict(resource.group(), resource.name(), name, MODIFIED));
    }
}
