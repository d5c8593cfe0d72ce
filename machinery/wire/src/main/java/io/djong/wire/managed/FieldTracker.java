package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.managed.ManagedFields.Applied;
import io.djong.wire.managed.ManagedFields.Conflict;
import io.djong.wire.managed.ManagedFields.Versions;
import io.djong.wire.managed.ManagedFields.Writer;
import io.djong.wire.managed.Ownership.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Moves ownership as an operation changes an object. Confined to one operation.
final class FieldTracker {

    /// Stands for the writer while an update is worked out, so that its earlier entry is treated as any other.
    private static final Manager SELF = new Manager("current-operation", "", "", "");

    private final Versions versions;
    private final Ownership ownership;

    FieldTracker(Versions versions, Ownership ownership) {
        this.versions = versions;
        this.ownership = ownership;
    }

    private MergeType type(String apiVersion) {
        MergeType type = versions.type(apiVersion);
        if (type == null) {
            throw new DecodeException("no corresponding type for " + apiVersion);
        }
        return type;
    }

    void update(Fields live, Fields changed, Writer writer, Instant now) {
        String apiVersion = writer.apiVersion();
        reconcile();
        Comparison all = Comparison.of(type(apiVersion), live, changed);
        take(live, changed, apiVersion, all, SELF, true);
        FieldSet own =
                ManagedFields.withoutSystem(
                        versions.owned(all.modified().union(all.added()), apiVersion));
        if (own.isEmpty()) {
            return;
        }
        Manager manager = Manager.of(writer, Manager.UPDATE);
        Entry before = ownership.entries().get(manager);
        FieldSet both = before == null ? own : own.union(before.fields());
        ownership.set(manager, new Entry(apiVersion, both, now));
    }

    Applied apply(Fields live, Fields applied, Writer writer, boolean force, Instant now) {
        String apiVersion = writer.apiVersion();
        MergeType type = type(apiVersion);
        try {
            TypedValues.check(type, applied);
        } catch (DecodeException unfit) {
            throw new ApplyException(
                    false,
                    "failed to create typed patch object ("
                            + described(applied)
                            + "): "
                            + unfit.getMessage());
        }
        Manager manager = Manager.of(writer, Manager.APPLY);
        Fields merged;
        List<Conflict> conflicts;
        try {
            reconcile();
            merged = TypedMerge.merge(type, live, applied);
            Entry last = ownership.entries().get(manager);
            FieldSet set = versions.owned(TypedValues.fieldsOf(type, applied), apiVersion);
            Instant time = last == null ? null : last.time();
            ownership.entries().put(manager, new Entry(apiVersion, set, time));
            merged = new Pruning(versions, ownership).prune(merged, last, apiVersion);
            Comparison all = Comparison.of(type, live, merged);
            conflicts = take(live, merged, apiVersion, all, manager, force);
        } catch (DecodeException unfit) {
            throw new ApplyException(false, "failed to merge config: " + unfit.getMessage());
        }
        if (!conflicts.isEmpty()) {
            return new Applied.Conflicts(conflicts);
        }
        boolean changed = !Comparison.same(live, merged);
        Entry entry = ownership.entries().get(manager);
        if (entry != null) {
            FieldSet own = ManagedFields.withoutSystem(entry.fields());
            ownership.set(manager, new Entry(apiVersion, own, changed ? now : entry.time()));
        }
        return new Applied.Merged(ownership.writeTo(changed ? merged : live), changed);
    }

    private static String described(Fields object) {
        Fields metadata = object.fields("metadata");
        String apiVersion = object.string("apiVersion");
        return metadata.string("namespace")
                + "/"
                + metadata.string("name")
                + "; "
                + (apiVersion.contains("/") ? apiVersion : "/" + apiVersion)
                + ", Kind="
                + object.string("kind");
    }

    /// Brings earlier entries up to the schema of today, and forgets those of versions that are gone.
    private void reconcile() {
        Map<Manager, Entry> entries = ownership.entries();
        for (Manager manager : List.copyOf(entries.keySet())) {
            Entry entry = Objects.requireNonNull(entries.get(manager));
            MergeType type = versions.type(entry.apiVersion());
            if (type == null) {
                entries.remove(manager);
            } else {
                entries.put(manager, entry.with(TypedValues.reconciled(type, entry.fields())));
            }
        }
    }

    /// Takes what changes away from its other owners.
    ///
    /// @return what is in the way, in which case nothing was taken; always empty when `force`
    private List<Conflict> take(
            Fields live,
            Fields changed,
            String apiVersion,
            Comparison all,
            Manager self,
            boolean force) {
        Map<String, Comparison> comparisons = new HashMap<>();
        comparisons.put(apiVersion, all.filtered(versions, apiVersion));
        Map<Manager, FieldSet> conflicts = new TreeMap<>(ManagedFields.byIdentifier());
        Map<Manager, FieldSet> removed = new HashMap<>();
        for (Map.Entry<Manager, Entry> one : ownership.entries().entrySet()) {
            if (one.getKey().equals(self)) {
                continue;
            }
            Comparison comparison =
                    comparisons.computeIfAbsent(
                            one.getValue().apiVersion(),
                            version -> compare(live, changed, version));
            FieldSet taken =
                    one.getValue()
                            .fields()
                            .intersection(comparison.modified().union(comparison.added()));
            if (!taken.isEmpty()) {
                conflicts.put(one.getKey(), taken);
            }
            removed.put(one.getKey(), comparison.removed());
        }
        if (!force && !conflicts.isEmpty()) {
            return shown(conflicts);
        }
        for (Manager manager : List.copyOf(ownership.entries().keySet())) {
            Entry entry = Objects.requireNonNull(ownership.entries().get(manager));
            FieldSet left =
                    entry.fields()
                            .difference(conflicts.getOrDefault(manager, FieldSet.EMPTY))
                            .difference(removed.getOrDefault(manager, FieldSet.EMPTY));
            ownership.set(manager, entry.with(left));
        }
        return List.of();
    }

    private Comparison compare(Fields live, Fields changed, String apiVersion) {
        return Comparison.of(
                        type(apiVersion),
                        versions.convert(live, apiVersion),
                        versions.convert(changed, apiVersion))
                .filtered(versions, apiVersion);
    }

    private static List<Conflict> shown(Map<Manager, FieldSet> conflicts) {
        List<Conflict> all = new ArrayList<>();
        conflicts.forEach((manager, set) -> {
            for (List<PathElement> path : set.paths()) {
                all.add(new Conflict(manager.shown(), FieldSet.shown(path)));
            }
        });
        return all;
    }
}
