package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is different between two values of a type.
///
/// @param removed fields that only the old value has
/// @param modified fields that both have, but not the same
/// @param added fields that only the new value has
record Comparison(FieldSet removed, FieldSet modified, FieldSet added) {

    static Comparison of(MergeType type, Fields before, Fields after) {
        Walk walk = new Walk();
        walk.compare(type, before, after);
        return new Comparison(walk.removed, walk.modified, walk.added);
    }

    Comparison filtered(ManagedFields.Versions versions, String apiVersion) {
        return new Comparison(
                versions.owned(removed, apiVersion),
                versions.owned(modified, apiVersion),
                versions.owned(added, apiVersion));
    }

    @SuppressWarnings("ReferenceEquality")
    private static final class Walk {

        /// Not there, as opposed to null.
        private static final Object ABSENT = new Object();

        final FieldSet removed = new FieldSet();
        final FieldSet modified = new FieldSet();
        final FieldSet added = new FieldSet();
        private final List<PathElement> path = new ArrayList<>();

        void compare(MergeType type, @Nullable Object before, @Nullable Object after) {
            if (before == after) {
                return;
            }
            MergeType left = before == ABSENT ? type : type.forValue(before);
            MergeType right = after == ABSENT ? type : type.forValue(after);
            boolean leaf;
            if (after == ABSENT) {
                leaf = visit(left, before, after);
            } else if (before == ABSENT || left.equals(right)) {
                leaf = visit(right, before, after);
            } else {
                visit(left, before, after);
                leaf = visit(right, before, after);
            }
            if (!leaf) {
                if (before == ABSENT) {
                    add(added);
                } else if (after == ABSENT) {
                    add(removed);
                }
            }
        }

        private void add(FieldSet set) {
            if (!path.isEmpty()) {
                set.add(List.copyOf(path));
            }
        }

        /// Whether the values are compared as a whole.
        private boolean visit(MergeType type, @Nullable Object before, @Nullable Object after) {
            return switch (type) {
                case MergeType.Scalar _ -> leaf(before, after);
                case MergeType.Lists lists -> {
                    List<?> one = before instanceof List<?> list ? list : List.of();
                    List<?> two = after instanceof List<?> list ? list : List.of();
                    if (lists.relation() == MergeType.Relation.ATOMIC
                            || (one.isEmpty() && two.isEmpty())) {
                        yield leaf(before, after);
                    }
                    elements(lists, one, two);
                    yield false;
                }
                case MergeType.Objects objects -> {
                    Fields one = before instanceof Fields fields ? fields : Fields.EMPTY;
                    Fields two = after instanceof Fields fields ? fields : Fields.EMPTY;
                    if (objects.atomic() || (one.isEmpty() && two.isEmpty())) {
                        yield leaf(before, after);
                    }
                    fields(objects, one, two);
                    yield false;
                }
                case MergeType.Deduced _ -> visit(MergeTypes.DEDUCED_OBJECT, before, after);
            };
        }

        private boolean leaf(@Nullable Object before, @Nullable Object after) {
            if (before == ABSENT) {
                add(added);
            } else if (after == ABSENT) {
                add(removed);
            } else if (!same(before, after)) {
                add(modified);
            }
            return true;
        }

        private void fields(MergeType.Objects type, Fields before, Fields after) {
            for (int i = 0; i < before.size(); i++) {
                String name = before.nameAt(i);
                int at = after.find(name);
                field(type, name, before.valueAt(i), at < 0 ? ABSENT : after.valueAt(at));
            }
            for (int i = 0; i < after.size(); i++) {
                if (before.find(after.nameAt(i)) < 0) {
                    field(type, after.nameAt(i), ABSENT, after.valueAt(i));
                }
            }
        }

        private void field(
                MergeType.Objects type,
                String name,
                @Nullable Object before,
                @Nullable Object after) {
            MergeType inner = type.field(name);
            step(
                    new PathElement.Name(name),
                    inner == null ? MergeTypes.DEDUCED : inner,
                    before,
                    after);
        }

        private void step(
                PathElement element,
                MergeType type,
                @Nullable Object before,
                @Nullable Object after) {
            path.add(element);
            compare(type, before, after);
            path.removeLast();
        }

        private void elements(MergeType.Lists type, List<?> before, List<?> after) {
            Map<PathElement, List<@Nullable Object>> left = byElement(type, before);
            Map<PathElement, List<@Nullable Object>> right = byElement(type, after);
            left.forEach((element, values) -> {
                List<?> others = right.get(element);
                element(type, element, values, others == null ? List.of() : others);
            });
            right.forEach((element, values) -> {
                if (!left.containsKey(element)) {
                    element(type, element, List.of(), values);
                }
            });
        }

        private static Map<PathElement, List<@Nullable Object>> byElement(
                MergeType.Lists type, List<?> list) {
            Map<PathElement, List<@Nullable Object>> found = new LinkedHashMap<>();
            for (Object value : list) {
                found.computeIfAbsent(Elements.of(type, value), _ -> new ArrayList<>(1)).add(value);
            }
            return found;
        }

        /// Repeated elements are compared as a whole, because nothing tells them apart.
        private void element(
                MergeType.Lists type, PathElement element, List<?> before, List<?> after) {
            if (before.size() <= 1 && after.size() <= 1) {
                step(
                        element,
                        type.element(),
                        before.isEmpty() ? ABSENT : before.getFirst(),
                        after.isEmpty() ? ABSENT : after.getFirst());
            } else if (before.size() >= 2 && after.size() >= 2) {
                if (!same(before, after)) {
                    modified.add(FieldSet.joined(path, element));
                }
            } else if (before.size() >= 2) {
                if (!after.isEmpty()) {
                    step(element, type.element(), ABSENT, after.getFirst());
                }
                removed.add(FieldSet.joined(path, element));
            } else {
                if (!before.isEmpty()) {
                    step(element, type.element(), before.getFirst(), ABSENT);
                }
                added.add(FieldSet.joined(path, element));
            }
        }
    }

    /// Equality of values, where a whole number is a number however it is held.
    static boolean same(@Nullable Object one, @Nullable Object two) {
        if (one instanceof Number a && two instanceof Number b) {
            return one.equals(two) || a.doubleValue() == b.doubleValue();
        }
        if (one instanceof List<?> a && two instanceof List<?> b) {
            if (a.size() != b.size()) {
                return false;
            }
            for (int i = 0; i < a.size(); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one instanceof Fields a && two instanceof Fields b) {
            if (a.size() != b.size()) {
                return false;
            }
            for (int i = 0; i < a.size(); i++) {
                int at = b.find(a.nameAt(i));
                if (at < 0 || !same(a.valueAt(i), b.valueAt(at))) {
                    return false;
                }
            }
            return true;
        }
        return Objects.equals(one, two);
    }
}
