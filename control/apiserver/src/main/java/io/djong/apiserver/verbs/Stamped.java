package io.djong.apiserver.verbs;

import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.StoredObject;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import io.djong.wire.managed.ManagedFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Objects that the server itself writes, past admission, as a client of its own would: ready to be stored.
public final class Stamped {

    private Stamped() {}

    public static StoredObject object(
            Resource resource, Fields object, Instant now, RandomGenerator random) {
        Fields owned = owned(resource, resource.rules().defaults(object), now);
        Fields stamped =
                owned.withAt(SystemFields.uid(random), "metadata", "uid")
                        .withAt(Times.seconds(now), "metadata", "creationTimestamp");
        if (resource.traits().hasGeneration()) {
            stamped = stamped.withAt(1L, "metadata", "generation");
        }
        return Canonical.stored(resource, resource.rules().defaults(stamped));
    }

    /// As the parts of an API server own what they write: fairness under names of its own, and nobody what a namespace
    /// gets unasked.
    private static Fields owned(Resource resource, Fields object, Instant now) {
        boolean ofFairness = resource.groupVersion().group().equals("flowcontrol.apiserver.k8s.io");
        ManagedFields.Writer writer =
                ofFairness
                        ? new ManagedFields.Writer(
                                "api-priority-and-fairness-config-producer-v1",
                                resource.apiVersion(),
                                "")
                        : Ownership.server(resource, "");
        String unowned = resource.kind().equals("Namespace") ? "spec" : "status";
        Fields owned = new Ownership(resource, "").ofNew(object.without(unowned), writer, now);
        if (!object.has(unowned)) {
            return owned;
        }
        Fields whole = owned.with(unowned, object.value(unowned));
        return ofFairness && !whole.fields("status").isEmpty()
                ? withAppliedStatus(resource, owned, whole, now)
                : whole;
    }

    /// Fairness applies its conditions, so their owner comes first.
    private static Fields withAppliedStatus(
            Resource resource, Fields before, Fields next, Instant now) {
        Fields owned =
                statusOwned(
                        resource,
                        before,
                        next,
                        "api-priority-and-fairness-config-consumer-v1",
                        now);
        List<Fields> entries = new ArrayList<>();
        for (Object entry : owned.fields("metadata").list("managedFields")) {
            if (entry instanceof Fields one && one.has("subresource")) {
                entries.addFirst(applied(one));
            } else if (entry instanceof Fields one) {
                entries.add(one);
            }
        }
        return owned.withAt(List.copyOf(entries), "metadata", "managedFields");
    }

    /// What is applied is owned leaf by leaf, without what holds the leaves.
    private static Fields applied(Fields entry) {
        Fields status = entry.fields("fieldsV1").fields("f:status").without(".");
        Fields leaves = status.with("f:conditions", status.fields("f:conditions").without("."));
        return entry.with("operation", "Apply").with("fieldsV1", Fields.of("f:status", leaves));
    }

    /// A new uid.
    public static String uid(RandomGenerator random) {
        return SystemFields.uid(random);
    }

    /// With a record of who changed the status.
    public static Fields statusOwned(
            Resource resource, Fields before, Fields next, String manager, Instant now) {
        return new Ownership(resource, "status")
                .ofChanged(
                        before,
                        next,
                        new ManagedFields.Writer(manager, resource.apiVersion(), "status"),
                        now);
    }

    public static StoredObject written(Resource resource, Fields object) {
        return Canonical.stored(resource, object);
    }

    public static StoredObject changed(
            Resource resource, Fields before, Fields object, Instant now) {
        return Canonical.stored(
                resource,
                new Ownership(resource, "")
                        .ofChanged(before, object, Ownership.server(resource, ""), now));
    }
}
