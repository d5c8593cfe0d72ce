package io.djong.apiserver.validation;

import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value as some of upstream's messages show it: its internal Go structure as JSON, every field there and named as in Go.
/// Good for types whose internal form differs from the served one by nothing else.
public final class InternalForm {

    /// Types of this library have JSON names inside, too.
    private static final String MACHINERY = "io.k8s.apimachinery.";

    private static final Map<String, String> NAMES =
            Map.of("apiVersion", "APIVersion", "cel", "CEL", "uid", "UID");

    private InternalForm() {}

    /// @param type the full name of the served type
    public static Fields of(String type, @Nullable Object value) {
        return struct(Schema.kubernetes().type(type), value);
    }

    /// A list of such values; null when there is none.
    public static @Nullable List<@Nullable Object> list(String type, @Nullable Object value) {
        if (!(value instanceof List<?> items)) {
            return null;
        }
        List<@Nullable Object> shown = new ArrayList<>();
        items.forEach(item -> shown.add(of(type, item)));
        return shown;
    }

    private static Fields struct(StructType type, @Nullable Object value) {
        Fields given = value instanceof Fields fields ? fields : Fields.EMPTY;
        if (type.name().startsWith(MACHINERY)) {
            return given;
        }
        Fields.Builder shown = new Fields.Builder(type.fields().size());
        for (Field field : type.fields()) {
            if (field.name().equals("metadata")) {
                // Embedded: its fields stand here.
                given.fields("metadata").forEach(shown::add);
            } else {
                shown.add(
                        name(field.name()), value(field.type(), field, given.value(field.name())));
            }
        }
        return shown.build();
    }

    private static String name(String jsonName) {
        String upper = Character.toUpperCase(jsonName.charAt(0)) + jsonName.substring(1);
        return NAMES.getOrDefault(jsonName, upper);
    }

    private static @Nullable Object value(
            ValueType type, @Nullable Field field, @Nullable Object given) {
        boolean pointer = field != null && field.pointer();
        if (given == null && pointer) {
            return null;
        }
        return switch (type) {
            case ValueType.Ref ref -> struct(ref.type(), given);
            case ValueType.ListOf list -> {
                if (!(given instanceof List<?> items)) {
                    yield null;
                }
                List<@Nullable Object> shown = new ArrayList<>();
                items.forEach(item -> shown.add(value(list.element(), null, item)));
                yield shown;
            }
            case ValueType.MapOf map -> {
                if (!(given instanceof Fields entries)) {
                    yield null;
                }
                Fields.Builder shown = new Fields.Builder(entries.size());
                entries.forEach((key, entry) -> shown.add(key, value(map.value(), null, entry)));
                yield shown.build();
            }
            case ValueType.Scalar scalar -> given == null ? zero(scalar.primitive()) : given;
            case ValueType.Special _ -> given;
        };
    }

    private static @Nullable Object zero(ValueType.Primitive primitive) {
        return switch (primitive) {
            case STRING -> "";
            case BOOL -> false;
            case INT32, INT64, UINT32, UINT64, FLOAT64 -> 0L;
            case BYTES -> null;
        };
    }
}
