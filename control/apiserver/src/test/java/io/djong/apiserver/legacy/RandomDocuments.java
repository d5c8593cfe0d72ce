package io.djong.apiserver.legacy;

import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.SpecialType;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes documents of a type up: every simple field is set, structures are there more often than not.
final class RandomDocuments {

    private static final int DEPTH_MAX = 8;
    private static final int ITEMS_MAX = 2;

    private final RandomGenerator random;

    RandomDocuments(RandomGenerator random) {
        this.random = random;
    }

    Fields document(StructType type, String apiVersion, String kind) {
        Fields made = struct(type, 0).with("apiVersion", apiVersion).with("kind", kind);
        return made.withAt("name", "metadata", "name");
    }

    private Fields struct(StructType type, int depth) {
        Fields made = Fields.EMPTY;
        for (Field field : type.fields()) {
            boolean isOwners = field.name().equals("managedFields");
            boolean isSimple =
                    field.type() instanceof ValueType.Scalar
                            || field.type() instanceof ValueType.Special;
            if (!isOwners && (isSimple || depth == 0 || random.nextInt(10) < 8)) {
                Object value = value(field.type(), depth + 1);
                made = value == null ? made : made.with(field.name(), value);
            }
        }
        return made;
    }

    private @Nullable Object value(ValueType type, int depth) {
        return switch (type) {
            case ValueType.Scalar scalar -> scalar(scalar);
            case ValueType.Special special -> special(special.type());
            case ValueType.Ref ref -> depth > DEPTH_MAX ? null : struct(ref.type(), depth);
            case ValueType.ListOf list -> list(list.element(), depth);
            case ValueType.MapOf map -> {
                Object value = value(map.value(), depth + 1);
                yield value == null ? null : Fields.of("key" + random.nextInt(10), value);
            }
        };
    }

    private @Nullable Object list(ValueType element, int depth) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = random.nextInt(ITEMS_MAX) + 1; i > 0; i--) {
            Object item = value(element, depth + 1);
            if (item != null) {
                items.add(item);
            }
        }
        return items.isEmpty() ? null : List.copyOf(items);
    }

    private Object scalar(ValueType.Scalar scalar) {
        if (!scalar.allowed().isEmpty()) {
            return scalar.allowed().get(random.nextInt(scalar.allowed().size()));
        }
        return switch (scalar.primitive()) {
            case STRING -> "text" + random.nextInt(1000);
            case BOOL -> true;
            case INT32, INT64, UINT32, UINT64 -> random.nextLong(1, 1000);
            case FLOAT64 -> 0.5;
            case BYTES -> "AAEC";
        };
    }

    private @Nullable Object special(SpecialType type) {
        return switch (type) {
            case TIME -> "2024-01-02T03:04:05Z";
            case MICRO_TIME -> "2024-01-02T03:04:05.000006Z";
            case DURATION -> "1m0s";
            case QUANTITY -> random.nextInt(1, 1000) + "m";
            case INT_OR_STRING -> random.nextBoolean() ? (Object) 80L : "http";
            case RAW_EXTENSION -> Fields.of("a", "b");
            case JSON -> "json";
            case FIELDS_V1, SCHEMA_OR_BOOL, SCHEMA_OR_ARRAY, SCHEMA_OR_STRING_ARRAY -> null;
        };
    }
}
