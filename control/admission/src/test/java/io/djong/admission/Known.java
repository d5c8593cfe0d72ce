package io.djong.admission;

import io.djong.api.ApiObject;
import io.djong.client.Lookup;
import io.djong.meta.ObjectKey;
import java.util.List;
import java.util.Optional;

/// Objects that a plug-in knows of, for tests.
record Known<T extends ApiObject<T>>(List<T> objects) implements Lookup<T> {

    static <T extends ApiObject<T>> Known<T> of() {
        return new Known<T>(List.of());
    }

    static <T extends ApiObject<T>> Known<T> of(T object) {
        return new Known<>(List.of(object));
    }

    static <T extends ApiObject<T>> Known<T> of(T one, T other) {
        return new Known<>(List.of(one, other));
    }

    @Override
    public Optional<T> find(ObjectKey key) {
        return objects.stream()
                .filter(one ->
                        one.metadata().name().equals(key.name())
                                && one.metadata().namespace().equals(key.namespace()))
                .findFirst();
    }

    @Override
    public List<T> list(String namespace) {
        return objects.stream()
                .filter(one -> namespace.isEmpty() || one.metadata().namespace().equals(namespace))
                .toList();
    }
}
