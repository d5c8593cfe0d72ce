package io.djong.admission;

import io.djong.api.ApiObject;
import io.djong.client.Lookup;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// Chooses among several objects that are each marked as the default.
final class Defaults {

    private Defaults() {}

    /// The newest; of the same age the one whose name comes first.
    static <T extends ApiObject<T>> Optional<T> newest(Lookup<T> lookup, Predicate<T> isDefault) {
        return lookup.list("").stream()
                .filter(isDefault)
                .min(
                        Comparator.comparing(Defaults::created)
                                .reversed()
                                .thenComparing(ApiObject::name));
    }

    private static Instant created(ApiObject<?> object) {
        return Objects.requireNonNullElse(object.metadata().creationTimestamp(), Instant.EPOCH);
    }
}
