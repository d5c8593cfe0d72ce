package io.djong.schema;

import java.util.List;

/// What a field may hold.
public sealed interface ValueType {

    /// @param allowed the closed set of values, empty when open
    record Scalar(Primitive primitive, List<String> allowed) implements ValueType {}

    /// A structure with fields; resolved when first asked for, because types refer to each other in circles.
    record Ref(String typeName, Schema schema) implements ValueType {
        public StructType type() {
            return schema.type(typeName);
        }
    }

    /// A type with a JSON form of its own.
    record Special(SpecialType type) implements ValueType {}

    record ListOf(ValueType element) implements ValueType {}

    record MapOf(ValueType value) implements ValueType {}

    enum Primitive {
        STRING,
        BOOL,
        INT32,
        INT64,
        UINT32,
        UINT64,
        FLOAT64,
        /// Base64 text in JSON.
        BYTES;

        static Primitive of(String name) {
            return switch (name) {
                case "string" -> STRING;
                case "bool" -> BOOL;
                case "int8", "int16", "int32", "int" -> INT32;
                case "int64" -> INT64;
                case "uint8", "uint16", "uint32" -> UINT32;
                case "uint64" -> UINT64;
                case "float32", "float64" -> FLOAT64;
                case "bytes" -> BYTES;
                default -> throw new IllegalArgumentException("unknown scalar type " + name);
            };
        }
    }
}
