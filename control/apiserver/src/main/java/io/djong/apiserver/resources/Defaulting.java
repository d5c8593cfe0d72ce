package io.djong.apiserver.resources;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The few moves that defaulting is made of. Each returns the same tree when there is nothing to do.
public final class Defaulting {

    private Defaulting() {}

    /// Sets a field that is absent.
    public static Fields orElse(Fields object, String name, Object value) {
        return object.value(name) == null ? object.with(name, value) : object;
    }

    /// Sets a field that is absent, or as empty as upstream's types make an absent one: "" or 0.
    public static Fields filled(Fields object, String name, Object value) {
        Object now = object.value(name);
        return now == null || now.equals("") || now.equals(0L) ? object.with(name, value) : object;
    }

    /// Changes an object that is there.
    public static Fields within(Fields object, String name, UnaryOperator<Fields> change) {
        Fields inner = object.fieldsOrNull(name);
        return inner == null ? object : object.with(name, change.apply(inner));
    }

    /// Changes an object, made empty first when it is absent.
    public static Fields always(Fields object, String name, UnaryOperator<Fields> change) {
        return object.with(name, change.apply(object.fields(name)));
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isOther(@Nullable Object now, @Nullable Object before) {
        return now != before;
    }

    /// Changes every object of a list.
    public static Fields each(Fields object, String name, UnaryOperator<Fields> change) {
        List<@Nullable Object> items = object.list(name);
        if (items.isEmpty()) {
            return object;
        }
        List<@Nullable Object> changed = new ArrayList<>(items.size());
        boolean differs = false;
        for (Object item : items) {
            Object now = item instanceof Fields fields ? change.apply(fields) : item;
            differs |= isOther(now, item);
            changed.add(now);
        }
        return differs ? object.with(name, Collections.unmodifiableList(changed)) : object;
    }
}
