package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A set of fields, each a path; a field and what lies below it are members independently.
///
/// Grows only while it is being made, by [#add]; after that it is not changed any more.
///
/// @spec https://github.com/kubernetes-sigs/structured-merge-diff structured-merge-diff
@SuppressWarnings("ReferenceEquality")
public final class FieldSet {

    public static final FieldSet EMPTY = new FieldSet();

    private static final class Node {
        boolean member;
        FieldSet below = EMPTY;

        Node() {}

        Node(boolean member, FieldSet below) {
            this.member = member;
            this.below = below;
        }
    }

    private final TreeMap<PathElement, Node> nodes = new TreeMap<>();

    FieldSet() {}

    /// The set of the named fields, each a path of names: `of(List.of("metadata", "name"))`.
    @SafeVarargs
    public static FieldSet of(List<String>... paths) {
        FieldSet set = new FieldSet();
        for (List<String> path : paths) {
            List<PathElement> elements = new ArrayList<>();
            path.forEach(name -> elements.add(new PathElement.Name(name)));
            set.add(elements);
        }
        return set;
    }

    void add(List<PathElement> path) {
        FieldSet here = this;
        for (int i = 0; i < path.size(); i++) {
            Node node = here.nodes.computeIfAbsent(path.get(i), _ -> new Node());
            if (i == path.size() - 1) {
                node.member = true;
            } else {
                if (node.below == EMPTY) {
                    node.below = new FieldSet();
                }
                here = node.below;
            }
        }
    }

    private void put(PathElement element, boolean member, FieldSet below) {
        if (member || !below.isEmpty()) {
            nodes.put(element, new Node(member, below));
        }
    }

    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    boolean has(PathElement element) {
        Node node = nodes.get(element);
        return node != null && node.member;
    }

    boolean has(List<PathElement> path) {
        FieldSet here = this;
        for (int i = 0; i < path.size() - 1; i++) {
            here = here.below(path.get(i));
        }
        return here.has(path.getLast());
    }

    /// What lies below the element, as a set of its own.
    FieldSet below(PathElement element) {
        Node node = nodes.get(element);
        return node == null ? EMPTY : node.below;
    }

    FieldSet union(FieldSet other) {
        if (other.isEmpty() || this == other) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        FieldSet result = new FieldSet();
        result.nodes.putAll(nodes);
        other.nodes.forEach((element, node) -> {
            Node mine = nodes.get(element);
            result.nodes.put(
                    element,
                    mine == null
                            ? node
                            : new Node(mine.member || node.member, mine.below.union(node.below)));
        });
        return result;
    }

    FieldSet intersection(FieldSet other) {
        FieldSet result = new FieldSet();
        nodes.forEach((element, node) -> {
            Node theirs = other.nodes.get(element);
            if (theirs != null) {
                result.put(
                        element,
                        node.member && theirs.member,
                        node.below.intersection(theirs.below));
            }
        });
        return result;
    }

    /// Without the members of `other`; what lies below them stays.
    FieldSet difference(FieldSet other) {
        if (other.isEmpty() || isEmpty()) {
            return this;
        }
        FieldSet result = new FieldSet();
        nodes.forEach((element, node) -> {
            Node theirs = other.nodes.get(element);
            if (theirs == null) {
                result.nodes.put(element, node);
            } else {
                result.put(
                        element,
                        node.member && !theirs.member,
                        node.below.difference(theirs.below));
            }
        });
        return result;
    }

    /// Without the members of `other` and all that lies below them.
    public FieldSet without(FieldSet other) {
        if (other.isEmpty() || isEmpty()) {
            return this;
        }
        FieldSet result = new FieldSet();
        nodes.forEach((element, node) -> {
            Node theirs = other.nodes.get(element);
            if (theirs == null) {
                result.nodes.put(element, node);
            } else if (!theirs.member) {
                result.put(element, node.member, node.below.without(theirs.below));
            }
        });
        return result;
    }

    /// With every declared field that something lies below made a member.
    FieldSet withNamedFields(MergeType type) {
        FieldSet result = new FieldSet();
        nodes.forEach((element, node) -> {
            MergeType inner = type.at(element);
            boolean named =
                    element instanceof PathElement.Name(var name)
                            && !node.below.isEmpty()
                            && type instanceof MergeType.Objects objects
                            && objects.declares(name);
            result.nodes.put(
                    element, new Node(node.member || named, node.below.withNamedFields(inner)));
        });
        return result;
    }

    interface Visit {
        void element(PathElement element, boolean member, FieldSet below);
    }

    void forEach(Visit visit) {
        nodes.forEach((element, node) -> visit.element(element, node.member, node.below));
    }

    /// All members, those of a level before those below it.
    List<List<PathElement>> paths() {
        List<List<PathElement>> paths = new ArrayList<>();
        collect(List.of(), paths);
        return paths;
    }

    private void collect(List<PathElement> prefix, List<List<PathElement>> paths) {
        for (Map.Entry<PathElement, Node> entry : nodes.entrySet()) {
            if (entry.getValue().member) {
                paths.add(joined(prefix, entry.getKey()));
            }
        }
        for (Map.Entry<PathElement, Node> entry : nodes.entrySet()) {
            if (!entry.getValue().below.isEmpty()) {
                entry.getValue().below.collect(joined(prefix, entry.getKey()), paths);
            }
        }
    }

    static List<PathElement> joined(List<PathElement> prefix, PathElement last) {
        List<PathElement> path = new ArrayList<>(prefix.size() + 1);
        path.addAll(prefix);
        path.add(last);
        return path;
    }

    /// `.spec.containers[name="web"].image`.
    static String shown(List<PathElement> path) {
        StringBuilder text = new StringBuilder();
        path.forEach(element -> text.append(element.shown()));
        return text.toString();
    }

    /// The `fieldsV1` of the set.
    public Fields toTree() {
        return toTree(false);
    }

    private Fields toTree(boolean self) {
        Fields.Builder tree = new Fields.Builder(nodes.size() + 1);
        if (self) {
            tree.add(".", Fields.EMPTY);
        }
        nodes.forEach((element, node) ->
                tree.add(
                        element.text(),
                        node.below.isEmpty() ? Fields.EMPTY : node.below.toTree(node.member)));
        return tree.build();
    }

    /// Reads a `fieldsV1`; elements of unknown kinds are dropped.
    ///
    /// @throws DecodeException if it is malformed
    public static FieldSet ofTree(@Nullable Object tree) {
        if (!(tree instanceof Fields fields)) {
            throw new DecodeException("ReadMapCB: expect { or n, but found " + tree);
        }
        FieldSet set = new FieldSet();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.nameAt(i);
            if (name.equals(".")) {
                continue;
            }
            PathElement element = PathElement.parse(name);
            if (element != null) {
                FieldSet below = ofTree(fields.valueAt(i));
                boolean self = fields.valueAt(i) instanceof Fields inner && inner.has(".");
                set.nodes.put(element, new Node(self || below.isEmpty(), below));
            }
        }
        return set;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet set && toTree().equals(set.toTree());
    }

    @Override
    public int hashCode() {
        return toTree().hashCode();
    }

    @Override
    public String toString() {
        return toTree().toString();
    }
}
