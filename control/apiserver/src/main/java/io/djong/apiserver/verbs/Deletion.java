package io.djong.apiserver.verbs;

import io.djong.admission.Review;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.DeleteOptions;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Objects.Outcome;
import io.djong.apiserver.storage.Stored;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an object goes: at once, after its grace period, or when its finalizers let it.
///
/// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/ Finalizers
public final class Deletion {

    private static final int ATTEMPTS = 20;
    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";

    private final Backend backend;

    public Deletion(Backend backend) {
        this.backend = backend;
    }

    /// @param object as it was last, or as it is now when it stays for a while; in the served version
    public record Deleted(Fields object, @Nullable Stored stored, boolean isGone) {}

    /// @throws ApiException 404, 409 when a precondition does not hold
    public Deleted delete(
            Call call, Resource resource, String key, String name, DeleteOptions options) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Stored current = backend.objects().get(key);
            if (current == null) {
                throw new ApiException(Failure.notFound(resource.group(), resource.name(), name));
            }
            Deleted deleted = deleteOnce(call, resource, current, options);
            if (deleted != null) {
                return deleted;
            }
        }
        throw Update.conflict(resource, name);
    }

    /// Null when somebody else was faster.
    private @Nullable Deleted deleteOnce(
            Call call, Resource resource, Stored current, DeleteOptions options) {
        Fields before = resource.conversion().toServed(current.tree());
        String name = before.fields("metadata").string("name");
        checkPreconditions(resource, before, options);
        RequestContext context = backend.context(call, options.dryRun());
        backend.admit(
                new Review.Delete(
                        backend.admissionCall(
                                call, resource, name, options.dryRun(), options.document()),
                        before));
        Fields next = withPropagation(resource, before, options);
        Long grace = resource.rules().graceSeconds(before, options.graceSeconds());
        boolean stays =
                !next.fields("metadata").list("finalizers").isEmpty()
                        || resource.rules().staysWhileDeleting(next);
        if (grace != null) {
            next = withGrace(next, before, grace, options.graceSeconds(), context.now());
            if (next.equals(before)
                    && (stays
                            || before.fields("metadata").integer("deletionGracePeriodSeconds")
                                    > 0)) {
                return new Deleted(before, current, false);
            }
            stays |= next.fields("metadata").integer("deletionGracePeriodSeconds") > 0;
        } else if (stays) {
            next =
                    resource.rules()
                            .beginDelete(withDeletionMark(resource, next, context.now()), context);
        }
        if (options.dryRun()) {
            return new Deleted(next, null, !stays);
        }
        Stored last = current;
        if (!next.equals(before) && (stays || grace != null)) {
            switch (backend.objects().replace(current, Canonical.stored(resource, next))) {
                case Outcome.Written(var written) -> last = written;
                case Outcome.Lost _ -> {
                    return null;
                }
            }
        }
        if (stays) {
            return new Deleted(resource.conversion().toServed(last.tree()), last, false);
        }
        return switch (backend.objects().remove(last)) {
            case Outcome.Written(var removed) -> {
                resource.rules().afterDelete(before, context);
                yield new Deleted(resource.conversion().toServed(removed.tree()), null, true);
            }
            case Outcome.Lost _ -> null;
        };
    }

    private static void checkPreconditions(
            Resource resource, Fields object, DeleteOptions options) {
        Fields metadata = object.fields("metadata");
        String uid = metadata.string("uid");
        String revision = metadata.string("resourceVersion");
        boolean isNamespace = resource.kind().equals("Namespace");
        String subject = isNamespace ? resource.name() : resource.kind();
        if (!options.uid().isEmpty() && !options.uid().equals(uid)) {
            throw new ApiException(
                    Failure.conflict(
                            resource.group(),
                            subject,
                            metadata.string("name"),
                            isNamespace
                                    ? "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                                            .formatted(options.uid(), uid)
                                    : "the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated"
                                            .formatted(options.uid(), uid)));
        }
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(revision)) {
            throw new ApiException(
                    Failure.conflict(
                            resource.group(),
                            subject,
                            metadata.string("name"),
                            isNamespace
                                    ? "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object meta: %s"
                                            .formatted(options.resourceVersion(), revision)
                                    : "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s). The object might have been modified"
                                            .formatted(options.resourceVersion(), revision)));
        }
    }

    /// The finalizers by which the garbage collector learns what becomes of dependents.
    private static Fields withPropagation(Resource resource, Fields object, DeleteOptions options) {
        List<@Nullable Object> finalizers = object.fields("metadata").list("finalizers");
        String policy = policy(resource, finalizers, options);
        List<@Nullable Object> changed = new ArrayList<>(finalizers);
        changed.removeIf(finalizer -> ORPHAN.equals(finalizer) || FOREGROUND.equals(finalizer));
        switch (policy) {
            case "Orphan" -> changed.add(ORPHAN);
            case "Foreground" -> changed.add(FOREGROUND);
            default -> {}
        }
        if (changed.equals(finalizers)) {
            return object;
        }
        Fields metadata = object.fields("metadata");
        return object.with(
                "metadata",
                changed.isEmpty()
                        ? metadata.without("finalizers")
                        : metadata.with("finalizers", List.copyOf(changed)));
    }

    /// What the request says, else what an earlier one said, else the kind's habit.
    private static String policy(
            Resource resource, List<@Nullable Object> finalizers, DeleteOptions options) {
        if (options.orphanDependents() != null) {
            return options.orphanDependents() ? "Orphan" : "Background";
        }
        if (!options.propagation().isEmpty()) {
            return options.propagation();
        }
        if (finalizers.contains(ORPHAN)) {
            return "Orphan";
        }
        if (finalizers.contains(FOREGROUND)) {
            return "Foreground";
        }
        return resource.traits().orphansByDefault() ? "Orphan" : "Background";
    }

    /// A first grace period starts now; a later one may only be shorter.
    private static Fields withGrace(
            Fields object, Fields before, long grace, @Nullable Long requested, Instant now) {
        Fields metadata = before.fields("metadata");
        if (!metadata.has("deletionTimestamp")) {
            Fields marked =
                    object.withAt(
                                    Times.seconds(now.plusSeconds(grace)),
                                    "metadata",
                                    "deletionTimestamp")
                            .withAt(grace, "metadata", "deletionGracePeriodSeconds");
            return metadata.integer("generation") > 0
                    ? SystemFields.bumpGeneration(marked)
                    : marked;
        }
        long pending = metadata.integer("deletionGracePeriodSeconds");
        if (requested == null || requested >= pending) {
            return before;
        }
        Instant started = Times.parse(metadata.string("deletionTimestamp")).minusSeconds(pending);
        return object.withAt(
                        Times.seconds(started.plusSeconds(requested)),
                        "metadata",
                        "deletionTimestamp")
                .withAt(requested, "metadata", "deletionGracePeriodSeconds");
    }

    private static Fields withDeletionMark(Resource resource, Fields object, Instant now) {
        Fields metadata = object.fields("metadata");
        Fields marked = object;
        if (!metadata.has("deletionTimestamp")) {
            marked = marked.withAt(Times.seconds(now), "metadata", "deletionTimestamp");
            if (metadata.integer("generation") > 0 && resource.rules().countsDeletion()) {
                marked = SystemFields.bumpGeneration(marked);
            }
        }
        // A namespace has no grace period, not even one of zero.
        return resource.rules().staysWhileDeleting(object) && metadata.list("finalizers").isEmpty()
                ? marked
                : marked.withAt(0L, "metadata", "deletionGracePeriodSeconds");
    }
}
