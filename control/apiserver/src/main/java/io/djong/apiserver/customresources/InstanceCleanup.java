package io.djong.apiserver.customresources;

import io.djong.apiserver.customresources.Conditions.Condition;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.storage.StoredObject;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import io.djong.store.KeyRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Takes the instances of a definition that is going, and says when the definition may follow.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#delete-a-customresourcedefinition Delete a CustomResourceDefinition
final class InstanceCleanup {

    static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    private static final String TERMINATING = "Terminating";

    static final Condition IN_PROGRESS =
            new Condition(
                    TERMINATING,
                    "True",
                    "InstanceDeletionInProgress",
                    "CustomResource deletion is in progress");

    static final Condition COMPLETED =
            new Condition(
                    TERMINATING, "False", "InstanceDeletionCompleted", "removed all instances");

    static final Condition NEVER_ESTABLISHED =
            new Condition(
                    TERMINATING, "False", "NeverEstablished", "resource was never established");

    private final Objects objects;

    InstanceCleanup(Objects objects) {
        this.objects = objects;
    }

    /// Whether a definition waits for its instances to go.
    static boolean isDue(Fields crd) {
        Fields metadata = crd.fields("metadata");
        return metadata.has("deletionTimestamp") && metadata.list("finalizers").contains(FINALIZER);
    }

    static String prefix(Fields crd) {
        Fields spec = crd.fields("spec");
        return new Resource.StorageName(spec.string("group"), spec.fields("names").string("plural"))
                .prefix();
    }

    /// Deletes what can be deleted; what has finalizers is only marked.
    ///
    /// @return whether nothing is left
    boolean removeAll(Fields crd, Instant now) {
        List<Stored> instances = new ArrayList<>();
        KeyRange range = KeyRange.prefix(prefix(crd));
        objects.snapshot().scan(range, null, entry -> instances.add(Stored.of(entry)));
        for (Stored instance : instances) {
            Fields metadata = instance.metadata();
            if (metadata.list("finalizers").isEmpty()) {
                objects.remove(instance);
            } else if (!metadata.has("deletionTimestamp")) {
                objects.replace(instance, marked(instance.tree(), now));
            }
        }
        return objects.snapshot().count(range, null) == 0;
    }

    private static StoredObject marked(Fields instance, Instant now) {
        Fields metadata = instance.fields("metadata");
        return StoredObject.of(
                instance.with(
                        "metadata",
                        metadata.with("deletionTimestamp", Times.seconds(now))
                                .with("deletionGracePeriodSeconds", 0L)
                                .with("generation", metadata.integer("generation") + 1)));
    }

    /// The definition without the finalizer that waited for its instances.
    static Fields released(Fields crd) {
        Fields metadata = crd.fields("metadata");
        List<Object> finalizers = new ArrayList<>();
        for (Object finalizer : metadata.list("finalizers")) {
            if (finalizer != null && !finalizer.equals(FINALIZER)) {
                finalizers.add(finalizer);
            }
        }
        return crd.with(
                "metadata",
                finalizers.isEmpty()
                        ? metadata.without("finalizers")
                        : metadata.with("finalizers", List.copyOf(finalizers)));
    }
}
