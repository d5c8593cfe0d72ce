package io.djong.wire;

import io.djong.schema.ValueType.Primitive;
import org.jspecify.annotations.Nullable;

/// Checks plain values and their ranges.
final class ScalarDecoder extends ValueDecoder {

    private final Primitive primitive;

    ScalarDecoder(Primitive primitive) {
        this.primitive = primitive;
    }

    @Override
    Object decode(Object raw, StructDecoder owner, DecodePath path) {
        return switch (primitive) {
            case STRING -> {
                if (raw instanceof String) {
                    yield raw;
                }
                throw wrongType(raw, owner, path);
            }
            case BOOL -> {
                if (raw instanceof Boolean) {
                    yield raw;
                }
                throw wrongType(raw, owner, path);
            }
            case INT32 -> integer(raw, Integer.MIN_VALUE, Integer.MAX_VALUE, owner, path);
            case INT64 -> integer(raw, Long.MIN_VALUE, Long.MAX_VALUE, owner, path);
            case UINT32 -> integer(raw, 0, 0xffff_ffffL, owner, path);
            case UINT64 -> integer(raw, 0, Long.MAX_VALUE, owner, path);
            case FLOAT64 -> decimal(raw, owner, path);
            case BYTES -> {
                if (raw instanceof String text) {
                    yield Base64Text.canonical(text);
                }
                throw wrongType(raw, owner, path);
            }
        };
    }

    private Object integer(Object raw, long min, long max, StructDecoder owner, DecodePath path) {
        if (raw instanceof Long number && number >= min && number <= max) {
            return raw;
        }
        throw raw instanceof Number number
                ? badNumber(number, owner, path)
                : wrongType(raw, owner, path);
    }

    private Object decimal(Object raw, StructDecoder owner, DecodePath path) {
        if (raw instanceof Long) {
            return raw;
        }
        if (raw instanceof Double number) {
            if (Double.isInfinite(number)) {
                throw badNumber(number, owner, path);
            }
            return canonical(number);
        }
        throw wrongType(raw, owner, path);
    }

    /// A whole number as JSON's reader makes it of the text that Go writes.
    static Object canonical(double number) {
        long whole = (long) number;
        return whole == number && Math.abs(number) < 1e15 ? (Object) whole : number;
    }

    private DecodeException badNumber(Number number, StructDecoder owner, DecodePath path) {
        return path.converts
                ? wrongType(number, owner, path)
                : wrongType("number " + number, owner, path, goType());
    }

    @Override
    boolean isZero(@Nullable Object value) {
        return switch (value) {
            case String text -> text.isEmpty();
            case Boolean bool -> !bool;
            case Long number -> number == 0;
            case Double number -> number == 0;
            case null, default -> false;
        };
    }

    @Override
    @Nullable Object zeroValue() {
        return switch (primitive) {
            case STRING -> "";
            case BOOL -> false;
            case INT32, INT64, UINT32, UINT64, FLOAT64 -> 0L;
            case BYTES -> null;
        };
    }

    /// What a null element of a list or map is; bytes print as an empty text there.
    Object zeroElement() {
        Object zero = zeroValue();
        return zero == null ? "" : zero;
    }

    @Override
    boolean isReference() {
        return primitive == Primitive.BYTES;
    }

    @Override
    String goType() {
        return switch (primitive) {
            case STRING -> "string";
            case BOOL -> "bool";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case UINT32 -> "uint32";
            case UINT64 -> "uint64";
            case FLOAT64 -> "float64";
            case BYTES -> "[]uint8";
        };
    }
}
