package io.djong.apiserver.verbs;

import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.StoredObject;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
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

    public static StoredObject changed(
            Resource resource, Fields before, Fields object, Instant now) {
        return Canonical.stored(
                resource,
                new Ownership(resource, "")
                        .ofChanged(before, object, Ownership.server(resource, ""), now));
    }
}
