package io.djong.client;

import io.djong.api.ApiObject;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Which changes wake a control loop, and for which keys: `Watches.of(ReplicaSet.KIND).and(Pod.KIND, byController("ReplicaSet"))`.
///
/// Immutable.
public final class Watches implements Controller.Wakes<ObjectKey> {

    /// Which keys a change concerns; runs on an informer's thread, so it only looks and never calls out.
    public interface Mapping<T> extends Function<Change<T>, List<ObjectKey>> {}

    private record Source<T extends ApiObject<T>>(Kind<T> kind, Mapping<T> mapping) {
        void connect(Informers informers, WorkQueue<ObjectKey> queue) {
            informers.of(kind).listen(change -> mapping.apply(change).forEach(queue::add));
        }
    }

    private final List<Source<?>> sources;

    private Watches(List<Source<?>> sources) {
        this.sources = sources;
    }

    /// Objects of the kind wake their own keys.
    public static <T extends ApiObject<T>> Watches of(Kind<T> kind) {
        return new Watches(List.of()).and(kind, change -> List.of(change.latest().key()));
    }

    /// Nothing yet.
    public static Watches none() {
        return new Watches(List.of());
    }

    public <T extends ApiObject<T>> Watches and(Kind<T> kind, Mapping<T> mapping) {
        List<Source<?>> more = new ArrayList<>(sources);
        more.add(new Source<>(kind, mapping));
        return new Watches(List.copyOf(more));
    }

    /// The controller of that kind, in the object's namespace; before and after, because a change may be one of owners.
    public static <T extends ApiObject<T>> Mapping<T> byController(String kind) {
        return change ->
                change.states().stream()
                        .flatMap(object -> {
                            OwnerReference owner = object.controller();
                            return owner != null && owner.kind().equals(kind)
                                    ? List.of(ObjectKey.of(object.namespace(), owner.name()))
                                            .stream()
                                    : List.<ObjectKey>of().stream();
                        })
                        .distinct()
                        .toList();
    }

    /// Keys by any state, before and after.
    public static <T> Mapping<T> by(Function<T, List<ObjectKey>> keys) {
        return change ->
                change.states().stream()
                        .flatMap(state -> keys.apply(state).stream())
                        .distinct()
                        .toList();
    }

    @Override
    public void connect(Informers informers, WorkQueue<ObjectKey> queue) {
        sources.forEach(source -> source.connect(informers, queue));
    }
}
