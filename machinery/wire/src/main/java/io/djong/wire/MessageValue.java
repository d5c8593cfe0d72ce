package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import io.djong.schema.ValueType.Primitive;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How values of one type lie in a protobuf message.
abstract sealed class MessageValue
        permits MessageValue.Struct,
                MessageValue.Scalar,
                MessageValue.Lists,
                MessageValue.Items,
                MessageValue.Maps,
                SpecialMessage {

    static MessageValue of(Field field, StructType owner) {
        boolean items = field.name().equals("verbs") && owner.simpleName().equals("APIResource");
        MessageValue value = of(field.type());
        return items ? new Items(value) : value;
    }

    private static MessageValue of(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(var primitive, _) -> new Scalar(primitive);
            case ValueType.Ref ref -> new Struct(ref);
            case ValueType.Special(var special) -> new SpecialMessage(special);
            case ValueType.ListOf(var element) -> new Lists(of(element));
            case ValueType.MapOf(ValueType.ListOf list) -> new Maps(new Items(of(list)));
            case ValueType.MapOf(var value) -> new Maps(of(value));
        };
    }

    /// Writes a field of that number; for lists and maps one for each element.
    abstract void write(int number, Object value, ProtoWriter out);

    /// Writes what an absent value that is no pointer is in protobuf.
    abstract void writeZero(int number, ProtoWriter out);

    /// Reads one field.
    ///
    /// @param before what was read for the same field so far
    abstract @Nullable Object read(int tag, ProtoReader in, @Nullable Object before);

    /// Whether Go's type is neither a slice nor a map.
    boolean isPlain() {
        return true;
    }

    static final class Struct extends MessageValue {

        private final ValueType.Ref ref;
        private @Nullable StructMessage resolved;

        Struct(ValueType.Ref ref) {
            this.ref = ref;
        }

        StructMessage message() {
            StructMessage known = resolved;
            if (known == null) {
                known = StructMessage.of(ref.type());
                resolved = known;
            }
            return known;
        }

        @Override
        void write(int number, Object value, ProtoWriter out) {
            int before = out.size();
            message().write((Fields) value, out);
            out.message(number, before);
        }

        @Override
        void writeZero(int number, ProtoWriter out) {
            write(number, Fields.EMPTY, out);
        }

        @Override
        Object read(int tag, ProtoReader in, @Nullable Object before) {
            in.expect(tag, ProtoWriter.BYTES);
            int outer = in.enter();
            Fields fields = message().read(in);
            in.leave(outer);
            return fields;
        }
    }

    static final class Scalar extends MessageValue {

        private final Primitive primitive;

        Scalar(Primitive primitive) {
            this.primitive = primitive;
        }

        @Override
        void write(int number, Object value, ProtoWriter out) {
            switch (primitive) {
                case STRING -> out.field(number, (String) value);
                case BOOL -> out.field(number, (boolean) value ? 1 : 0);
                case INT32, INT64, UINT32, UINT64 ->
                        out.field(number, ((Number) value).longValue());
                case FLOAT64 -> {
                    out.fixed64(Double.doubleToLongBits(((Number) value).doubleValue()));
                    out.tag(number, ProtoWriter.FIXED64);
                }
                case BYTES -> out.field(number, Base64.getDecoder().decode((String) value));
            }
        }

        @Override
        void writeZero(int number, ProtoWriter out) {
            switch (primitive) {
                case STRING -> out.field(number, "");
                case FLOAT64 -> write(number, 0L, out);
                case BOOL, INT32, INT64, UINT32, UINT64 -> out.field(number, 0);
                case BYTES -> {}
            }
        }

        @Override
        Object read(int tag, ProtoReader in, @Nullable Object before) {
            return switch (primitive) {
                case STRING -> {
                    in.expect(tag, ProtoWriter.BYTES);
                    yield in.text();
                }
                case BOOL -> {
                    in.expect(tag, ProtoWriter.VARINT);
                    yield in.varint() != 0;
                }
                case INT32 -> {
                    in.expect(tag, ProtoWriter.VARINT);
                    yield (long) (int) in.varint();
                }
                case UINT32 -> {
                    in.expect(tag, ProtoWriter.VARINT);
                    yield in.varint() & 0xffff_ffffL;
                }
                case INT64, UINT64 -> {
                    in.expect(tag, ProtoWriter.VARINT);
                    yield in.varint();
                }
                case FLOAT64 -> {
                    in.expect(tag, ProtoWriter.FIXED64);
                    yield decimal(Double.longBitsToDouble(in.fixed64()));
                }
                case BYTES -> {
                    in.expect(tag, ProtoWriter.BYTES);
                    yield Base64.getEncoder().encodeToString(in.bytes());
                }
            };
        }

        /// The same value that JSON's reader makes of it.
        private static Object decimal(double value) {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new DecodeException("json: unsupported value: " + value);
            }
            return ScalarDecoder.canonical(value);
        }

        @Override
        boolean isPlain() {
            return primitive != Primitive.BYTES;
        }
    }

    static final class Lists extends MessageValue {

        private final MessageValue element;

        Lists(MessageValue element) {
            this.element = element;
        }

        @Override
        void write(int number, Object value, ProtoWriter out) {
            List<?> list = (List<?>) value;
            for (int i = list.size() - 1; i >= 0; i--) {
                Object one = list.get(i);
                if (one == null) {
                    element.writeZero(number, out);
                } else {
                    element.write(number, one, out);
                }
            }
        }

        @Override
        void writeZero(int number, ProtoWriter out) {}

        @Override
        Object read(int tag, ProtoReader in, @Nullable Object before) {
            ListInProgress list =
                    before instanceof ListInProgress known ? known : new ListInProgress();
            boolean packed =
                    (tag & 7) == ProtoWriter.BYTES
                            && element instanceof Scalar scalar
                            && scalar.primitive != Primitive.STRING
                            && scalar.primitive != Primitive.BYTES;
            if (packed) {
                int outer = in.enter();
                int each =
                        (tag & ~7)
                                | (((Scalar) element).primitive == Primitive.FLOAT64
                                        ? ProtoWriter.FIXED64
                                        : ProtoWriter.VARINT);
                while (in.hasMore()) {
                    list.elements.add(element.read(each, in, null));
                }
                in.leave(outer);
            } else {
                list.elements.add(element.read(tag, in, null));
            }
            return list;
        }

        @Override
        boolean isPlain() {
            return false;
        }
    }

    /// A list that is a message of its own, for Go types that name a slice.
    static final class Items extends MessageValue {

        private final MessageValue list;

        Items(MessageValue list) {
            this.list = list;
        }

        @Override
        void write(int number, Object value, ProtoWriter out) {
            int before = out.size();
            list.write(1, value, out);
            out.message(number, before);
        }

        @Override
        void writeZero(int number, ProtoWriter out) {
            out.message(number, out.size());
        }

        @Override
        @Nullable Object read(int tag, ProtoReader in, @Nullable Object before) {
            in.expect(tag, ProtoWriter.BYTES);
            int outer = in.enter();
            Object items = null;
            while (in.hasMore()) {
                int inner = in.tag();
                if (inner >>> 3 == 1) {
                    items = list.read(inner, in, items);
                } else {
                    in.skip(inner);
                }
            }
            in.leave(outer);
            return finished(items);
        }

        @Override
        boolean isPlain() {
            return false;
        }
    }

    static final class Maps extends MessageValue {

        private final MessageValue value;

        Maps(MessageValue value) {
            this.value = value;
        }

        @Override
        void write(int number, Object map, ProtoWriter out) {
            Fields sorted = SortedFields.of((Fields) map);
            for (int i = sorted.size() - 1; i >= 0; i--) {
                int before = out.size();
                Object one = sorted.valueAt(i);
                if (one == null) {
                    value.writeZero(2, out);
                } else {
                    value.write(2, one, out);
                }
                out.field(1, sorted.nameAt(i));
                out.message(number, before);
            }
        }

        @Override
        void writeZero(int number, ProtoWriter out) {}

        @Override
        Object read(int tag, ProtoReader in, @Nullable Object before) {
            in.expect(tag, ProtoWriter.BYTES);
            MapInProgress map = before instanceof MapInProgress known ? known : new MapInProgress();
            int outer = in.enter();
            String key = "";
            Object read = null;
            while (in.hasMore()) {
                int inner = in.tag();
                switch (inner >>> 3) {
                    case 1 -> {
                        in.expect(inner, ProtoWriter.BYTES);
                        key = in.text();
                    }
                    case 2 -> read = value.read(inner, in, null);
                    default -> in.skip(inner);
                }
            }
            in.leave(outer);
            map.values.put(key, read == null && value instanceof Scalar ? "" : read);
            return map;
        }

        @Override
        boolean isPlain() {
            return false;
        }
    }

    /// Elements read so far.
    private static final class ListInProgress {
        final List<@Nullable Object> elements = new ArrayList<>();
    }

    /// Entries read so far.
    private static final class MapInProgress {
        final Map<String, @Nullable Object> values = new HashMap<>();
    }

    /// A slot's value once its message is read to the end.
    static @Nullable Object finished(@Nullable Object slot) {
        return switch (slot) {
            case ListInProgress list -> TreeList.copyOf(list.elements);
            case MapInProgress map -> SortedFields.of(Fields.copyOf(map.values));
            case null, default -> slot;
        };
    }
}
