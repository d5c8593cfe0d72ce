package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Maps in the order in which Go writes them: by key, byte by byte.
final class SortedFields {

    private SortedFields() {}

    /// The same map sorted; itself when it is.
    static Fields of(Fields fields) {
        int size = fields.size();
        int sorted = 1;
        while (sorted < size && compare(fields.nameAt(sorted - 1), fields.nameAt(sorted)) <= 0) {
            sorted++;
        }
        if (sorted >= size) {
            return fields;
        }
        String[] names = new String[size];
        for (int i = 0; i < size; i++) {
            names[i] = fields.nameAt(i);
        }
        Arrays.sort(names, SortedFields::compare);
        @Nullable Object[] values = new @Nullable Object[size];
        for (int i = 0; i < size; i++) {
            values[i] = fields.value(names[i]);
        }
        return Fields.ofArrays(names, values);
    }

    /// Compares as UTF-8 does, which differs from UTF-16 only beyond the basic plane.
    static int compare(String one, String two) {
        int shared = Math.min(one.length(), two.length());
        for (int i = 0; i < shared; i++) {
            char a = one.charAt(i);
            char b = two.charAt(i);
            if (a != b) {
                boolean surrogate = Character.isSurrogate(a) || Character.isSurrogate(b);
                return surrogate ? Integer.compare(one.codePointAt(i), two.codePointAt(i)) : a - b;
            }
        }
        return one.length() - two.length();
    }
}
