package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps `metadata.managedFields`: who owns which field.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/ Server-Side Apply
public final class ManagedFields {

    /// What nobody owns, because the system sets it.
    private static final FieldSet SYSTEM =
            FieldSet.of(
                    List.of("apiVersion"),
                    List.of("kind"),
                    List.of("metadata"),
                    List.of("metadata", "name"),
                    List.of("metadata", "namespace"),
                    List.of("metadata", "creationTimestamp"),
                    List.of("metadata", "selfLink"),
                    List.of("metadata", "uid"),
                    List.of("metadata", "clusterName"),
                    List.of("metadata", "generation"),
                    List.of("metadata", "managedFields"),
                    List.of("metadata", "resourceVersion"));

    /// Who changes something, and through what.
    ///
    /// @param manager "" counts as `unknown`
    /// @param apiVersion the version of the request: `apps/v1`
    /// @param subresource "" for the object itself
    public record Writer(String manager, String apiVersion, String subresource) {}

    /// Finds types and versions of the kind at hand, and says what an endpoint may own.
    public interface Versions {
        /// How objects of that version merge, or null if the version is not served (any more).
        @Nullable MergeType type(String apiVersion);

        /// The object in another version of its kind. Only asked for versions that have a type.
        Fields convert(Fields object, String apiVersion);

        /// An object of that version that says nothing, as it is printed: what a new object is compared with.
        Fields empty(String apiVersion);

        /// The part of a set that the endpoint at hand can change; the others it resets, so nobody gets to own them here.
        default FieldSet owned(FieldSet set, String apiVersion) {
            return set;
        }
    }

    /// What an apply comes to.
    public sealed interface Applied {
        /// The merged object with its managed fields; not normalised, defaulted or validated yet.
        ///
        /// @param changed false when nothing but ownership is different
        record Merged(Fields object, boolean changed) implements Applied {}

        /// Others own fields that would change.
        record Conflicts(List<Conflict> conflicts) implements Applied {
            /// The message of the refusal, as upstream words it.
            public String message() {
                if (conflicts.size() == 1) {
                    Conflict only = conflicts.getFirst();
                    return "Apply failed with 1 conflict: conflict with "
                            + only.manager()
                            + ": "
                            + only.field();
                }
                TreeMap<String, List<String>> fields = new TreeMap<>();
                for (Conflict conflict : conflicts) {
                    fields.computeIfAbsent(conflict.manager(), _ -> new ArrayList<>())
                            .add(conflict.field());
                }
                List<String> lines = new ArrayList<>();
                fields.forEach((manager, owned) -> {
                    lines.add("conflicts with " + manager + ":");
                    owned.forEach(field -> lines.add("- " + field));
                });
                return "Apply failed with "
                        + conflicts.size()
                        + " conflicts: "
                        + String.join("\n", lines);
            }
        }
    }

    /// @param manager as in `"kubectl" using apps/v1`; a cause says `conflict with` it
    /// @param field as in `.spec.replicas`
    public record Conflict(String manager, String field) {}

    private ManagedFields() {}

    /// Checks the entries of an object, as a strict reader does.
    ///
    /// @throws DecodeException if one is malformed
    public static void check(Fields object) {
        Ownership.of(object);
    }

    /// `changed` with the managed fields that follow from an update of `old`.
    ///
    /// @param old null for a create; in the version of the request, as `changed` is
    /// @param changed may itself bring managed fields: an empty list or one empty entry resets them
    public static Fields update(
            Versions versions, @Nullable Fields old, Fields changed, Writer writer, Instant now) {
        Fields live = old == null ? versions.empty(writer.apiVersion()) : old;
        Ownership ownership = startingPoint(live, changed, !writer.subresource().isEmpty());
        if (ownership.isEmpty() && !live.fields("metadata").string("uid").isEmpty()) {
            // Nobody has tracked this object so far; tracking starts with the first apply.
            return ownership.writeTo(changed);
        }
        try {
            FieldTracker tracker = new FieldTracker(versions, ownership);
            tracker.update(withoutEntries(live), withoutEntries(changed), writer, now);
            ownership.capUpdaters();
            return ownership.writeTo(changed);
        } catch (DecodeException untypable) {
            // As upstream: an update never fails because of ownership, what was known stays.
            Fields entries = live.fields("metadata");
            return entries.has("managedFields")
                    ? changed.with(
                            "metadata",
                            changed.fields("metadata")
                                    .with("managedFields", entries.value("managedFields")))
                    : new Ownership().writeTo(changed);
        }
    }

    private static Ownership startingPoint(Fields live, Fields changed, boolean subresource) {
        if (!subresource) {
            Object entries = changed.fields("metadata").value("managedFields");
            if (entries instanceof List<?> list) {
                boolean resets =
                        list.isEmpty()
                                || (list.size() == 1 && Fields.EMPTY.equals(list.getFirst()));
                if (resets) {
                    return new Ownership();
                }
            }
            Ownership brought = ownershipOrNone(changed);
            if (!brought.isEmpty()) {
                return brought;
            }
        }
        return ownershipOrNone(live);
    }

    private static Ownership ownershipOrNone(Fields object) {
        try {
            return Ownership.of(object);
        } catch (DecodeException malformed) {
            return new Ownership();
        }
    }

    /// Merges what a manager applies into the live object.
    ///
    /// @param live the stored object in the version of the request; null when it is yet to be created
    /// @param applied the configuration as it was sent, raw
    /// @throws ApplyException if the configuration does not fit its type
    public static Applied apply(
            Versions versions,
            @Nullable Fields live,
            Fields applied,
            Writer writer,
            boolean force,
            Instant now) {
        if (applied.fields("metadata").has("managedFields")
                && applied.fields("metadata").value("managedFields") != null) {
            throw new ApplyException(true, "metadata.managedFields must be nil");
        }
        Fields empty = versions.empty(writer.apiVersion());
        Fields current = live == null ? empty : live;
        Ownership ownership;
        try {
            ownership = Ownership.of(current);
        } catch (DecodeException malformed) {
            throw new ApplyException(
                    false, "failed to decode managed fields: " + malformed.getMessage());
        }
        Fields plain = withoutEntries(current);
        if (ownership.isEmpty()) {
            Writer before =
                    new Writer("before-first-apply", writer.apiVersion(), writer.subresource());
            try {
                new FieldTracker(versions, ownership).update(empty, plain, before, now);
            } catch (DecodeException untypable) {
                throw new ApplyException(
                        false,
                        "failed to create manager for existing fields: " + untypable.getMessage());
            }
            ownership.capUpdaters();
        }
        Applied outcome =
                new FieldTracker(versions, ownership.copy())
                        .apply(plain, applied, writer, force, now);
        if (writer.manager().equals(LastApplied.MANAGER)) {
            outcome =
                    LastApplied.migrate(versions, ownership, plain, applied, writer, now, outcome);
        }
        return outcome;
    }

    static Fields withoutEntries(Fields object) {
        return object.fields("metadata").has("managedFields")
                ? object.with("metadata", object.fields("metadata").without("managedFields"))
                : object;
    }

    static FieldSet withoutSystem(FieldSet set) {
        return set.difference(SYSTEM);
    }

    static Comparator<Manager> byIdentifier() {
        return Comparator.comparing(Manager::identifier);
    }
}
