package io.djong.controllers.garbage;

import io.djong.api.ApiObject;
import io.djong.api.meta.v1.OwnerReference;
import java.util.List;
import java.util.Set;

/// What becomes of one object.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/garbage-collection/ Garbage Collection
sealed interface Verdict {

    String ORPHAN = "orphan";
    String FOREGROUND = "foregroundDeletion";

    /// It stays as it is.
    record Keep() implements Verdict {}

    /// It goes; `propagation` says what becomes of its own dependents.
    record Delete(String propagation) implements Verdict {}

    /// It stays because some owner is there, and loses its references to the others.
    record DropOwners(Set<String> uids) implements Verdict {}

    /// Its dependents lose their references to it; then it may go.
    record Orphan() implements Verdict {}

    /// Its dependents are deleted first; those that block it must be gone before it may go.
    record DeleteDependents() implements Verdict {}

    enum OwnerState {
        /// It is there.
        SOLID,
        /// It is gone, or another object has its name.
        ABSENT,
        /// It waits for its dependents to go.
        WAITING
    }

    record Owner(OwnerReference reference, OwnerState state) {}

    static Verdict of(ApiObject<?> object, List<Owner> owners, boolean hasDependents) {
        List<String> finalizers = object.metadata().finalizers();
        if (object.isDeleting()) {
            if (finalizers.contains(ORPHAN)) {
                return new Orphan();
            }
            return finalizers.contains(FOREGROUND) ? new DeleteDependents() : new Keep();
        }
        if (owners.isEmpty()) {
            return new Keep();
        }
        Set<String> gone =
                Set.copyOf(
                        owners.stream()
                                .filter(owner -> owner.state != OwnerState.SOLID)
                                .map(owner -> owner.reference.uid())
                                .toList());
        if (owners.stream().anyMatch(owner -> owner.state == OwnerState.SOLID)) {
            return gone.isEmpty() ? new Keep() : new DropOwners(gone);
        }
        boolean isAwaited = owners.stream().anyMatch(owner -> owner.state == OwnerState.WAITING);
        if (isAwaited && hasDependents) {
            return new Delete("Foreground");
        }
        if (finalizers.contains(ORPHAN)) {
            return new Delete("Orphan");
        }
        return new Delete(finalizers.contains(FOREGROUND) ? "Foreground" : "Background");
    }
}
