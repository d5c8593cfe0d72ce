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
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import org.jspecify.annotations.Nullable;

/// How an object comes into being. The order of the steps is part of the API: plug-ins see defaulted fields, validation
/// sees what plug-ins added, and only what was validated is stored.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/ API concepts
final class Creation {

    /// How often a generated name may be taken already, as upstream tries.
    private static final int NAME_ATTEMPTS = 8;

    private final Backend backend;

    Creation(Backend backend) {
        this.backend = backend;
    }

    /// @param submitted in the served version, with the namespace of the request
    Saved create(Call call, Resource resource, Fields submitted, WriteOptions options) {
        return create(call, resource, submitted, options, false);
    }

    /// As [#create], of an object that says already who owns its fields.
    Saved createOwned(Call call, Resource resource, Fields submitted, WriteOptions options) {
        return create(call, resource, submitted, options, true);
    }

    private Saved create(
            Call call, Resource resource, Fields submitted, WriteOptions options, boolean owned) {
        boolean generated = SystemFields.wantsName(submitted);
        for (int attempt = 1; ; attempt++) {
            RequestContext context = backend.context(call, options.dryRun());
            try {
                Saved saved = createOnce(call, resource, submitted, options, owned, context);
                context.settle();
                return saved;
            } catch (ApiException refused) {
                context.undo();
                if (!generated || attempt == NAME_ATTEMPTS || !refused.is(Reason.ALREADY_EXISTS)) {
                    throw refused;
                }
            } catch (RuntimeException | Error failed) {
                context.undo();
                throw failed;
            }
        }
    }

    private Saved createOnce(
            Call call,
            Resource resource,
            Fields submitted,
            WriteOptions options,
            boolean owned,
            RequestContext context) {
        refuseWhileTerminating(resource, submitted);
        AdmissionChain admission = backend.admission().get();
        io.djong.admission.Call review =
                backend.admissionCall(
                        call,
                        resource,
                        submitted.fields("metadata").string("name"),
                        options.dryRun(),
                        options.document());

        Fields object =
                OwnerReferences.distinct(
                        call, SystemFields.wipe(resource.rules().defaults(submitted)));
        if (!owned) {
            object =
                    new Ownership(resource, "")
                            .ofNew(
                                    object,
                                    Ownership.writer(call, options, resource),
                                    context.now());
        }
        object = admission.mutate(new Review.Create(review, object));
        object = SystemFields.stamp(object, context);
        if (SystemFields.wantsName(object)) {
            object = SystemFields.withGeneratedName(object, context.random());
        }
        object = prepare(resource, object, context);
        backend.escalation()
                .check(
                        call.user(),
                        resource.name(),
                        object.fields("metadata").string("namespace"),
                        object,
                        null);
        object = resource.rules().beginCreate(object, context);
        object = Canonical.served(resource, resource.rules().defaults(object));
        validate(call, resource, object);
        warn(call, resource, object, context);
        admission.validate(new Review.Create(review, object));
        return save(resource, object, submitted, options);
    }

    private static void refuseWhileTerminating(Resource resource, Fields submitted) {
        if (resource.custom() != null && resource.custom().isTerminating()) {
            throw new ApiException(
                    Failure.forbidden(
                            resource.group(),
                            resource.name(),
                            submitted.fields("metadata").string("name"),
                            "create not allowed while custom resource definition is terminating"));
        }
    }

    private static Fields prepare(Resource resource, Fields object, RequestContext context) {
        boolean drops = resource.hasStatus() && !resource.rules().keepsStatusOnCreate();
        Fields prepared = drops ? object.without("status") : object;
        if (resource.traits().hasGeneration()) {
            prepared = prepared.withAt(1L, "metadata", "generation");
        }
        return resource.rules().prepareForCreate(prepared, context);
    }

    private static void validate(Call call, Resource resource, Fields object) {
        FieldErrors errors = new FieldErrors();
        ObjectMetaRules.validateCreate(
                object.fields("metadata"),
                resource.isNamespaced(),
                resource.rules().nameRule(object),
                errors);
        if (resource.custom() == null) {
            ObjectMetaRules.validateStandardFinalizers(object.fields("metadata"), errors);
        }
        resource.rules().validateCreate(object, errors);
        errors.warnings().forEach(call::warn);
        errors.throwIfAny(
                resource.storage().group(),
                resource.kind(),
                object.fields("metadata").string("name"));
    }

    private static void warn(Call call, Resource resource, Fields object, RequestContext context) {
        resource.rules().warningsOnCreate(object).forEach(call::warn);
        context.warnings().forEach(call::warn);
    }

    private Saved save(Resource resource, Fields object, Fields submitted, WriteOptions options) {
        Fields metadata = object.fields("metadata");
        String key = resource.key(metadata.string("namespace"), metadata.string("name"));
        if (options.dryRun()) {
            Stored there = backend.objects().get(key);
            if (there != null) {
                throw exists(resource, metadata.string("name"), there);
            }
            return new Saved(object, null, true);
        }
        refuseRevision(submitted);
        StoredObject stored = Canonical.stored(resource, object);
        return switch (backend.objects().insert(key, stored)) {
            case Outcome.Written(var written) -> Saved.of(resource, written, true);
            case Outcome.Lost(var there) -> throw exists(resource, metadata.string("name"), there);
        };
    }

    private static void refuseRevision(Fields submitted) {
        String revision = submitted.fields("metadata").string("resourceVersion");
        if (!revision.isEmpty()
                && !revision.equals("0")
                && revision.chars().allMatch(Character::isDigit)) {
            throw new ApiException(
                    new Failure(
                            Reason.UNKNOWN,
                            500,
                            "resourceVersion should not be set on objects to be created",
                            null));
        }
    }

    private static ApiException exists(Resource resource, String name, @Nullable Stored there) {
        Failure failure = Failure.alreadyExists(resource.group(), resource.name(), name);
        return there != null && there.metadata().has("deletionTimestamp")
                ? new ApiException(
                        new Failure(
                                failure.reason(),
                                failure.code(),
                                "object is being deleted: " + failure.message(),
                                failure.details()))
                : new ApiException(failure);
    }
}
