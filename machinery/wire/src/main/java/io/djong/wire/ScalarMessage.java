package io.djong.wire;

import io.djong.schema.ValueType.Primitive;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Plain values in a protobuf message.
final class ScalarMessage extends MessageValue {

    private final Primitive primitive;

    ScalarMessage(Primitive primitive) {
        this.primitive = primitive;
    }

    @Override
    void write(int number, Object value, ProtoWriter out) {
        switch (primitive) {
            case STRING -> out.field(number, (String) value);
            case BOOL -> out.field(number, (boolean) value ? 1 : 0);
            case INT32, INT64, UINT32, UINT64 -> out.field(number, ((Number) value).longValue());
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

    /// Whether a list of these may lie packed in one field.
    boolean packs() {
        return primitive != Primitive.STRING && primitive != Primitive.BYTES;
    }

    int wireType() {
        return switch (primitive) {
            case STRING, BYTES -> ProtoWriter.BYTES;
            case FLOAT64 -> ProtoWriter.FIXED64;
            case BOOL, INT32, INT64, UINT32, UINT64 -> ProtoWriter.VARINT;
        };
    }
}
