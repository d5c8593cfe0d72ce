package io.djong.dns;

import io.djong.meta.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// All records of the cluster, by name.
///
/// Writers are one thread; readers see each name's list whole, as it was before or after a change.
final class Zone {

    private final Map<String, List<Answer.Entry>> byName = new ConcurrentHashMap<>();

    /// What each Service put in, to take it out again.
    private final Map<ObjectKey, List<Answer.Entry>> byService = new HashMap<>();

    /// How many names lie below each name, so that `ns.svc.cluster.local` exists without records of its own.
    private final Map<String, Integer> parents = new ConcurrentHashMap<>();

    /// Replaces all records of a Service; none removes it.
    void put(ObjectKey service, List<Answer.Entry> records) {
        List<Answer.Entry> before =
                records.isEmpty()
                        ? byService.remove(service)
                        : byService.put(service, List.copyOf(records));
        if (before != null && before.equals(records)) {
            return;
        }
        Map<String, List<Answer.Entry>> added = group(records);
        Map<String, List<Answer.Entry>> removed = group(before == null ? List.of() : before);
        removed.forEach((name, gone) -> change(name, gone, added.getOrDefault(name, List.of())));
        added.forEach((name, come) -> {
            if (!removed.containsKey(name)) {
                change(name, List.of(), come);
            }
        });
    }

    private static Map<String, List<Answer.Entry>> group(List<Answer.Entry> records) {
        Map<String, List<Answer.Entry>> groups = new HashMap<>();
        records.forEach(record ->
                groups.computeIfAbsent(record.name(), _ -> new ArrayList<>()).add(record));
        return groups;
    }

    private void change(String name, List<Answer.Entry> gone, List<Answer.Entry> come) {
        List<Answer.Entry> known = byName.getOrDefault(name, List.of());
        List<Answer.Entry> changed = new ArrayList<>(known);
        gone.forEach(changed::remove);
        changed.addAll(come);
        if (changed.isEmpty()) {
            byName.remove(name);
        } else {
            byName.put(name, List.copyOf(changed));
        }
        if (known.isEmpty() != changed.isEmpty()) {
            countParents(name, changed.isEmpty() ? -1 : 1);
        }
    }

    private void countParents(String name, int by) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            parents.merge(
                    name.substring(dot + 1),
                    by,
                    (now, change) -> now + change == 0 ? null : now + change);
        }
    }

    /// The records of that name, in no particular order.
    List<Answer.Entry> find(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /// Whether anything lies below the name.
    boolean isParent(String name) {
        return parents.containsKey(name);
    }
}
