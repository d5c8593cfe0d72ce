package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// Where a document repeats fields: which object, which name, and after how many of its fields.
///
/// Kept beside the tree, so that a decoder can complain about repeated and unknown fields in one document order.
public final class Duplicates {

    /// A strict decoder stops complaining after this many.
    static final int MAX = 100;

    record Duplicate(String name, int after) {}

    private final IdentityHashMap<Fields, List<Duplicate>> byObject = new IdentityHashMap<>();
    private int count;

    /// Whether another one is still worth remembering.
    boolean hasRoom() {
        return count < MAX;
    }

    void add(Fields object, List<Duplicate> found) {
        byObject.merge(object, found, Duplicates::joined);
        count += found.size();
    }

    private static List<Duplicate> joined(List<Duplicate> first, List<Duplicate> second) {
        List<Duplicate> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /// Hands on what was found in `from`, because `to` takes its place.
    void move(Fields from, Fields to) {
        List<Duplicate> found = byObject.remove(from);
        if (found != null) {
            byObject.merge(to, found, Duplicates::joined);
        }
    }

    /// What was found in that very object, in document order.
    List<Duplicate> of(Fields object) {
        return byObject.isEmpty() ? List.of() : byObject.getOrDefault(object, List.of());
    }

    public boolean isEmpty() {
        return byObject.isEmpty();
    }

    /// `spec.containers[0].image` for every repeated field below `tree`, in document order.
    public List<String> paths(@org.jspecify.annotations.Nullable Object tree) {
        List<String> paths = new ArrayList<>();
        if (!isEmpty()) {
            collect(tree, "", paths);
        }
        return paths;
    }

    private void collect(
            @org.jspecify.annotations.Nullable Object value, String path, List<String> paths) {
        if (value instanceof Fields fields) {
            List<Duplicate> here = of(fields);
            int next = 0;
            for (int i = 0; i <= fields.size(); i++) {
                while (next < here.size() && (here.get(next).after() <= i || i == fields.size())) {
                    paths.add(child(path, here.get(next++).name()));
                }
                if (i < fields.size()) {
                    collect(fields.valueAt(i), child(path, fields.nameAt(i)), paths);
                }
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), path + "[" + i + "]", paths);
            }
        }
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
