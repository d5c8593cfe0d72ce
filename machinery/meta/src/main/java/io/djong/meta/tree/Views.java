package io.djong.meta.tree;

import io.djong.meta.IntOrString;
import io.djong.meta.Quantity;
import io.djong.meta.Times;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How typed records look into a tree and write back; the generated kinds are made of these calls.
public final class Views {

    private Views() {}

    /// A list of scalars as it lies in the tree.
    @SuppressWarnings("unchecked")
    public static <T> List<T> scalars(Fields fields, String name) {
        return (List<T>) (List<?>) fields.list(name);
    }

    /// A list of objects, each seen through `view`, made when asked for.
    @SuppressWarnings("unchecked")
    public static <R, T> List<T> list(Fields fields, String name, Function<R, T> view) {
        List<?> raw = fields.list(name);
        return raw.isEmpty() ? List.of() : new ListView<>((List<R>) raw, view);
    }

    /// A map of scalars as it lies in the tree.
    @SuppressWarnings("unchecked")
    public static <T> Map<String, T> scalarMap(Fields fields, String name) {
        return (Map<String, T>) (Map<?, ?>) fields.fields(name);
    }

    /// A map of objects, each seen through `view`, made when asked for.
    public static <R, T> Map<String, T> map(Fields fields, String name, Function<R, T> view) {
        Fields raw = fields.fields(name);
        return raw.isEmpty() ? Map.of() : new MapView<>(raw, view);
    }

    /// Sets the field, or removes it when `value` is null.
    public static Fields set(Fields fields, String name, @Nullable Object value) {
        return value == null ? fields.without(name) : fields.with(name, value);
    }

    /// Sets the field, or removes it when `values` is empty: Go's `omitempty`.
    public static <T> Fields setList(
            Fields fields, String name, List<? extends T> values, Function<? super T, ?> raw) {
        if (values.isEmpty()) {
            return fields.without(name);
        }
        List<@Nullable Object> list = new ArrayList<>(values.size());
        for (T value : values) {
            list.add(raw.apply(value));
        }
        return fields.with(name, Collections.unmodifiableList(list));
    }

    /// Sets the field, or removes it when `values` is empty: Go's `omitempty`.
    public static <T> Fields setMap(
            Fields fields,
            String name,
            Map<String, ? extends T> values,
            Function<? super T, ?> raw) {
        if (values.isEmpty()) {
            return fields.without(name);
        }
        Fields.Builder map = new Fields.Builder(values.size());
        values.forEach((key, value) -> map.add(key, raw.apply(value)));
        return fields.with(name, map.build());
    }

    public static @Nullable Integer intOrNull(Fields fields, String name) {
        return fields.value(name) instanceof Number number ? (Integer) number.intValue() : null;
    }

    public static @Nullable Double doubleOrNull(Fields fields, String name) {
        return fields.value(name) instanceof Number number ? (Double) number.doubleValue() : null;
    }

    /// The structure, or null when absent.
    public static <T> @Nullable T struct(Fields fields, String name, Function<Fields, T> view) {
        Fields raw = fields.fieldsOrNull(name);
        return raw == null ? null : view.apply(raw);
    }

    /// The time, or null when absent.
    public static @Nullable Instant time(Fields fields, String name) {
        String text = fields.string(name);
        return text.isEmpty() ? null : Times.parse(text);
    }

    public static @Nullable Object rawSeconds(@Nullable Instant time) {
        return time == null ? null : Times.seconds(time);
    }

    public static @Nullable Object rawMicros(@Nullable Instant time) {
        return time == null ? null : Times.micros(time);
    }

    /// The quantity, or zero when absent.
    public static Quantity quantity(Fields fields, String name) {
        Object raw = fields.value(name);
        return raw == null ? Quantity.ZERO : parseQuantity(raw);
    }

    public static @Nullable Quantity quantityOrNull(Fields fields, String name) {
        Object raw = fields.value(name);
        return raw == null ? null : parseQuantity(raw);
    }

    /// A quantity may be written as a bare number.
    public static Quantity parseQuantity(Object raw) {
        return Quantity.parse(raw.toString());
    }

    public static IntOrString intOrString(Fields fields, String name) {
        Object raw = fields.value(name);
        return raw == null ? IntOrString.of(0) : IntOrString.ofRaw(raw);
    }

    public static @Nullable IntOrString intOrStringOrNull(Fields fields, String name) {
        Object raw = fields.value(name);
        return raw == null ? null : IntOrString.ofRaw(raw);
    }

    /// The decoded bytes, or none when absent.
    public static byte[] bytes(Fields fields, String name) {
        return decodeBytes(fields.string(name));
    }

    public static byte @Nullable [] bytesOrNull(Fields fields, String name) {
        String text = fields.stringOrNull(name);
        return text == null ? null : decodeBytes(text);
    }

    public static byte[] decodeBytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    public static @Nullable Object raw(@Nullable Integer value) {
        return value == null ? null : (Long) value.longValue();
    }

    public static @Nullable Object raw(byte @Nullable [] value) {
        return value == null ? null : Base64.getEncoder().encodeToString(value);
    }

    public static @Nullable Object raw(@Nullable Quantity value) {
        return value == null ? null : value.toString();
    }

    public static @Nullable Object raw(@Nullable IntOrString value) {
        return value == null ? null : value.raw();
    }

    /// An unmodifiable copy.
    public static Object rawList(List<?> values) {
        return List.copyOf(values);
    }

    private static final class ListView<R, T> extends AbstractList<T> implements RandomAccess {
        private final List<R> raw;
        private final Function<R, T> view;

        ListView(List<R> raw, Function<R, T> view) {
            this.raw = raw;
            this.view = view;
        }

        @Override
        public T get(int position) {
            return view.apply(raw.get(position));
        }

        @Override
        public int size() {
            return raw.size();
        }
    }

    private static final class MapView<R, T> extends AbstractMap<String, T> {
        private final Fields raw;
        private final Function<R, T> view;

        MapView(Fields raw, Function<R, T> view) {
            this.raw = raw;
            this.view = view;
        }

        @Override
        @SuppressWarnings("unchecked")
        public @Nullable T get(@Nullable Object key) {
            Object value = raw.get(key);
            return value == null ? null : view.apply((R) value);
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return raw.containsKey(key);
        }

        @Override
        @SuppressWarnings("unchecked")
        public Set<Entry<String, T>> entrySet() {
            Set<Entry<String, T>> entries = new LinkedHashSet<>();
            raw.forEach((key, value) -> entries.add(Map.entry(key, view.apply((R) value))));
            return Collections.unmodifiableSet(entries);
        }
    }
}
