package io.djong.apiserver.storage;

import io.djong.api.ApiObject;
import io.djong.apiserver.resources.Resource.StorageName;
import io.djong.client.Lookup;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;
import io.djong.store.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads objects of one kind straight from the store: for the parts of the server that must never be behind.
public record StoreLookup<T extends ApiObject<T>>(Objects objects, Kind<T> kind)
        implements Lookup<T> {

    @Override
    public Optional<T> find(ObjectKey key) {
        Stored stored = objects.get(prefix(key.namespace()) + key.name());
        return stored == null ? Optional.empty() : Optional.of(kind.view().apply(stored.tree()));
    }

    @Override
    public List<T> list(String namespace) {
        List<T> found = new ArrayList<>();
        objects.snapshot()
                .scan(
                        KeyRange.prefix(prefix(namespace)),
                        null,
                        entry -> found.add(kind.view().apply(Stored.of(entry).tree())));
        return found;
    }

    private String prefix(String namespace) {
        String all = new StorageName(kind.group(), kind.resource()).prefix();
        return namespace.isEmpty() ? all : all + namespace + "/";
    }
}
