package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The order of merged lists: what a patch asks for first, then the order that the server had.
final class ListOrder {

    private final PatchType type;

    ListOrder(PatchType type) {
        this.type = type;
    }

    /// Carries out the `$setElementOrder` directives of an object's patch, together with the lists they order.
    void apply(Map<String, @Nullable Object> merged, Map<String, @Nullable Object> changes) {
        String prefix = StrategicMergePatch.orderPrefix();
        for (String name : List.copyOf(changes.keySet())) {
            if (name.startsWith(prefix)) {
                Object order = changes.remove(name);
                if (!(order instanceof List<?> list)) {
                    throw StrategicMergePatch.badType("[]interface {}", order);
                }
                applyOrder(
                        StrategicMergePatch.directiveTarget(name, prefix, "setElementOrder list"),
                        list,
                        merged,
                        changes);
            }
        }
    }

    private void applyOrder(
            String target,
            List<?> order,
            Map<String, @Nullable Object> merged,
            Map<String, @Nullable Object> changes) {
        List<?> original = listOrNull(merged, target);
        List<?> patch = listOrNull(changes, target);
        PatchType.Found found = type.lookupList(target);
        String key = found.mergeKey();
        checkPatchFollows(patch == null ? List.of() : patch, order, key);
        List<?> both;
        if (original != null && patch != null) {
            both =
                    found.strategy().equals("merge")
                            ? StrategicMergePatch.mergeList(original, patch, found, false)
                            : patch;
        } else if (patch != null) {
            both = (List<?>) Objects.requireNonNull(StrategicMergePatch.withoutDirectives(patch));
        } else if (original != null) {
            both = original;
        } else {
            return;
        }
        boolean maps =
                elementKind(
                                original == null ? List.of() : original,
                                patch == null ? List.of() : patch)
                        .equals("map");
        merged.put(
                target, arranged(both, order, original == null ? List.of() : original, key, maps));
        changes.remove(target);
    }

    private static @Nullable List<?> listOrNull(Map<String, @Nullable Object> fields, String name) {
        if (!fields.containsKey(name)) {
            return null;
        }
        Object value = fields.get(name);
        if (value instanceof List<?> list) {
            return list;
        }
        throw StrategicMergePatch.badType("[]interface {}", value);
    }

    /// Elements of the patch have to come in the order asked for.
    private static void checkPatchFollows(List<?> patch, List<?> order, String key) {
        if (patch.isEmpty() || order.isEmpty()) {
            return;
        }
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object element : patch) {
            if (key.isEmpty() || !isDelete(element)) {
                kept.add(element);
            }
        }
        int next = 0;
        int at = 0;
        while (next < kept.size() && at < order.size()) {
            if (kept.get(next) instanceof Fields fields && fields.has("$patch")) {
                next++;
                continue;
            }
            if (sameKey(kept.get(next), order.get(at), key)) {
                next++;
            }
            at++;
        }
        if (next < kept.size() && at >= order.size()) {
            throw StrategicMergePatch.internal(
                    "The order in patch list:\n"
                            + GoText.of(patch)
                            + "\n doesn't match "
                            + StrategicMergePatch.orderPrefix()
                            + " list:\n"
                            + GoText.of(order)
                            + "\n");
        }
    }

    private static boolean isDelete(@Nullable Object element) {
        if (element instanceof Fields fields) {
            return "delete".equals(fields.value("$patch"));
        }
        throw StrategicMergePatch.badType("map[string]interface {}", element);
    }

    private static boolean sameKey(@Nullable Object one, @Nullable Object two, String key) {
        return key.isEmpty()
                ? Objects.equals(one, two)
                : Objects.equals(keyOf(one, key), keyOf(two, key));
    }

    private static @Nullable Object keyOf(@Nullable Object element, String key) {
        if (!(element instanceof Fields fields)) {
            throw StrategicMergePatch.badType("map[string]interface {}", element);
        }
        if (!fields.has(key)) {
            throw StrategicMergePatch.noMergeKey(fields, key);
        }
        return fields.value(key);
    }

    /// The common kind of all elements: `map`, `string` ...
    ///
    /// @throws PatchException if there is none
    static String elementKind(List<?> one, List<?> two) {
        String kind = null;
        for (List<?> list : List.<List<?>>of(one, two)) {
            for (Object element : list) {
                if (element instanceof List<?>) {
                    throw new PatchException(
                            PatchException.Answer.UNPROCESSABLE,
                            "lists of lists are not supported");
                }
                String here = GoText.kind(element);
                if (kind != null && !kind.equals(here)) {
                    throw StrategicMergePatch.internal(
                            "list element types are not identical: "
                                    + GoText.of(List.of(one, two)));
                }
                kind = here;
            }
        }
        if (kind == null) {
            throw StrategicMergePatch.internal("no elements in any of the given slices");
        }
        return kind;
    }

    /// Merged elements, those named in `order` in that order, the others in the server's, both interleaved.
    static List<?> arranged(
            List<?> merged, List<?> order, List<?> server, String key, boolean maps) {
        List<@Nullable Object> ordered = new ArrayList<>();
        List<@Nullable Object> others = new ArrayList<>();
        for (Object element : merged) {
            (index(order, element, key, maps) >= 0 ? ordered : others).add(element);
        }
        if (maps) {
            for (List<?> list : List.<List<?>>of(ordered, order, others, server)) {
                list.forEach(element -> keyOf(element, key));
            }
        }
        sort(ordered, order, key, maps);
        sort(others, server, key, maps);
        return interleaved(others, ordered, server, key, maps);
    }

    private static int index(List<?> list, @Nullable Object element, String key, boolean maps) {
        Object wanted = maps ? keyOf(element, key) : element;
        for (int i = 0; i < list.size(); i++) {
            Object one = list.get(i);
            Object found = !maps ? one : one instanceof Fields fields ? fields.value(key) : null;
            if (Objects.equals(found, wanted)) {
                return i;
            }
        }
        return -1;
    }

    /// Insertion sort as Go's stable sort does it: what is not in `order` moves to the front, and that shows.
    private static void sort(
            List<@Nullable Object> elements, List<?> order, String key, boolean maps) {
        int[] ranks = new int[elements.size()];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = index(order, elements.get(i), key, maps);
        }
        for (int i = 1; i < ranks.length; i++) {
            for (int j = i;
                    j > 0 && (ranks[j] < 0 || ranks[j - 1] < 0 || ranks[j] < ranks[j - 1]);
                    j--) {
                java.util.Collections.swap(elements, j, j - 1);
                int rank = ranks[j];
                ranks[j] = ranks[j - 1];
                ranks[j - 1] = rank;
            }
        }
    }

    private static List<?> interleaved(
            List<?> left, List<?> right, List<?> server, String key, boolean maps) {
        List<@Nullable Object> all = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            boolean takeLeft = j >= right.size();
            if (i < left.size() && j < right.size()) {
                int leftRank = index(server, left.get(i), key, maps);
                int rightRank = index(server, right.get(j), key, maps);
                takeLeft = leftRank >= 0 && rightRank >= 0 && leftRank < rightRank;
            }
            all.add(takeLeft ? left.get(i++) : right.get(j++));
        }
        return TreeList.copyOf(all);
    }
}
