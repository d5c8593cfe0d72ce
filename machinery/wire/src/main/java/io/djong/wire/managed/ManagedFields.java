package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps `metadata.managedFields`.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/ Server-Side Apply
@SuppressWarnings("NullAway")
public final class ManagedFields {

    /// Who changes something, and through what.
    ///
    /// @param subresource "" for the object itself
    public record Writer(String manager, String apiVersion, String subresource) {}

    /// Finds types and versions of the kind at hand.
    public interface Versions {
        /// How objects of that version merge, or null if the version is not known (any more).
        @Nullable MergeType type(String apiVersion);

        /// The object in another version of its kind.
        Fields convert(Fields object, String apiVersion);
    }

    /// What an apply comes to.
    public sealed interface Applied {
        /// The merged object with its managed fields.
        record Merged(Fields object) implements Applied {}

        /// Others own fields that would change.
        record Conflicts(List<Conflict> conflicts) implements Applied {}
    }

    /// @param manager as in `"kubectl" using apps/v1`
    /// @param field as in `.spec.replicas`
    public record Conflict(String manager, String field) {}

    private ManagedFields() {}

    /// `changed` with the managed fields that follow from an update of `old`.
    ///
    /// @param old null for a create
    public static Fields update(
            Versions versions, @Nullable Fields old, Fields changed, Writer writer, Instant now) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }

    /// Merges what a manager applies.
    ///
    /// @param live the stored object, in the version of the request
    public static Applied apply(
            Versions versions,
            Fields live,
            Fields applied,
            Writer writer,
            boolean force,
            Instant now) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }
}
