package io.djong.apiserver.verbs;

import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.StoredObject;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import io.djong.wire.managed.ManagedFields;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Objects that the server itself writes, past admission, as a client of its own would: ready to be stored.
public final class Stamped {

    private Stamped() {}

    public static StoredObject object(
            Resource resource, Fields object, Instant now, RandomGenerator random) {
        Fields owned =
                new Ownership(resource, "")
                        .ofNew(
                                resource.rules().defaults(object),
                                Ownership.server(resource, ""),
                                now);
        Fields stamped =
                owned.withAt(SystemFields.uid(random), "metadata", "uid")
                        .withAt(Times.seconds(now), "metadata", "creationTimestamp");
        if (resource.traits().hasGeneration()) {
            stamped = stamped.withAt(1L, "metadata", "generation");
        }
        return Canonical.stored(resource, resource.rules().defaults(stamped));
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
