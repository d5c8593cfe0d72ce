package io.djong.meta.tree;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An immutable JSON object: field names to values, in a kept order.
///
/// Two parallel arrays hold names and values, because most objects have few fields; past
/// [#INDEX_FROM] fields a hash index is built on the first look-up. Equality ignores the order of fields, as JSON does.
public final class Fields extends AbstractMap<String, @Nullable Object> {

    /// Below this a linear scan beats hashing.
    private static final int INDEX_FROM = 16;

    public static final Fields EMPTY = new Fields(new String[0], new Object[0], 0);

    private final String[] names;
    private final @Nullable Object[] values;
    private final int size;
    private int @Nullable [] index;

    private Fields(String[] names, @Nullable Object[] values, int size) {
        this.names = names;
        this.values = values;
        this.size = size;
    }

    public static Fields of(String name, @Nullable Object value) {
        return new Fields(new String[] {name}, new @Nullable Object[] {value}, 1);
    }

    public static Fields of(
            String name1, @Nullable Object value1, String name2, @Nullable Object value2) {
        return new Fields(new String[] {name1, name2}, new @Nullable Object[] {value1, value2}, 2);
    }

    public static Fields of(
            String name1,
            @Nullable Object value1,
            String name2,
            @Nullable Object value2,
            String name3,
            @Nullable Object value3) {
        return new Fields(
                new String[] {name1, name2, name3},
                new @Nullable Object[] {value1, value2, value3},
                3);
    }

    /// An object made of these very arrays, of equal length and with no name twice; the caller keeps no hold of them.
    public static Fields ofArrays(String[] names, @Nullable Object[] values) {
        return names.length == 0 ? EMPTY : new Fields(names, values, names.length);
    }

    /// A copy of `map`, in its iteration order; a [Fields] is returned as it is.
    public static Fields copyOf(Map<String, ?> map) {
        if (map instanceof Fields fields) {
            return fields;
        }
        Builder builder = new Builder(map.size());
        map.forEach(builder::add);
        return builder.build();
    }

    @Override
    public int size() {
        return size;
    }

    /// The name of the field at `position`, from 0.
    public String nameAt(int position) {
        Objects.checkIndex(position, size);
        return names[position];
    }

    /// The value of the field at `position`, from 0.
    public @Nullable Object valueAt(int position) {
        Objects.checkIndex(position, size);
        return values[position];
    }

    /// The position of the field, or -1.
    @SuppressWarnings("ReferenceEquality")
    public int find(String name) {
        if (size >= INDEX_FROM) {
            return findByHash(name);
        }
        for (int i = 0; i < size; i++) {
            // Names from a schema are the same String, so most look-ups end at the identity check.
            if (names[i] == name) {
                return i;
            }
        }
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private int findByHash(String name) {
        int[] table = index;
        if (table == null) {
            table = buildIndex();
            index = table;
        }
        int mask = table.length - 1;
        for (int slot = spread(name) & mask; table[slot] != 0; slot = (slot + 1) & mask) {
            if (names[table[slot] - 1].equals(name)) {
                return table[slot] - 1;
            }
        }
        return -1;
    }

    private int[] buildIndex() {
        int[] table = new int[Integer.highestOneBit(size * 2) << 1];
        int mask = table.length - 1;
        for (int i = 0; i < size; i++) {
            int slot = spread(names[i]) & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = i + 1;
        }
        return table;
    }

    private static int spread(String name) {
        int hash = name.hashCode();
        return hash ^ (hash >>> 16);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String string && find(string) >= 0;
    }

    public boolean has(String name) {
        return find(name) >= 0;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return name instanceof String string ? value(string) : null;
    }

    /// The value, or null when the field is absent or JSON null ([#has] tells them apart).
    public @Nullable Object value(String name) {
        int at = find(name);
        return at < 0 ? null : values[at];
    }

    /// The string, or "" when absent or of another type.
    public String string(String name) {
        return value(name) instanceof String string ? string : "";
    }

    public @Nullable String stringOrNull(String name) {
        return value(name) instanceof String string ? string : null;
    }

    /// The integer, or 0 when absent or of another type.
    public long integer(String name) {
        return value(name) instanceof Number number ? number.longValue() : 0;
    }

    public @Nullable Long integerOrNull(String name) {
        return value(name) instanceof Number number ? (Long) number.longValue() : null;
    }

    public double decimal(String name) {
        return value(name) instanceof Number number ? number.doubleValue() : 0;
    }

    /// The boolean, or false when absent or of another type.
    public boolean bool(String name) {
        return value(name) instanceof Boolean bool && bool;
    }

    public @Nullable Boolean boolOrNull(String name) {
        return value(name) instanceof Boolean bool ? bool : null;
    }

    /// The object, or [#EMPTY] when absent or of another type.
    public Fields fields(String name) {
        return value(name) instanceof Fields fields ? fields : EMPTY;
    }

    public @Nullable Fields fieldsOrNull(String name) {
        return value(name) instanceof Fields fields ? fields : null;
    }

    /// The list, or an empty one when absent or of another type.
    @SuppressWarnings("unchecked")
    public List<@Nullable Object> list(String name) {
        return value(name) instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
    }

    /// The value at the end of a path of object fields, or null when any step is absent.
    public @Nullable Object at(String... path) {
        Fields here = this;
        for (int i = 0; i < path.length - 1; i++) {
            here = here.fields(path[i]);
        }
        return here.value(path[path.length - 1]);
    }

    /// The same object with the field set to `value`; the field keeps its place, a new one goes last.
    @SuppressWarnings("ReferenceEquality")
    public Fields with(String name, @Nullable Object value) {
        int at = find(name);
        if (at >= 0) {
            if (values[at] == value) {
                return this;
            }
            @Nullable Object[] changed = values.clone();
            changed[at] = value;
            return new Fields(names, changed, size);
        }
        String[] moreNames = Arrays.copyOf(names, size + 1);
        @Nullable Object[] moreValues = Arrays.copyOf(values, size + 1);
        moreNames[size] = name;
        moreValues[size] = value;
        return new Fields(moreNames, moreValues, size + 1);
    }

    /// Sets the value at the end of a path, making the objects on the way when they are absent.
    public Fields withAt(@Nullable Object value, String... path) {
        return withAt(value, path, 0);
    }

    private Fields withAt(@Nullable Object value, String[] path, int depth) {
        String name = path[depth];
        return depth == path.length - 1
                ? with(name, value)
                : with(name, fields(name).withAt(value, path, depth + 1));
    }

    public Fields without(String name) {
        int at = find(name);
        if (at < 0) {
            return this;
        }
        if (size == 1) {
            return EMPTY;
        }
        String[] fewerNames = new String[size - 1];
        @Nullable Object[] fewerValues = new @Nullable Object[size - 1];
        System.arraycopy(names, 0, fewerNames, 0, at);
        System.arraycopy(names, at + 1, fewerNames, at, size - at - 1);
        System.arraycopy(values, 0, fewerValues, 0, at);
        System.arraycopy(values, at + 1, fewerValues, at, size - at - 1);
        return new Fields(fewerNames, fewerValues, size - 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Fields that)) {
            return other instanceof Map && super.equals(other);
        }
        if (size != that.size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            int at = names[i].equals(that.names[i]) ? i : that.find(names[i]);
            if (at < 0 || !Objects.equals(values[i], that.values[at])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < size; i++) {
            hash += names[i].hashCode() ^ Objects.hashCode(values[i]);
        }
        return hash;
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < size;
                    }

                    @Override
                    public Map.Entry<String, @Nullable Object> next() {
                        if (next >= size) {
                            throw new NoSuchElementException();
                        }
                        int at = next++;
                        return new SimpleImmutableEntry<>(names[at], values[at]);
                    }
                };
            }
        };
    }

    public static Builder builder() {
        return new Builder(8);
    }

    /// A builder that starts with the fields of this object.
    public Builder toBuilder() {
        Builder builder = new Builder(size + 4);
        for (int i = 0; i < size; i++) {
            builder.add(names[i], values[i]);
        }
        return builder;
    }

    /// Collects fields; confined to one thread.
    public static final class Builder {
        private String[] names;
        private @Nullable Object[] values;
        private int size;

        public Builder(int expected) {
            names = new String[Math.max(expected, 2)];
            values = new @Nullable Object[names.length];
        }

        /// Adds a field that is not there yet; the caller knows so (see [#set]).
        public Builder add(String name, @Nullable Object value) {
            if (size == names.length) {
                names = Arrays.copyOf(names, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            names[size] = name;
            values[size++] = value;
            return this;
        }

        /// Sets a field, replacing one of the same name. Linear in the number of fields.
        public Builder set(String name, @Nullable Object value) {
            for (int i = 0; i < size; i++) {
                if (names[i].equals(name)) {
                    values[i] = value;
                    return this;
                }
            }
            return add(name, value);
        }

        public int size() {
            return size;
        }

        public Fields build() {
            if (size == 0) {
                return EMPTY;
            }
            boolean exact = size == names.length;
            return new Fields(
                    exact ? names : Arrays.copyOf(names, size),
                    exact ? values : Arrays.copyOf(values, size),
                    size);
        }
    }
}
