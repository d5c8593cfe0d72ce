package io.djong.wire.managed;

import io.djong.schema.Field;
import io.djong.schema.SpecialType;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Merge types of built-in structures, made when first asked for, because types refer to each other in circles.
final class StructMerge implements MergeType.Declared {

    private static final ConcurrentHashMap<StructType, MergeType.Objects> KNOWN =
            new ConcurrentHashMap<>();

    private final StructType type;
    private final ConcurrentHashMap<String, MergeType> fields = new ConcurrentHashMap<>();

    private StructMerge(StructType type) {
        this.type = type;
    }

    static MergeType.Objects of(StructType type) {
        return KNOWN.computeIfAbsent(
                type, key -> new MergeType.Objects(new StructMerge(key), null, key.atomic()));
    }

    @Override
    public @Nullable MergeType field(String name) {
        MergeType known = fields.get(name);
        if (known != null) {
            return known;
        }
        Field field = type.field(name);
        if (field == null) {
            return null;
        }
        MergeType made = of(field);
        fields.put(field.name(), made);
        return made;
    }

    @Override
    public @Nullable Object defaultOf(String name) {
        Field field = type.field(name);
        if (field == null) {
            return null;
        }
        if (field.defaultValue() != null) {
            return Json.parse(field.defaultValue().getBytes(StandardCharsets.UTF_8));
        }
        // Upstream's schema gives every plain field that is always printed its zero value as a
        // default.
        boolean printed = !field.omitEmpty() && !field.pointer();
        return printed && plain(field.type()) instanceof MergeType.Scalar(var kind)
                ? zero(kind)
                : null;
    }

    private static @Nullable Object zero(String kind) {
        return switch (kind) {
            case "string" -> "";
            case "numeric" -> 0L;
            case "boolean" -> false;
            default -> null;
        };
    }

    private static MergeType of(Field field) {
        return switch (field.type()) {
            case ValueType.ListOf(var element) ->
                    new MergeType.Lists(plain(element), relation(field), field.listMapKeys());
            case ValueType.MapOf(var value) ->
                    new MergeType.Objects(
                            MergeTypes.NOTHING_DECLARED, plain(value), field.atomicMap());
            case ValueType.Ref ref -> {
                MergeType.Objects struct = of(ref.type());
                yield field.atomicStruct()
                        ? new MergeType.Objects(struct.declared(), null, true)
                        : field.granularStruct() && struct.atomic()
                                ? new MergeType.Objects(struct.declared(), null, false)
                                : struct;
            }
            case ValueType type -> plain(type);
        };
    }

    private static MergeType.Relation relation(Field field) {
        return switch (field.listType()) {
            case ATOMIC -> MergeType.Relation.ATOMIC;
            case SET -> MergeType.Relation.SET;
            case MAP -> MergeType.Relation.MAP;
        };
    }

    private static MergeType plain(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(var primitive, _) ->
                    switch (primitive) {
                        case STRING, BYTES -> MergeTypes.STRING;
                        case BOOL -> MergeTypes.BOOLEAN;
                        case INT32, INT64, UINT32, UINT64, FLOAT64 -> MergeTypes.NUMERIC;
                    };
            case ValueType.Ref ref -> of(ref.type());
            case ValueType.Special(var special) -> special(special);
            case ValueType.ListOf(var element) ->
                    new MergeType.Lists(plain(element), MergeType.Relation.ATOMIC, List.of());
            case ValueType.MapOf(var value) ->
                    new MergeType.Objects(MergeTypes.NOTHING_DECLARED, plain(value), false);
        };
    }

    private static MergeType special(SpecialType special) {
        return switch (special) {
            case TIME, MICRO_TIME, DURATION, QUANTITY, INT_OR_STRING -> MergeTypes.UNTYPED;
            case RAW_EXTENSION, FIELDS_V1 -> MergeTypes.ATOMIC_OBJECT;
            case JSON, SCHEMA_OR_BOOL, SCHEMA_OR_ARRAY, SCHEMA_OR_STRING_ARRAY ->
                    MergeTypes.DEDUCED;
        };
    }
}
