package io.djong.wire.managed;

import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.TreeList;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The entries of an object's `managedFields`, while they are worked on. Confined to one operation.
final class Ownership {

    /// More managers by update than this are merged, the oldest first.
    private static final int UPDATERS_MAX = 10;

    private static final String OLD_UPDATERS = "ancient-changes";

    /// @param time null when the manager has not changed anything yet
    record Entry(String apiVersion, FieldSet fields, @Nullable Instant time) {

        Entry with(FieldSet other) {
            return new Entry(apiVersion, other, time);
        }
    }

    private final Map<Manager, Entry> entries = new LinkedHashMap<>();

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Map<Manager, Entry> entries() {
        return entries;
    }

    /// Sets an entry, or removes it when it owns nothing.
    void set(Manager manager, Entry entry) {
        if (entry.fields.isEmpty()) {
            entries.remove(manager);
        } else {
            entries.put(manager, entry);
        }
    }

    Ownership copy() {
        Ownership copy = new Ownership();
        copy.entries.putAll(entries);
        return copy;
    }

    /// @throws DecodeException if an entry is malformed
    static Ownership of(Fields object) {
        Ownership ownership = new Ownership();
        List<?> list = object.fields("metadata").list("managedFields");
        for (int i = 0; i < list.size(); i++) {
            ownership.read(i, list.get(i) instanceof Fields fields ? fields : Fields.EMPTY);
        }
        return ownership;
    }

    private void read(int position, Fields entry) {
        String operation = entry.string("operation");
        if (!operation.equals(Manager.APPLY) && !operation.equals(Manager.UPDATE)) {
            throw new DecodeException("operation must be `Apply` or `Update`");
        }
        String apiVersion = entry.string("apiVersion");
        if (apiVersion.isEmpty()) {
            throw new DecodeException("apiVersion must not be empty");
        }
        String fieldsType = entry.string("fieldsType");
        if (fieldsType.isEmpty()) {
            throw new DecodeException("missing fieldsType in managed fields entry " + position);
        }
        if (!fieldsType.equals("FieldsV1")) {
            throw new DecodeException(
                    "invalid fieldsType \""
                            + fieldsType
                            + "\" in managed fields entry "
                            + position);
        }
        Object tree = entry.value("fieldsV1");
        Manager manager =
                new Manager(
                        entry.string("manager"),
                        operation,
                        operation.equals(Manager.APPLY) ? "" : apiVersion,
                        entry.string("subresource"));
        FieldSet fields = FieldSet.ofTree(tree == null ? Fields.EMPTY : tree);
        entries.put(manager, new Entry(apiVersion, fields, time(entry.string("time"))));
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Times.parse(text);
        } catch (DateTimeException malformed) {
            throw new DecodeException("parsing time \"" + text + "\"", malformed);
        }
    }

    /// The object with these entries as its `managedFields`.
    Fields writeTo(Fields object) {
        Fields metadata = object.fields("metadata").without("managedFields");
        if (entries.isEmpty()) {
            return object.with("metadata", metadata);
        }
        List<Map.Entry<Manager, Entry>> sorted = new ArrayList<>(entries.entrySet());
        sorted.sort(
                Comparator.comparing((Map.Entry<Manager, Entry> one) -> one.getKey().operation())
                        .thenComparingLong(one -> seconds(one.getValue()))
                        .thenComparing(one -> one.getKey().name())
                        .thenComparing(one -> one.getValue().apiVersion)
                        .thenComparing(one -> one.getKey().subresource()));
        @Nullable Object[] list = new @Nullable Object[sorted.size()];
        for (int i = 0; i < list.length; i++) {
            list[i] = tree(sorted.get(i).getKey(), sorted.get(i).getValue());
        }
        return object.with("metadata", metadata.with("managedFields", TreeList.ofArray(list)));
    }

    private static long seconds(Entry entry) {
        return entry.time == null ? 0 : entry.time.getEpochSecond();
    }

    private static Fields tree(Manager manager, Entry entry) {
        Fields.Builder tree = new Fields.Builder(8);
        if (!manager.name().isEmpty()) {
            tree.add("manager", manager.name());
        }
        tree.add("operation", manager.operation());
        tree.add("apiVersion", entry.apiVersion);
        if (entry.time != null) {
            tree.add("time", Times.seconds(entry.time));
        }
        tree.add("fieldsType", "FieldsV1").add("fieldsV1", entry.fields.toTree());
        if (!manager.subresource().isEmpty()) {
            tree.add("subresource", manager.subresource());
        }
        return tree.build();
    }

    /// Merges the oldest updaters of a version into one until few enough are left.
    void capUpdaters() {
        List<Manager> updaters = new ArrayList<>();
        for (Manager manager : entries.keySet()) {
            if (!manager.applies()) {
                updaters.add(manager);
            }
        }
        int left = updaters.size();
        if (left <= UPDATERS_MAX) {
            return;
        }
        updaters.sort(
                Comparator.comparingLong((Manager manager) ->
                                seconds(Objects.requireNonNull(entries.get(manager))))
                        .thenComparing(Manager::identifier));
        Map<String, Manager> firstOfVersion = new TreeMap<>();
        for (Manager manager : updaters) {
            if (left <= UPDATERS_MAX) {
                return;
            }
            Entry entry = Objects.requireNonNull(entries.get(manager));
            Manager first = firstOfVersion.putIfAbsent(entry.apiVersion, manager);
            if (first == null) {
                continue;
            }
            Manager bucket = new Manager(OLD_UPDATERS, Manager.UPDATE, entry.apiVersion, "");
            if (!entries.containsKey(bucket)) {
                entries.put(bucket, Objects.requireNonNull(entries.remove(first)));
            }
            FieldSet both = entry.fields.union(Objects.requireNonNull(entries.get(bucket)).fields);
            entries.remove(manager);
            entries.put(bucket, new Entry(entry.apiVersion, both, entry.time));
            left--;
        }
    }
}
