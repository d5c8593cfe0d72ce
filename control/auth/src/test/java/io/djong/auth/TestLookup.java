package io.djong.auth;

import io.djong.api.ApiObject;
import io.djong.client.Lookup;
import io.djong.meta.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A lookup that a test fills.
public final class TestLookup<T extends ApiObject<T>> implements Lookup<T> {

    private final Map<ObjectKey, T> objects = new LinkedHashMap<>();

    public void put(T object) {
        objects.put(object.key(), object);
    }

    public void remove(ObjectKey key) {
        objects.remove(key);
    }

    @Override
    public Optional<T> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public List<T> list(String namespace) {
        return objects.values().stream()
                .filter(object -> namespace.isEmpty() || object.namespace().equals(namespace))
                .toList();
    }
}
