package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.managed.ManagedFields.Versions;
import io.djong.wire.managed.Ownership.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Removes what a manager applied last time, does not apply any more, and nobody else owns.
final class Pruning {

    private final Versions versions;
    private final Ownership ownership;

    Pruning(Versions versions, Ownership ownership) {
        this.versions = versions;
        this.ownership = ownership;
    }

    /// @param last what the manager applied last time
    /// @param apiVersion the version of `merged`
    Fields prune(Fields merged, @Nullable Entry last, String apiVersion) {
        if (last == null || last.fields().isEmpty()) {
            return merged;
        }
        String lastVersion = last.apiVersion();
        MergeType type = versions.type(lastVersion);
        if (type == null) {
            return merged;
        }
        Fields whole = converted(merged, apiVersion, lastVersion);
        Fields pruned = removed(type, whole, last.fields().withNamedFields(type));
        pruned = withOwned(whole, pruned, lastVersion);
        pruned = withDangling(type, whole, pruned, last);
        return converted(pruned, lastVersion, apiVersion);
    }

    private Fields converted(Fields object, String from, String to) {
        return from.equals(to) ? object : versions.convert(object, to);
    }

    private static Fields removed(MergeType type, Fields object, FieldSet fields) {
        return TypedValues.without(type, object, fields) instanceof Fields left
                ? left
                : Fields.EMPTY;
    }

    /// Adds back what anybody still owns, in the version of each owner.
    private Fields withOwned(Fields whole, Fields pruned, String lastVersion) {
        Map<String, FieldSet> owned = new LinkedHashMap<>();
        // The last version comes first, so that what a conversion needs is there.
        owned.put(lastVersion, FieldSet.EMPTY);
        for (Entry entry : ownership.entries().values()) {
            owned.merge(entry.apiVersion(), entry.fields(), FieldSet::union);
        }
        Fields wholeHere = whole;
        Fields prunedHere = pruned;
        String here = lastVersion;
        for (Map.Entry<String, FieldSet> one : owned.entrySet()) {
            MergeType type = versions.type(one.getKey());
            if (type == null || one.getValue().isEmpty()) {
                continue;
            }
            wholeHere = converted(wholeHere, here, one.getKey());
            prunedHere = converted(prunedHere, here, one.getKey());
            here = one.getKey();
            FieldSet all = TypedValues.fieldsOf(type, wholeHere).withNamedFields(type);
            FieldSet kept =
                    TypedValues.fieldsOf(type, prunedHere)
                            .withNamedFields(type)
                            .union(one.getValue().withNamedFields(type));
            prunedHere = removed(type, wholeHere, all.difference(kept));
        }
        return converted(prunedHere, here, lastVersion);
    }

    /// Adds back what was removed with something else, though the manager never owned it.
    private static Fields withDangling(MergeType type, Fields whole, Fields pruned, Entry last) {
        FieldSet kept = TypedValues.fieldsOf(type, pruned).withNamedFields(type);
        FieldSet all = TypedValues.fieldsOf(type, whole).withNamedFields(type);
        FieldSet lost =
                all.difference(kept)
                        .intersection(Objects.requireNonNull(last).fields().withNamedFields(type));
        return removed(type, whole, lost);
    }
}
