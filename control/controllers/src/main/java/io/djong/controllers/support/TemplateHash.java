package io.djong.controllers.support;

import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Short hashes of templates, for names and labels, and the comparison that they stand for.
///
/// The hash is FNV-1a of a canonical text in upstream's alphabet; upstream hashes its own memory layout, so values differ, and are compared
/// with nothing but themselves.
public final class TemplateHash {

    /// Without vowels and look-alikes, so that no words come out.
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private TemplateHash() {}

    /// @param collisions how many hashes of this owner met a name that was taken, or null for none
    public static String of(Fields template, @Nullable Integer collisions) {
        StringBuilder text = new StringBuilder();
        write(template, text);
        if (collisions != null) {
            text.append('#').append(collisions);
        }
        int hash = 0x811c9dc5;
        for (byte b : text.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        return safe(Integer.toUnsignedString(hash));
    }

    /// The text in the safe alphabet, letter for letter.
    public static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            safe.append(ALPHABET.charAt(text.charAt(i) % ALPHABET.length()));
        }
        return safe.toString();
    }

    /// Whether two templates ask for the same, an absent value being the same as null or an empty list or map of labels.
    public static boolean sameMeaning(Fields one, Fields other) {
        return canonical(one).equals(canonical(other));
    }

    private static void write(@Nullable Object value, StringBuilder text) {
        switch (value) {
            case Fields fields -> {
                text.append('{');
                new TreeMap<String, @Nullable Object>(canonical(fields))
                        .forEach((name, below) -> {
                            text.append(name).append(':');
                            write(below, text);
                            text.append(',');
                        });
                text.append('}');
            }
            case List<?> list -> {
                text.append('[');
                for (Object item : list) {
                    write(item, text);
                    text.append(',');
                }
                text.append(']');
            }
            case String string -> text.append('"').append(string).append('"');
            case null, default -> text.append(value);
        }
    }

    private static Fields canonical(Fields fields) {
        Fields.Builder kept = new Fields.Builder(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            Object value = fields.valueAt(i);
            boolean isEmptyList = value instanceof List<?> list && list.isEmpty();
            // An empty structure may mean something (`emptyDir: {}`), an empty map of labels does
            // not.
            boolean isEmptyMap =
                    value instanceof Map<?, ?> map
                            && map.isEmpty()
                            && (fields.nameAt(i).equals("labels")
                                    || fields.nameAt(i).equals("annotations"));
            if (value != null && !isEmptyList && !isEmptyMap) {
                kept.add(fields.nameAt(i), canonicalValue(value));
            }
        }
        return kept.build();
    }

    private static @Nullable Object canonicalValue(@Nullable Object value) {
        return switch (value) {
            case Fields fields -> canonical(fields);
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>(list.size());
                for (Object item : list) {
                    items.add(canonicalValue(item));
                }
                yield items;
            }
            case null, default -> value;
        };
    }
}
