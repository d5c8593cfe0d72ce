package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import org.jspecify.annotations.Nullable;

/// How values of one type lie in a protobuf message.
abstract sealed class MessageValue
        permits MessageValue.Struct, ScalarMessage, CollectionMessage, SpecialMessage {

    static MessageValue of(Field field, StructType owner) {
        boolean items = field.name().equals("verbs") && owner.simpleName().equals("APIResource");
        MessageValue value = of(field.type());
        return items ? new CollectionMessage.Items(value) : value;
    }

    private static MessageValue of(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(var primitive, _) -> new ScalarMessage(primitive);
            case ValueType.Ref ref -> new Struct(ref);
            case ValueType.Special(var special) -> new SpecialMessage(special);
            case ValueType.ListOf(var element) -> new CollectionMessage.Lists(of(element));
            case ValueType.MapOf(ValueType.ListOf list) ->
                    new CollectionMessage.Maps(new CollectionMessage.Items(of(list)));
            case ValueType.MapOf(var value) -> new CollectionMessage.Maps(of(value));
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
}
