package io.djong.controllers.garbage;

import io.djong.api.ApiObject;
import io.djong.api.DynamicObject;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.client.Change;
import io.djong.client.Discovery;
import io.djong.client.Informer;
import io.djong.client.Informers;
import io.djong.meta.GroupVersion;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Who owns whom, over all kinds that can be deleted: the informers' indexes by owner, asked together.
///
/// Snapshot: `observed` is replaced whole when the server's resources change.
final class Graph {

    /// Events are many, short-lived and never own or are owned.
    private static final Set<String> IGNORED = Set.of("events", "events.events.k8s.io");

    private final Informers informers;
    private volatile Map<Kind<?>, Observed> observed = Map.of();

    private record Observed(Kind<DynamicObject> kind, Informer<?> informer) {}

    Graph(Informers informers) {
        this.informers = informers;
    }

    /// Observes what the server has now, and stops observing what it no longer has.
    ///
    /// @param listener hears of each change from now on, on informers' threads
    void observe(
            Discovery.Answer answer,
            BiConsumer<Kind<DynamicObject>, Change<? extends ApiObject<?>>> listener) {
        Map<Kind<?>, Observed> next = new LinkedHashMap<>();
        for (Discovery.Resource resource : answer.resources()) {
            Kind<DynamicObject> kind = resource.kind();
            if (resource.can("list", "watch", "delete")
                    && !IGNORED.contains(kind.groupResource())) {
                Observed known = observed.get(kind);
                next.put(
                        kind,
                        known == null ? new Observed(kind, informers.observing(kind)) : known);
            }
        }
        for (Observed known : observed.values()) {
            if (!next.containsKey(known.kind)) {
                // A group whose server is down for a while has not lost its resources.
                if (answer.failedGroups().contains(known.kind.apiVersion())) {
                    next.put(known.kind, known);
                } else {
                    informers.forget(known.kind);
                }
            }
        }
        Map<Kind<?>, Observed> before = observed;
        observed = next;
        // All kinds are known before the first object is looked at, or its owner's kind would seem
        // not to exist.
        for (Observed one : next.values()) {
            if (!before.containsKey(one.kind)) {
                one.informer.listen(change -> listener.accept(one.kind, change));
            }
        }
    }

    /// The kind of that name in that group, in the version that is observed; null if there is none.
    @Nullable Kind<DynamicObject> kind(OwnerReference reference) {
        String group = GroupVersion.parse(reference.apiVersion()).group();
        for (Observed one : observed.values()) {
            if (one.kind.group().equals(group) && one.kind.name().equals(reference.kind())) {
                return one.kind;
            }
        }
        return null;
    }

    /// Whether the owner is known to be there. If not, the API has to be asked.
    boolean isKnown(ApiObject<?> owned, OwnerReference owner) {
        Kind<DynamicObject> kind = kind(owner);
        Observed found = kind == null ? null : observed.get(kind);
        if (kind == null || found == null) {
            return false;
        }
        ObjectKey key = ownerKey(kind, owned, owner);
        return found.informer
                .find(key)
                .filter(object -> object.uid().equals(owner.uid()))
                .isPresent();
    }

    static ObjectKey ownerKey(Kind<?> kind, ApiObject<?> owned, OwnerReference owner) {
        return ObjectKey.of(kind.namespaced() ? owned.namespace() : "", owner.name());
    }

    /// An object with the kind under which it is observed.
    record Node(Kind<DynamicObject> kind, ApiObject<?> object) {
        Item item() {
            return new Item(kind, object.key());
        }
    }

    List<Node> dependents(String uid) {
        List<Node> dependents = new ArrayList<>();
        for (Observed one : observed.values()) {
            for (ApiObject<?> object : one.informer.ownedBy(uid)) {
                dependents.add(new Node(one.kind, object));
            }
        }
        return dependents;
    }
}
