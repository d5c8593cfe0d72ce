package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.TreeList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be done with a value of a known type: check it, list its fields, take fields out.
final class TypedValues {

    private TypedValues() {}

    /// Every field that the value sets.
    static FieldSet fieldsOf(MergeType type, Fields value) {
        FieldSet set = new FieldSet();
        collect(type, value, new ArrayList<>(), set);
        return set;
    }

    private static void collect(
            MergeType type, @Nullable Object value, List<PathElement> path, FieldSet set) {
        switch (type.forValue(value)) {
            case MergeType.Scalar _ -> add(path, set);
            case MergeType.Lists lists -> {
                if (lists.relation() == MergeType.Relation.ATOMIC) {
                    add(path, set);
                } else if (value instanceof List<?> list) {
                    collectElements(lists, list, path, set);
                }
            }
            case MergeType.Objects objects -> {
                if (objects.atomic()) {
                    add(path, set);
                } else if (value instanceof Fields fields) {
                    collectFields(objects, fields, path, set);
                }
            }
            case MergeType.Deduced _ -> {}
        }
    }

    private static void add(List<PathElement> path, FieldSet set) {
        if (!path.isEmpty()) {
            set.add(List.copyOf(path));
        }
    }

    private static void collectElements(
            MergeType.Lists type, List<?> list, List<PathElement> path, FieldSet set) {
        Set<PathElement> seen = new HashSet<>();
        Set<PathElement> repeated = new HashSet<>();
        for (Object value : list) {
            PathElement element = Elements.of(type, value);
            if (!seen.add(element)) {
                repeated.add(element);
            }
        }
        for (Object value : list) {
            PathElement element = Elements.of(type, value);
            path.add(element);
            if (!repeated.contains(element)) {
                collect(type.element(), value, path, set);
            }
            add(path, set);
            path.removeLast();
        }
    }

    private static void collectFields(
            MergeType.Objects type, Fields fields, List<PathElement> path, FieldSet set) {
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.nameAt(i);
            Object value = fields.valueAt(i);
            MergeType inner = type.field(name);
            path.add(new PathElement.Name(name));
            collect(inner == null ? MergeTypes.DEDUCED : inner, value, path, set);
            boolean empty = value == null || (value instanceof Fields below && below.isEmpty());
            if (empty || !type.declares(name)) {
                add(path, set);
            }
            path.removeLast();
        }
    }

    /// The value without the fields of the set; null when nothing is left.
    static @Nullable Object without(MergeType type, @Nullable Object value, FieldSet removed) {
        return switch (type.forValue(value)) {
            case MergeType.Scalar _ -> value;
            case MergeType.Lists lists -> {
                boolean whole = lists.relation() == MergeType.Relation.ATOMIC;
                yield whole || !(value instanceof List<?> list)
                        ? null
                        : withoutElements(lists, list, removed);
            }
            case MergeType.Objects objects ->
                    objects.atomic() || !(value instanceof Fields fields)
                            ? null
                            : withoutFields(objects, fields, removed);
            case MergeType.Deduced _ -> null;
        };
    }

    private static @Nullable Object withoutElements(
            MergeType.Lists type, List<?> list, FieldSet removed) {
        List<@Nullable Object> kept = new ArrayList<>(list.size());
        for (Object value : list) {
            PathElement element = Elements.of(type, value);
            if (removed.has(element)) {
                continue;
            }
            FieldSet below = removed.below(element);
            kept.add(below.isEmpty() ? value : without(type.element(), value, below));
        }
        return kept.isEmpty() ? null : TreeList.copyOf(kept);
    }

    private static @Nullable Object withoutFields(
            MergeType.Objects type, Fields fields, FieldSet removed) {
        Fields.Builder kept = new Fields.Builder(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            PathElement element = new PathElement.Name(fields.nameAt(i));
            if (removed.has(element)) {
                continue;
            }
            FieldSet below = removed.below(element);
            Object value = fields.valueAt(i);
            if (!below.isEmpty()) {
                MergeType inner = type.field(fields.nameAt(i));
                value = without(inner == null ? MergeTypes.DEDUCED : inner, value, below);
            }
            kept.add(fields.nameAt(i), value);
        }
        return kept.size() == 0 ? null : kept.build();
    }

    /// Owned fields brought up to the schema of today: what has become atomic is owned as a whole.
    static FieldSet reconciled(MergeType type, FieldSet owned) {
        FieldSet result = new FieldSet();
        owned.forEach((element, member, below) ->
                reconcile(type.at(element), List.of(element), member, below, result));
        return result;
    }

    private static void reconcile(
            MergeType type,
            List<PathElement> path,
            boolean member,
            FieldSet below,
            FieldSet result) {
        boolean atomic =
                switch (type) {
                    case MergeType.Lists lists -> lists.relation() == MergeType.Relation.ATOMIC;
                    case MergeType.Objects objects -> objects.atomic();
                    case MergeType.Scalar _, MergeType.Deduced _ -> false;
                };
        if (atomic) {
            result.add(path);
            return;
        }
        if (member) {
            result.add(path);
        }
        below.forEach((element, inner, deeper) ->
                reconcile(type.at(element), FieldSet.joined(path, element), inner, deeper, result));
    }

    /// Checks a value against its type.
    ///
    /// @throws DecodeException with all complaints
    static void check(MergeType type, Fields value) {
        List<String> complaints = new ArrayList<>();
        check(type, value, "", complaints);
        if (complaints.size() == 1) {
            throw new DecodeException(complaints.getFirst());
        }
        if (!complaints.isEmpty()) {
            throw new DecodeException("errors:\n  " + String.join("\n  ", complaints));
        }
    }

    private static void check(
            MergeType type, @Nullable Object value, String path, List<String> complaints) {
        if (value == null) {
            return;
        }
        switch (type.forValue(value)) {
            case MergeType.Scalar(var kind) -> checkScalar(kind, value, path, complaints);
            case MergeType.Lists lists -> {
                if (value instanceof List<?> list) {
                    checkElements(lists, list, path, complaints);
                } else {
                    complaints.add(located(path, "expected list, got " + GoValues.pointer(value)));
                }
            }
            case MergeType.Objects objects -> {
                if (value instanceof Fields fields) {
                    checkFields(objects, fields, path, complaints);
                } else {
                    complaints.add(located(path, "expected map, got " + GoValues.pointer(value)));
                }
            }
            case MergeType.Deduced _ -> {}
        }
    }

    private static String located(String path, String message) {
        return path.isEmpty() ? message : path + ": " + message;
    }

    private static void checkScalar(
            String kind, Object value, String path, List<String> complaints) {
        boolean plain = !(value instanceof List<?>) && !(value instanceof Fields);
        String complaint =
                switch (kind) {
                    case "numeric" ->
                            value instanceof Number
                                    ? ""
                                    : "expected numeric (int or float), got "
                                            + GoValues.type(value);
                    case "string" ->
                            value instanceof String
                                    ? ""
                                    : "expected string, got " + GoValues.literal(value);
                    case "boolean" ->
                            value instanceof Boolean
                                    ? ""
                                    : "expected boolean, got " + GoValues.pointer(value);
                    default -> plain ? "" : "expected any scalar, got " + GoValues.pointer(value);
                };
        if (!complaint.isEmpty()) {
            complaints.add(located(path, complaint));
        }
    }

    private static void checkElements(
            MergeType.Lists type, List<?> list, String path, List<String> complaints) {
        Set<PathElement> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            PathElement element;
            if (type.relation() == MergeType.Relation.ATOMIC) {
                element = new PathElement.Index(i);
            } else {
                try {
                    element = Elements.of(type, list.get(i));
                } catch (DecodeException nameless) {
                    complaints.add(located(path, "element " + i + ": " + nameless.getMessage()));
                    return;
                }
                if (!seen.add(element)) {
                    complaints.add(located(path, "duplicate entries for key " + element.shown()));
                }
            }
            check(type.element(), list.get(i), path + element.shown(), complaints);
        }
    }

    private static void checkFields(
            MergeType.Objects type, Fields fields, String path, List<String> complaints) {
        for (int i = 0; i < fields.size(); i++) {
            String inner = path + "." + fields.nameAt(i);
            MergeType field = type.field(fields.nameAt(i));
            if (field == null) {
                complaints.add(located(inner, "field not declared in schema"));
                return;
            }
            check(field, fields.valueAt(i), inner, complaints);
        }
    }
}
