package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.SpecialType;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes seeded documents of any type, for round trips.
public final class RandomTrees {

    private static final int DEPTH_MAX = 6;

    private final RandomGenerator random;

    public RandomTrees(RandomGenerator random) {
        this.random = random;
    }

    /// A normalised tree of what protobuf can carry.
    public Fields of(StructType type) {
        return DocumentDecoder.decode(type, raw(type, 0)).tree();
    }

    private Fields raw(StructType type, int depth) {
        Fields.Builder fields = Fields.builder();
        addAll(type, depth, fields);
        return fields.build();
    }

    private void addAll(StructType type, int depth, Fields.Builder fields) {
        for (Field field : type.declared()) {
            if (field.inline() && field.type() instanceof ValueType.Ref ref) {
                if (!ref.type().simpleName().equals("TypeMeta")) {
                    addAll(ref.type(), depth, fields);
                }
            } else if (field.number() > 0
                    && random.nextInt(2 * depth + 3) < 2
                    && depth < DEPTH_MAX) {
                Object value = value(field.type(), depth + 1);
                if (value != null) {
                    fields.add(field.name(), value);
                }
            }
        }
    }

    private @Nullable Object value(ValueType type, int depth) {
        return switch (type) {
            case ValueType.Scalar(var primitive, _) ->
                    switch (primitive) {
                        case STRING -> text();
                        case BOOL -> random.nextBoolean();
                        case INT32 -> (long) random.nextInt();
                        case INT64 -> random.nextLong();
                        case UINT32, UINT64 -> (long) random.nextInt(1000);
                        case FLOAT64 -> random.nextInt(1000) / 8.0;
                        case BYTES ->
                                Base64.getEncoder()
                                        .encodeToString(
                                                text().getBytes(
                                                                java.nio.charset.StandardCharsets
                                                                        .UTF_8));
                    };
            case ValueType.Ref ref -> raw(ref.type(), depth);
            case ValueType.Special(var special) -> special(special);
            case ValueType.ListOf(var element) -> list(element, depth);
            case ValueType.MapOf(var value) -> {
                Fields.Builder map = Fields.builder();
                for (int i = random.nextInt(3); i > 0; i--) {
                    map.set(text() + i, value(value, depth));
                }
                yield map.build();
            }
        };
    }

    private List<@Nullable Object> list(ValueType element, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        // Never empty, because protobuf cannot tell an empty list from none.
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            list.add(value(element, depth));
        }
        return list;
    }

    private String text() {
        return List.of("", "a", "web-1", "é漢😀", "x".repeat(200)).get(random.nextInt(5));
    }

    private @Nullable Object special(SpecialType special) {
        return switch (special) {
            case TIME -> "2026-01-%02dT03:04:05Z".formatted(1 + random.nextInt(28));
            case MICRO_TIME -> "2026-01-02T03:04:05.%06dZ".formatted(random.nextInt(1_000_000));
            case DURATION -> GoDuration.text(random.nextInt());
            case QUANTITY -> List.of("100m", "1Gi", "1500m", "2", "1e3").get(random.nextInt(5));
            case INT_OR_STRING ->
                    random.nextBoolean() ? (Object) (long) random.nextInt(100) : "25%";
            case RAW_EXTENSION, FIELDS_V1, JSON ->
                    Fields.of("f:a", Fields.EMPTY, "b", List.of(1L, "x"));
            case SCHEMA_OR_BOOL ->
                    random.nextBoolean()
                            ? (Object) random.nextBoolean()
                            : Fields.of("type", "string");
            case SCHEMA_OR_ARRAY -> Fields.of("type", "string");
            case SCHEMA_OR_STRING_ARRAY -> List.of("a", "b");
        };
    }
}
