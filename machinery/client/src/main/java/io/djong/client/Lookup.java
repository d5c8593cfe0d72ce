package io.djong.client;

import io.djong.meta.ObjectKey;
import java.util.List;
import java.util.Optional;

/// Reads the objects of one kind as last observed; never calls out, so it is cheap enough for every request.
public interface Lookup<T> {

    Optional<T> find(ObjectKey key);

    /// All objects in a namespace; "" for all there are.
    List<T> list(String namespace);
}
