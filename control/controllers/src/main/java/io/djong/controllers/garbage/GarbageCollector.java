package io.djong.controllers.garbage;

import io.djong.api.ApiObject;
import io.djong.api.DynamicObject;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.client.Change;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.Discovery;
import io.djong.client.Patch;
import io.djong.client.Reconciler;
import io.djong.client.WorkQueue;
import io.djong.controllers.garbage.Verdict.Owner;
import io.djong.controllers.garbage.Verdict.OwnerState;
import io.djong.controllers.support.Parts;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Deletes what lost its owners, in the background or before them, or sets it free.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/garbage-collection/ Garbage Collection
public final class GarbageCollector implements Reconciler<Item> {

    public static final String NAME = "garbage-collector-controller";

    private static final Log LOG = Log.of(GarbageCollector.class);

    private static final int WORKERS = 20;

    /// How often the server is asked for new kinds, as upstream.
    private static final Duration DISCOVERY_PERIOD = Duration.ofSeconds(30);

    /// When an owner of a kind that the server does not have is looked for again.
    private static final Duration RETRY = Duration.ofSeconds(5);

    /// What the server said of its kinds is not asked again within this time.
    private static final Duration FRESH = Duration.ofSeconds(1);

    /// A key that stands for asking the server for its kinds.
    private static final Item DISCOVER =
            new Item(
                    DynamicObject.kind(
                            new Kind<>(
                                    new io.djong.meta.GroupVersion("", ""),
                                    "",
                                    "discovery",
                                    false,
                                    fields -> fields)),
                    ObjectKey.of("all"));

    private final Graph graph;
    private final Client client;
    private final Discovery discovery;
    private final WorkQueue<Item> queue;
    private final Clock clock;
    private volatile long discoveredAt;

    private GarbageCollector(Graph graph, Client client, WorkQueue<Item> queue, Clock clock) {
        this.clock = clock;
        this.graph = graph;
        this.client = client;
        this.discovery = new Discovery(client);
        this.queue = queue;
    }

    public static Controller<?> create(Parts parts) {
        Controller.Builder<Item> builder = parts.keyedController(NAME);
        Graph graph = new Graph(parts.informers());
        var collector =
                new GarbageCollector(graph, builder.client(), builder.queue(), parts.clock());
        return builder.build(collector, (_, queue) -> queue.add(DISCOVER), WORKERS);
    }

    @Override
    public Outcome reconcile(Item item) {
        if (item.equals(DISCOVER)) {
            graph.observe(discovery.preferred(), this::changed);
            discoveredAt = clock.nanos();
            return Outcome.again(DISCOVERY_PERIOD);
        }
        try {
            client.find(item.kind(), item.key())
                    .ifPresent(object -> perform(item, object, judge(item, object)));
            return Outcome.settled();
        } catch (UnknownOwnerException unknown) {
            return discovered(unknown);
        }
    }

    /// The kind may have come since the server was last asked, as with a new CustomResourceDefinition.
    private Outcome discovered(UnknownOwnerException unknown) {
        LOG.debug("Owner of an unknown kind", "why", unknown.getMessage());
        boolean fresh = clock.nanos() - discoveredAt < FRESH.toNanos();
        if (!fresh) {
            queue.add(DISCOVER);
        }
        return Outcome.again(fresh ? RETRY : FRESH);
    }

    private void changed(Kind<DynamicObject> kind, Change<? extends ApiObject<?>> change) {
        switch (change) {
            case Change.Added<? extends ApiObject<?>>(ApiObject<?> now) -> look(kind, now);
            case Change.Updated<? extends ApiObject<?>>(ApiObject<?> before, ApiObject<?> now) -> {
                look(kind, now);
                wakeOwners(before);
                if (!before.isDeleting() && now.isDeleting()) {
                    wakeDependents(now);
                }
            }
            case Change.Deleted<? extends ApiObject<?>>(ApiObject<?> before) -> {
                wakeDependents(before);
                wakeOwners(before);
            }
        }
    }

    /// Queues what may have to go: ownership is checked against the API only when the owner is not known to be there.
    private void look(Kind<DynamicObject> kind, ApiObject<?> object) {
        List<String> finalizers = object.metadata().finalizers();
        boolean waits =
                object.isDeleting()
                        && (finalizers.contains(Verdict.ORPHAN)
                                || finalizers.contains(Verdict.FOREGROUND));
        boolean doubts =
                !object.isDeleting()
                        && object.metadata().ownerReferences().stream()
                                .anyMatch(owner -> !graph.isKnown(object, owner));
        if (waits || doubts) {
            queue.add(new Item(kind, object.key()));
        }
    }

    private void wakeDependents(ApiObject<?> owner) {
        graph.dependents(owner.uid()).forEach(node -> queue.add(node.item()));
    }

    /// An owner may wait for this dependent to go.
    private void wakeOwners(ApiObject<?> dependent) {
        for (OwnerReference owner : dependent.metadata().ownerReferences()) {
            Kind<DynamicObject> kind = graph.kind(owner);
            if (kind != null && Boolean.TRUE.equals(owner.blockOwnerDeletion())) {
                queue.add(new Item(kind, Graph.ownerKey(kind, dependent, owner)));
            }
        }
    }

    private Verdict judge(Item item, DynamicObject object) {
        if (object.isDeleting() || object.metadata().ownerReferences().isEmpty()) {
            return Verdict.of(object, List.of(), false);
        }
        List<Owner> owners =
                object.metadata().ownerReferences().stream()
                        .map(reference -> new Owner(reference, state(item, object, reference)))
                        .toList();
        return Verdict.of(object, owners, !graph.dependents(object.uid()).isEmpty());
    }

    private OwnerState state(Item item, DynamicObject object, OwnerReference reference) {
        Kind<DynamicObject> kind = graph.kind(reference);
        if (kind == null) {
            throw new UnknownOwnerException(
                    item
                            + " names an owner of the unknown kind "
                            + reference.apiVersion()
                            + "/"
                            + reference.kind());
        }
        if (kind.namespaced() && object.namespace().isEmpty()) {
            // Nothing outside namespaces can be owned from within one; upstream keeps such objects.
            return OwnerState.SOLID;
        }
        Optional<DynamicObject> owner =
                client.find(kind, Graph.ownerKey(kind, object, reference))
                        .filter(found -> found.uid().equals(reference.uid()));
        if (owner.isEmpty()) {
            return OwnerState.ABSENT;
        }
        boolean waits =
                owner.get().isDeleting()
                        && owner.get().metadata().finalizers().contains(Verdict.FOREGROUND);
        return waits ? OwnerState.WAITING : OwnerState.SOLID;
    }

    private void perform(Item item, DynamicObject object, Verdict verdict) {
        switch (verdict) {
            case Verdict.Keep() -> {}
            case Verdict.Delete(String propagation) -> delete(item, object, propagation);
            case Verdict.DropOwners(Set<String> uids) -> dropOwners(item.kind(), object, uids);
            case Verdict.Orphan() -> orphan(item, object);
            case Verdict.DeleteDependents() -> deleteDependents(item, object);
        }
    }

    private void delete(Item item, ApiObject<?> object, String propagation) {
        try {
            client.delete(
                    item.kind(), item.key(), new DeleteOptions(-1, propagation, object.uid(), ""));
        } catch (ApiException refused) {
            // A conflict says that another object has the name by now.
            if (!refused.is(Reason.NOT_FOUND) && !refused.is(Reason.CONFLICT)) {
                throw refused;
            }
        }
    }

    private void orphan(Item item, DynamicObject object) {
        for (Graph.Node node : graph.dependents(object.uid())) {
            dropOwners(node.kind(), node.object(), Set.of(object.uid()));
        }
        removeFinalizer(item.kind(), object, Verdict.ORPHAN);
    }

    private void deleteDependents(Item item, DynamicObject object) {
        boolean blocked = false;
        for (Graph.Node node : graph.dependents(object.uid())) {
            boolean blocks =
                    node.object().metadata().ownerReferences().stream()
                            .anyMatch(owner ->
                                    owner.uid().equals(object.uid())
                                            && Boolean.TRUE.equals(owner.blockOwnerDeletion()));
            blocked |= blocks;
            if (blocks && !node.object().isDeleting()) {
                queue.add(node.item());
            }
        }
        if (!blocked) {
            removeFinalizer(item.kind(), object, Verdict.FOREGROUND);
        }
    }

    private void dropOwners(Kind<DynamicObject> kind, ApiObject<?> object, Set<String> uids) {
        List<Fields> kept = new ArrayList<>();
        for (OwnerReference owner : object.metadata().ownerReferences()) {
            if (!uids.contains(owner.uid())) {
                kept.add(owner.fields());
            }
        }
        patch(kind, object, "ownerReferences", kept);
    }

    private void removeFinalizer(Kind<DynamicObject> kind, DynamicObject object, String finalizer) {
        List<String> kept =
                object.metadata().finalizers().stream()
                        .filter(name -> !name.equals(finalizer))
                        .toList();
        patch(kind, object, "finalizers", kept);
    }

    private void patch(Kind<DynamicObject> kind, ApiObject<?> object, String field, List<?> value) {
        Fields metadata =
                Fields.of(
                        "uid",
                        object.uid(),
                        "resourceVersion",
                        object.resourceVersion(),
                        field,
                        value);
        try {
            client.patch(kind, object.key(), new Patch.Merge(Fields.of("metadata", metadata)));
        } catch (ApiException refused) {
            if (!refused.is(Reason.NOT_FOUND)) {
                throw refused;
            }
        }
    }
}
