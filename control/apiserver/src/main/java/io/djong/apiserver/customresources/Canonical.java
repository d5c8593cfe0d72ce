package io.djong.apiserver.customresources;

import io.djong.meta.tree.Fields;
import io.djong.wire.TreeList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The one order of fields in which custom resources are stored, so that equal documents have equal bytes: what it is,
/// its metadata, then all others by name.
final class Canonical {

    private static final List<String> FIRST = List.of("apiVersion", "kind", "metadata");

    private Canonical() {}

    static Fields document(Fields object) {
        Fields.Builder ordered = new Fields.Builder(object.size());
        for (String name : FIRST) {
            if (object.has(name)) {
                ordered.add(name, object.value(name));
            }
        }
        sorted(object).forEach((name, value) -> {
            if (!FIRST.contains(name)) {
                ordered.add(name, value);
            }
        });
        return ordered.build();
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case Fields fields -> sorted(fields);
            case List<?> list -> list(list);
            case null -> null;
            default -> value;
        };
    }

    @SuppressWarnings("ReferenceEquality")
    private static List<?> list(List<?> list) {
        @Nullable Object[] ordered = null;
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            Object now = value(item);
            if (now != item && ordered == null) {
                ordered = list.toArray();
            }
            if (ordered != null) {
                ordered[i] = now;
            }
        }
        return ordered == null ? list : TreeList.ofArray(ordered);
    }

    @SuppressWarnings("ReferenceEquality")
    private static Fields sorted(Fields object) {
        boolean isSorted = true;
        for (int i = 0; i < object.size() && isSorted; i++) {
            Object value = object.valueAt(i);
            isSorted =
                    (i == 0 || object.nameAt(i - 1).compareTo(object.nameAt(i)) < 0)
                            && value(value) == value;
        }
        if (isSorted) {
            return object;
        }
        TreeMap<String, @Nullable Object> ordered = new TreeMap<>();
        object.forEach((name, value) -> ordered.put(name, value(value)));
        return Fields.copyOf(ordered);
    }
}
