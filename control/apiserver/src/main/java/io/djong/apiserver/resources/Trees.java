package io.djong.apiserver.resources;

import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks into documents that validators share.
public final class Trees {

    private Trees() {}

    /// The objects of a list; `null` elements read as empty objects.
    public static List<Fields> objects(Fields object, String name) {
        List<@Nullable Object> items = object.list(name);
        List<Fields> objects = new ArrayList<>(items.size());
        for (Object item : items) {
            objects.add(item instanceof Fields fields ? fields : Fields.EMPTY);
        }
        return objects;
    }

    /// The texts of a list; other elements read as "".
    public static List<String> texts(Fields object, String name) {
        List<@Nullable Object> items = object.list(name);
        List<String> texts = new ArrayList<>(items.size());
        for (Object item : items) {
            texts.add(item instanceof String text ? text : "");
        }
        return texts;
    }

    /// Whether the field is there and not null: a pointer that is set.
    public static boolean isSet(Fields object, String name) {
        return object.value(name) != null;
    }

    /// The amounts of a map of quantities; malformed ones, which decoding has refused, read as zero.
    public static Quantity quantity(@Nullable Object value) {
        return value == null ? Quantity.ZERO : Quantity.parse(value.toString());
    }

    public static String name(Fields object) {
        return object.fields("metadata").string("name");
    }
}
