package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.StructType;
import io.djong.wire.PatchException.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Strategic merge patch: a merge patch that merges lists by the keys that a type declares.
///
/// @spec https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md Strategic Merge Patch
public final class StrategicMergePatch {

    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE_PREFIX = "$deleteFromPrimitiveList";
    private static final String ORDER_PREFIX = "$setElementOrder";

    private StrategicMergePatch() {}

    /// The patch as it was sent, parsed.
    ///
    /// @throws PatchException if it is no JSON object
    public static Json.Parsed read(byte[] patch) {
        try {
            Json.Parsed parsed = Json.parseStrict(patch);
            if (parsed.tree() == null) {
                return new Json.Parsed(Fields.EMPTY, parsed.duplicates());
            }
            if (parsed.tree() instanceof Fields) {
                return parsed;
            }
            throw new DecodeException(
                    "json: cannot unmarshal "
                            + GoTypes.jsonKind(parsed.tree())
                            + " into Go value of type map[string]interface {}");
        } catch (DecodeException malformed) {
            throw new PatchException(Answer.MALFORMED, malformed.getMessage());
        }
    }

    /// The patched document, to be decoded with [DocumentDecoder#convert].
    ///
    /// @throws PatchException if the patch is malformed or does not fit
    public static Fields apply(StructType type, Fields document, Fields patch) {
        return mergeMap(document, patch, new PatchType.Struct(type));
    }

    static PatchException malformed(String what) {
        return new PatchException(Answer.MALFORMED, "invalid patch format of " + what);
    }

    static PatchException internal(String message) {
        return new PatchException(Answer.INTERNAL, message);
    }

    static PatchException badType(String expected, @Nullable Object actual) {
        return internal("expected a " + expected + ", but received a " + GoText.type(actual));
    }

    private static Fields mergeMap(Fields original, Fields patch, PatchType type) {
        if (patch.has(DIRECTIVE)) {
            Object directive = patch.value(DIRECTIVE);
            if ("replace".equals(directive)) {
                return patch.without(DIRECTIVE);
            }
            if ("delete".equals(directive)) {
                return Fields.EMPTY;
            }
            throw unknownDirective(directive, patch);
        }
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(original);
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(patch);
        retainKeys(merged, changes);
        new ListOrder(type).apply(merged, changes);
        changes.forEach((name, change) -> mergeField(merged, name, change, type));
        return Fields.copyOf(merged);
    }

    private static PatchException unknownDirective(@Nullable Object directive, Fields patch) {
        return internal(
                "unknown patch type: " + GoText.of(directive) + " in map: " + GoText.of(patch));
    }

    private static void retainKeys(
            Map<String, @Nullable Object> merged, Map<String, @Nullable Object> changes) {
        if (!changes.containsKey(RETAIN_KEYS)) {
            return;
        }
        if (!(changes.remove(RETAIN_KEYS) instanceof List<?> retained)) {
            throw malformed("retainKeys");
        }
        changes.forEach((name, change) -> {
            boolean directive = name.startsWith(DELETE_PREFIX) || name.startsWith(ORDER_PREFIX);
            if (change != null && !directive && !retained.contains(name)) {
                throw malformed("retainKeys");
            }
        });
        merged.keySet().removeIf(name -> !retained.contains(name));
    }

    /// The rest of a directive's name.
    static String directiveTarget(String name, String prefix, String what) {
        if (!name.startsWith(prefix + "/")) {
            throw malformed(what);
        }
        return name.substring(prefix.length() + 1);
    }

    private static void mergeField(
            Map<String, @Nullable Object> merged,
            String name,
            @Nullable Object change,
            PatchType type) {
        boolean deletes = name.startsWith(DELETE_PREFIX);
        String target = deletes ? directiveTarget(name, DELETE_PREFIX, "primitive list") : name;
        if (change == null) {
            merged.remove(target);
            return;
        }
        Object current = merged.get(target);
        boolean sameKind =
                merged.containsKey(target) && GoText.type(current).equals(GoText.type(change));
        if (!sameKind) {
            if (!deletes) {
                putNew(merged, target, Nulls.without(change));
            }
            return;
        }
        switch (change) {
            case Fields fields -> {
                PatchType.Found found = type.lookup(target);
                Fields inner = (Fields) Objects.requireNonNull(current);
                merged.put(
                        target,
                        found.strategy().equals("replace")
                                ? fields
                                : mergeMap(inner, fields, found.type()));
            }
            case List<?> list -> {
                PatchType.Found found = type.lookupList(target);
                List<?> inner = (List<?>) Objects.requireNonNull(current);
                boolean merges = found.strategy().equals("merge") || deletes;
                merged.put(target, merges ? mergeList(inner, list, found, deletes) : list);
            }
            default -> merged.put(target, change);
        }
    }

    private static void putNew(
            Map<String, @Nullable Object> merged, String name, @Nullable Object value) {
        if (isDirective(value)) {
            merged.remove(name);
        } else {
            merged.put(name, withoutDirectives(value));
        }
    }

    private static boolean isDirective(@Nullable Object value) {
        return value instanceof Fields fields && fields.has(DIRECTIVE);
    }

    static @Nullable Object withoutDirectives(@Nullable Object value) {
        return switch (value) {
            case Fields fields -> {
                Fields.Builder kept = new Fields.Builder(fields.size());
                for (int i = 0; i < fields.size(); i++) {
                    if (!isDirective(fields.valueAt(i))) {
                        kept.add(fields.nameAt(i), withoutDirectives(fields.valueAt(i)));
                    }
                }
                yield kept.build();
            }
            case List<?> list -> {
                List<@Nullable Object> kept = new ArrayList<>();
                for (Object element : list) {
                    if (!isDirective(element)) {
                        kept.add(withoutDirectives(element));
                    }
                }
                yield TreeList.copyOf(kept);
            }
            case null, default -> value;
        };
    }

    static List<?> mergeList(
            List<?> original, List<?> patch, PatchType.Found found, boolean deletes) {
        if (original.isEmpty() && patch.isEmpty()) {
            return original;
        }
        String kind = ListOrder.elementKind(original, patch);
        if (!kind.equals("map")) {
            if (deletes) {
                List<@Nullable Object> left = new ArrayList<>(original);
                left.removeIf(patch::contains);
                return TreeList.copyOf(left);
            }
            List<@Nullable Object> both = new ArrayList<>(original);
            both.addAll(patch);
            return ListOrder.arranged(withoutRepeats(both), patch, original, "", false);
        }
        String key = found.mergeKey();
        if (key.isEmpty()) {
            throw internal("cannot merge lists without merge key for " + found.type().goName());
        }
        List<@Nullable Object> kept = new ArrayList<>(original);
        List<@Nullable Object> plain = new ArrayList<>();
        if (takeDirectives(kept, patch, key, plain)) {
            kept = plain;
            plain = new ArrayList<>();
        }
        List<@Nullable Object> merged = new ArrayList<>(kept);
        for (Object element : plain) {
            mergeElement(merged, (Fields) Objects.requireNonNull(element), key, found.type());
        }
        return ListOrder.arranged(merged, plain, kept, key, true);
    }

    /// Carries out directives among the elements of a patch; the others go to `plain`.
    ///
    /// @return whether the patch replaces the whole list
    private static boolean takeDirectives(
            List<@Nullable Object> kept, List<?> patch, String key, List<@Nullable Object> plain) {
        boolean replaces = false;
        for (Object element : patch) {
            Fields fields = (Fields) element;
            if (!fields.has(DIRECTIVE)) {
                plain.add(fields);
                continue;
            }
            switch (GoText.of(fields.value(DIRECTIVE))) {
                case "delete" -> {
                    if (!fields.has(key)) {
                        throw noMergeKey(fields, key);
                    }
                    for (int at = find(kept, key, fields.value(key));
                            at >= 0;
                            at = find(kept, key, fields.value(key))) {
                        kept.remove(at);
                    }
                }
                case "replace" -> replaces = true;
                case "merge" ->
                        throw internal("merging lists cannot yet be specified in the patch");
                default -> throw unknownDirective(fields.value(DIRECTIVE), fields);
            }
        }
        return replaces;
    }

    private static void mergeElement(
            List<@Nullable Object> merged, Fields element, String key, PatchType type) {
        if (!element.has(key)) {
            throw noMergeKey(element, key);
        }
        int at = find(merged, key, element.value(key));
        if (at < 0) {
            merged.add(element);
        } else {
            merged.set(
                    at, mergeMap((Fields) Objects.requireNonNull(merged.get(at)), element, type));
        }
    }

    static PatchException noMergeKey(Fields fields, String key) {
        return internal(
                "map: " + GoText.of(fields) + " does not contain declared merge key: " + key);
    }

    /// The position of the object with that value of its key, or -1.
    static int find(List<?> list, String key, @Nullable Object value) {
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof Fields fields)) {
                throw internal("value for key " + i + " is not a map");
            }
            if (fields.has(key) && Objects.equals(fields.value(key), value)) {
                return i;
            }
        }
        return -1;
    }

    /// As upstream does it: the last element takes the place of a repeated one.
    private static List<@Nullable Object> withoutRepeats(List<@Nullable Object> values) {
        for (int i = 0; i < values.size(); i++) {
            for (int j = i + 1; j < values.size(); j++) {
                if (Objects.equals(values.get(i), values.get(j))) {
                    Collections.swap(values, j, values.size() - 1);
                    values.removeLast();
                    j--;
                }
            }
        }
        return values;
    }

    /// Where `$setElementOrder` directives begin.
    static String orderPrefix() {
        return ORDER_PREFIX;
    }
}
