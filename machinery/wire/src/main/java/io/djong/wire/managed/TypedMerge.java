package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.TreeList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Merges an applied configuration into the live object: what it says wins, what it does not say stays.
@SuppressWarnings("ReferenceEquality")
public final class TypedMerge {

    /// Not there, as opposed to null.
    private static final Object ABSENT = new Object();

    private TypedMerge() {}

    public static Fields merge(MergeType type, Fields live, Fields applied) {
        return mergeValue(type, live, applied) instanceof Fields merged ? merged : Fields.EMPTY;
    }

    /// The merged value, or [#ABSENT].
    private static @Nullable Object mergeValue(
            MergeType type, @Nullable Object live, @Nullable Object applied) {
        MergeType left = live == ABSENT ? type : type.forValue(live);
        MergeType right = applied == ABSENT ? type : type.forValue(applied);
        return switch (applied == ABSENT ? left : right) {
            case MergeType.Scalar _ -> chosen(live, applied);
            case MergeType.Lists lists -> {
                List<?> one = live instanceof List<?> list ? list : List.of();
                List<?> two = applied instanceof List<?> list ? list : List.of();
                boolean whole =
                        lists.relation() == MergeType.Relation.ATOMIC
                                || (one.isEmpty() && two.isEmpty());
                yield whole ? chosen(live, applied) : mergeElements(lists, one, two);
            }
            case MergeType.Objects objects -> {
                Fields one = live instanceof Fields fields ? fields : Fields.EMPTY;
                Fields two = applied instanceof Fields fields ? fields : Fields.EMPTY;
                boolean whole = objects.atomic() || (one.isEmpty() && two.isEmpty());
                yield whole ? chosen(live, applied) : mergeFields(objects, one, two);
            }
            case MergeType.Deduced _ -> chosen(live, applied);
        };
    }

    private static @Nullable Object chosen(@Nullable Object live, @Nullable Object applied) {
        return applied != ABSENT ? applied : live;
    }

    private static Object mergeFields(MergeType.Objects type, Fields live, Fields applied) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        for (int i = 0; i < live.size(); i++) {
            String name = live.nameAt(i);
            int at = applied.find(name);
            put(
                    merged,
                    name,
                    mergeField(type, name, live.valueAt(i), at < 0 ? ABSENT : applied.valueAt(at)));
        }
        for (int i = 0; i < applied.size(); i++) {
            String name = applied.nameAt(i);
            if (live.find(name) < 0) {
                put(merged, name, mergeField(type, name, ABSENT, applied.valueAt(i)));
            }
        }
        return merged.isEmpty() ? ABSENT : Fields.copyOf(merged);
    }

    private static void put(
            Map<String, @Nullable Object> merged, String name, @Nullable Object value) {
        if (value != ABSENT) {
            merged.put(name, value);
        }
    }

    private static @Nullable Object mergeField(
            MergeType.Objects type, String name, @Nullable Object live, @Nullable Object applied) {
        MergeType inner = type.field(name);
        return mergeValue(inner == null ? MergeTypes.DEDUCED : inner, live, applied);
    }

    /// A list's elements by what tells them apart; those that come twice are null, because they are not merged.
    private record Indexed(List<PathElement> order, Map<PathElement, @Nullable Object> values) {

        static Indexed of(MergeType.Lists type, List<?> list, boolean allowsRepeats) {
            List<PathElement> order = new ArrayList<>(list.size());
            Map<PathElement, @Nullable Object> values = new HashMap<>();
            for (Object value : list) {
                PathElement element = Elements.of(type, value);
                boolean repeated = values.containsKey(element);
                if (repeated && !allowsRepeats) {
                    throw new DecodeException("duplicate entries for key " + element.shown());
                }
                values.put(element, repeated ? null : value);
                order.add(element);
            }
            return new Indexed(order, values);
        }

        @Nullable Object get(PathElement element) {
            return values.containsKey(element) ? values.get(element) : ABSENT;
        }
    }

    /// Keeps the order of what is applied; what is only live stays where it was, relative to what both have.
    private static Object mergeElements(MergeType.Lists type, List<?> live, List<?> applied) {
        Indexed left = Indexed.of(type, live, true);
        Indexed right = Indexed.of(type, applied, false);
        List<PathElement> shared = new ArrayList<>();
        for (PathElement element : right.order) {
            if (left.values.containsKey(element)) {
                shared.add(element);
            }
        }
        int next = 0;
        List<@Nullable Object> merged = new ArrayList<>(Math.max(live.size(), applied.size()));
        Set<PathElement> done = new HashSet<>();
        int l = 0;
        int r = 0;
        while (l < left.order.size() || r < right.order.size()) {
            PathElement here = l < left.order.size() ? left.order.get(l) : null;
            if (here != null && r < right.order.size()) {
                if (here.equals(right.order.get(r))) {
                    done.add(here);
                    addMerged(type, left.get(here), right.get(here), merged);
                    l++;
                    r++;
                    next++;
                    continue;
                }
                if (right.values.containsKey(here)
                        && next < shared.size()
                        && !shared.get(next).equals(here)) {
                    l++;
                    continue;
                }
            }
            if (here != null) {
                if (!right.values.containsKey(here)) {
                    addMerged(type, live.get(l), ABSENT, merged);
                    l++;
                    continue;
                }
                if (done.contains(here)) {
                    l++;
                }
            }
            if (r < right.order.size()) {
                PathElement element = right.order.get(r);
                done.add(element);
                addMerged(type, left.get(element), right.get(element), merged);
                r++;
                if (next < shared.size() && shared.get(next).equals(element)) {
                    next++;
                }
            }
        }
        return merged.isEmpty() ? ABSENT : TreeList.copyOf(merged);
    }

    private static void addMerged(
            MergeType.Lists type,
            @Nullable Object live,
            @Nullable Object applied,
            List<@Nullable Object> merged) {
        Object value = mergeValue(type.element(), live, applied);
        if (value != ABSENT) {
            merged.add(value);
        }
    }
}
