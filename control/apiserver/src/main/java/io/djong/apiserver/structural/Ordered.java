package io.djong.apiserver.structural;

import io.djong.meta.tree.Fields;
import io.djong.wire.TreeList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Values with the fields of all objects in alphabetical order, as Go prints maps. What is in order is handed back as it
/// is.
public final class Ordered {

    private Ordered() {}

    public static @Nullable Object value(@Nullable Object value) {
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
    public static Fields sorted(Fields object) {
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
