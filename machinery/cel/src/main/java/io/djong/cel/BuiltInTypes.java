package io.djong.cel;

import io.djong.schema.Field;
import io.djong.schema.SpecialType;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Types of built-in kinds, made of the facts when they are asked for. Shared by all threads.
public final class BuiltInTypes {

    private static final long LARGEST = OpenApiTypes.MAX_REQUEST_BYTES;

    private final Map<String, SchemaType.ObjectOf> known = new ConcurrentHashMap<>();

    /// The same object for the same structure.
    public SchemaType.ObjectOf of(StructType struct) {
        return known.computeIfAbsent(
                struct.name(), name -> new SchemaType.ObjectOf(name, 2, () -> fields(struct)));
    }

    private Map<String, SchemaType.Property> fields(StructType struct) {
        Map<String, SchemaType.Property> fields = new HashMap<>();
        for (Field field : struct.fields()) {
            String escaped = Names.escape(field.name());
            if (escaped != null) {
                fields.put(escaped, new SchemaType.Property(field.name(), of(field.type())));
            }
        }
        return fields;
    }

    private SchemaType of(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(var primitive, _) ->
                    switch (primitive) {
                        case STRING -> new SchemaType.Scalar(CelType.STRING, LARGEST, 2);
                        case BOOL -> new SchemaType.Scalar(CelType.BOOL, 0, 4);
                        case INT32, INT64, UINT32, UINT64 ->
                                new SchemaType.Scalar(CelType.INT, 0, 1);
                        case FLOAT64 -> new SchemaType.Scalar(CelType.DOUBLE, 0, 1);
                        case BYTES -> new SchemaType.Scalar(CelType.BYTES, LARGEST, 2);
                    };
            case ValueType.Ref ref -> of(ref.type());
            case ValueType.Special(SpecialType special) ->
                    switch (special) {
                        case TIME, MICRO_TIME -> new SchemaType.Scalar(CelType.TIMESTAMP, 32, 21);
                        case DURATION, QUANTITY ->
                                new SchemaType.Scalar(CelType.STRING, LARGEST, 2);
                        default -> SchemaType.DYN;
                    };
            case ValueType.ListOf(var element) -> new SchemaType.ListOf(of(element), LARGEST / 2);
            case ValueType.MapOf(var value) -> new SchemaType.MapOf(of(value), LARGEST / 6);
        };
    }
}
