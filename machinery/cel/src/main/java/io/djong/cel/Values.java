package io.djong.cel;

import io.djong.meta.tree.Fields;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What expressions compute with: Boolean, Long, Double, String, [Instant], [Duration], [CelType], and the values declared here.
///
/// Documents are read where they lie: [Tree] and [TreeList] only know what their schema says of them.
public final class Values {

    private Values() {}

    /// JSON's null.
    public enum Null {
        NULL
    }

    /// An unsigned number, as its bits.
    public record Unsigned(long bits) {
        BigInteger big() {
            return new BigInteger(Long.toUnsignedString(bits));
        }
    }

    /// Bytes, compared by content.
    @SuppressWarnings("ArrayRecordComponent")
    public record Bytes(byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /// A value that may be missing.
    ///
    /// @param value null when it is
    public record Maybe(@Nullable Object value) {
        static final Maybe NONE = new Maybe(null);
    }

    /// An optional value of a document, for a variable whose type is optional.
    ///
    /// @param tree null when there is none
    public static Maybe optional(@Nullable Object tree, SchemaType type) {
        return tree == null ? Maybe.NONE : new Maybe(adapt(tree, type));
    }

    /// A list of values.
    public interface CelList {
        int size();

        Object get(int at);
    }

    /// A map or an object.
    public interface CelMap {
        int size();

        /// Null when there is no such key.
        @Nullable Object find(Object key);

        List<Object> keys();
    }

    /// A list made by an expression.
    record MadeList(List<Object> elements) implements CelList {
        @Override
        public int size() {
            return elements.size();
        }

        @Override
        public Object get(int at) {
            return elements.get(at);
        }
    }

    /// A list of a document.
    record TreeList(List<?> list, SchemaType.@Nullable ListOf type) implements CelList {
        @Override
        public int size() {
            return list.size();
        }

        @Override
        public Object get(int at) {
            return adapt(list.get(at), type == null ? null : type.element());
        }
    }

    /// A map made by an expression; keys as [#key] makes them.
    record MadeMap(java.util.Map<Object, Object> entries) implements CelMap {
        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public @Nullable Object find(Object key) {
            return entries.get(key(key));
        }

        @Override
        public List<Object> keys() {
            return List.copyOf(entries.keySet());
        }
    }

    /// An object that an expression constructs by the name of its type.
    record MadeObject(String type, java.util.Map<Object, Object> entries) implements CelMap {
        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public @Nullable Object find(Object key) {
            return entries.get(key);
        }

        @Override
        public List<Object> keys() {
            return List.copyOf(entries.keySet());
        }
    }

    /// An object or map of a document.
    record Tree(Fields fields, @Nullable SchemaType type) implements CelMap {
        @Override
        public int size() {
            return fields.size();
        }

        @Override
        public @Nullable Object find(Object key) {
            if (!(key instanceof String name)) {
                return null;
            }
            String property = name;
            SchemaType value = null;
            switch (type) {
                case SchemaType.ObjectOf object -> {
                    SchemaType.Property declared = object.field(name);
                    if (declared != null) {
                        property = declared.property();
                        value = declared.type();
                    }
                }
                case SchemaType.MapOf map -> value = map.value();
                case null, default -> {}
            }
            int at = fields.find(property);
            return at < 0 ? null : adapt(fields.valueAt(at), value);
        }

        @Override
        public List<Object> keys() {
            return List.copyOf(fields.keySet());
        }
    }

    /// Makes a document's value one of ours; containers are wrapped, not copied.
    static Object adapt(@Nullable Object raw, @Nullable SchemaType type) {
        return switch (raw) {
            case null -> Null.NULL;
            case Fields fields -> new Tree(fields, type);
            case List<?> list ->
                    new TreeList(list, type instanceof SchemaType.ListOf of ? of : null);
            case String text when type instanceof SchemaType.Scalar scalar ->
                    ofText(text, scalar.type().kind());
            case Long number
                    when type instanceof SchemaType.Scalar scalar
                            && scalar.type().kind() == CelType.Kind.DOUBLE ->
                    (Object) number.doubleValue();
            case Integer number -> number.longValue();
            default -> raw;
        };
    }

    private static Object ofText(String text, CelType.Kind kind) {
        return switch (kind) {
            case TIMESTAMP -> Times.timestamp(text.length() == 10 ? text + "T00:00:00Z" : text);
            case DURATION -> Times.duration(text);
            case BYTES -> new Bytes(Base64.getDecoder().decode(text));
            default -> text;
        };
    }

    /// Numbers that are equal are the same key.
    static Object key(Object key) {
        return switch (key) {
            case Unsigned(long bits) when bits >= 0 -> bits;
            case Double number when number == Math.rint(number) && Math.abs(number) < 0x1p63 ->
                    (Object) number.longValue();
            default -> key;
        };
    }

    /// A document of the value; null for JSON's null.
    ///
    /// @throws EvaluationException for values that documents do not know
    public static @Nullable Object toTree(Object value) {
        return switch (value) {
            case Null _ -> null;
            case Tree(Fields fields, _) -> fields;
            case TreeList(List<?> list, _) -> list;
            case CelList list -> {
                List<@Nullable Object> tree = new ArrayList<>(list.size());
                for (int at = 0; at < list.size(); at++) {
                    tree.add(toTree(list.get(at)));
                }
                yield tree;
            }
            case CelMap map -> {
                Fields.Builder tree = new Fields.Builder(map.size());
                for (Object key : map.keys()) {
                    Object entry = map.find(key);
                    tree.set(Conversions.text(key), entry == null ? null : toTree(entry));
                }
                yield tree.build();
            }
            case Boolean _, Long _, Double _, String _ -> value;
            case Unsigned(long bits) -> bits;
            case Bytes(byte[] bytes) -> Base64.getEncoder().encodeToString(bytes);
            case Instant _, Duration _ -> Conversions.text(value);
            default ->
                    throw new EvaluationException(
                            "unsupported type " + typeOf(value) + " in a document");
        };
    }

    /// As `type(x)` says.
    static CelType typeOf(Object value) {
        return switch (value) {
            case Null _ -> CelType.NULL;
            case Boolean _ -> CelType.BOOL;
            case Long _ -> CelType.INT;
            case Unsigned _ -> CelType.UINT;
            case Double _ -> CelType.DOUBLE;
            case String _ -> CelType.STRING;
            case Bytes _ -> CelType.BYTES;
            case Instant _ -> CelType.TIMESTAMP;
            case Duration _ -> CelType.DURATION;
            case CelList _ -> CelType.list(CelType.DYN);
            case MadeObject object -> CelType.opaque(object.type());
            case CelMap _ -> CelType.map(CelType.DYN, CelType.DYN);
            case CelType _ -> CelType.typeOf(CelType.DYN);
            case Maybe _ -> CelType.optional(CelType.DYN);
            default -> CelType.opaque(Library.typeName(value));
        };
    }

    /// As `size()` says, or 1 for what has no size.
    static long size(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case Bytes(byte[] bytes) -> bytes.length;
            case CelList list -> list.size();
            case CelMap map -> map.size();
            case Networks.Ip ip -> ip.address().length;
            case Networks.Cidr cidr -> cidr.address().length;
            default -> 1;
        };
    }

    /// `==` of the language: across number types, and across lists and maps however they were made.
    @SuppressWarnings("ReferenceEquality")
    static boolean equal(Object one, Object other) {
        if (one == other) {
            return true;
        }
        if (isNumber(one) && isNumber(other)) {
            return Operators.compareNumbers(one, other) == 0;
        }
        return switch (one) {
            case CelList list -> other instanceof CelList that && equalLists(list, that);
            case CelMap map -> other instanceof CelMap that && equalMaps(map, that);
            case CelType type -> other instanceof CelType that && type.name().equals(that.name());
            case Maybe(Object value) ->
                    other instanceof Maybe(Object that)
                            && (value == null ? that == null : that != null && equal(value, that));
            default -> one.equals(other);
        };
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Unsigned || value instanceof Double;
    }

    private static boolean equalLists(CelList one, CelList other) {
        if (one.size() != other.size()) {
            return false;
        }
        SchemaType.ListOf type = one instanceof TreeList tree ? tree.type() : null;
        if (type != null && !type.listType().equals("atomic")) {
            return containsAll(one, other) && containsAll(other, one);
        }
        for (int at = 0; at < one.size(); at++) {
            if (!equal(one.get(at), other.get(at))) {
                return false;
            }
        }
        return true;
    }

    static boolean containsAll(CelList of, CelList wanted) {
        for (int at = 0; at < wanted.size(); at++) {
            if (!contains(of, wanted.get(at))) {
                return false;
            }
        }
        return true;
    }

    static boolean contains(CelList list, Object value) {
        for (int at = 0; at < list.size(); at++) {
            if (equal(list.get(at), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equalMaps(CelMap one, CelMap other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (Object key : one.keys()) {
            Object value = find(one, key);
            Object that = find(other, key);
            if (value == null || that == null || !equal(value, that)) {
                return false;
            }
        }
        return true;
    }

    /// Keys of objects are property names, while [CelMap#find] wants them escaped.
    private static @Nullable Object find(CelMap map, Object key) {
        if (map instanceof Tree(Fields fields, SchemaType.ObjectOf object)
                && key instanceof String name) {
            String escaped = Names.escape(name);
            SchemaType.Property property = escaped == null ? null : object.field(escaped);
            return fields.has(name)
                    ? adapt(fields.value(name), property == null ? null : property.type())
                    : null;
        }
        return map.find(key);
    }

    /// Adds as sets do, or by keys, when the first list says so in its schema.
    static CelList concat(CelList one, CelList other) {
        SchemaType.ListOf type = one instanceof TreeList tree ? tree.type() : null;
        List<Object> all = new ArrayList<>(one.size() + other.size());
        for (int at = 0; at < one.size(); at++) {
            all.add(one.get(at));
        }
        for (int at = 0; at < other.size(); at++) {
            Object added = other.get(at);
            int same = type == null ? -1 : position(all, added, type);
            if (same >= 0) {
                all.set(same, added);
            } else {
                all.add(added);
            }
        }
        return new MadeList(all);
    }

    private static int position(List<Object> among, Object value, SchemaType.ListOf type) {
        for (int at = 0; at < among.size(); at++) {
            boolean isSame =
                    switch (type.listType()) {
                        case "set" -> equal(among.get(at), value);
                        case "map" -> haveSameKeys(among.get(at), value, type.mapKeys());
                        default -> false;
                    };
            if (isSame) {
                return at;
            }
        }
        return -1;
    }

    private static boolean haveSameKeys(Object one, Object other, List<String> keys) {
        if (!(one instanceof CelMap first) || !(other instanceof CelMap second)) {
            return false;
        }
        for (String key : keys) {
            Object left = find(first, key);
            Object right = find(second, key);
            boolean areSame = left == null ? right == null : right != null && equal(left, right);
            if (!areSame) {
                return false;
            }
        }
        return true;
    }
}
