package io.djong.apiserver.openapi;

import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.ValueType;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes fields down as properties of JSON schemas.
///
/// OpenAPI 3 forbids anything beside a `$ref`, so there a reference with more to say is wrapped in `allOf`. It also tells
/// the value of a field that Go writes even when nobody set it: the zero of its type.
final class Properties {

    private static final String EXTENSION = "x-kubernetes-";

    private final Edition edition;

    Properties(Edition edition) {
        this.edition = edition;
    }

    /// @param text "" when there is nothing to say
    /// @param plain leaves out how lists are merged
    Fields of(Field field, String text, boolean plain) {
        Fields.Builder more = new Fields.Builder(8);
        if (!text.isEmpty()) {
            more.add("description", text);
        }
        if (edition == Edition.V3) {
            Object value = defaultOf(field);
            if (value != null) {
                more.add("default", value);
            }
        }
        if (field.type() instanceof ValueType.ListOf && !plain) {
            if (!field.listMapKeys().isEmpty()) {
                more.add(EXTENSION + "list-map-keys", field.listMapKeys());
            }
            more.add(EXTENSION + "list-type", field.listType().name().toLowerCase(Locale.ROOT));
        }
        if (field.atomicMap() || field.atomicStruct()) {
            more.add(EXTENSION + "map-type", "atomic");
        }
        if (!field.patchMergeKey().isEmpty()) {
            more.add(EXTENSION + "patch-merge-key", field.patchMergeKey());
        }
        if (!field.patchStrategies().isEmpty()) {
            more.add(EXTENSION + "patch-strategy", String.join(",", field.patchStrategies()));
        }
        return joined(value(field.type()), more.build());
    }

    private static @Nullable Object defaultOf(Field field) {
        String declared = field.defaultValue();
        if (declared != null) {
            return Json.parse(declared.getBytes(StandardCharsets.UTF_8));
        }
        if (field.pointer()) {
            return null;
        }
        return switch (field.type()) {
            case ValueType.Scalar scalar -> field.omitEmpty() ? null : zero(scalar);
            case ValueType.Ref _ -> Fields.EMPTY;
            case ValueType.Special _, ValueType.ListOf _, ValueType.MapOf _ -> null;
        };
    }

    private static @Nullable Object zero(ValueType.Scalar scalar) {
        return switch (scalar.primitive()) {
            case STRING -> "";
            case BOOL -> false;
            case INT32, INT64, UINT32, UINT64, FLOAT64 -> 0L;
            case BYTES -> null;
        };
    }

    private Fields value(ValueType type) {
        return switch (type) {
            case ValueType.Scalar scalar -> scalar(scalar);
            case ValueType.Ref ref -> reference(ref.typeName());
            case ValueType.Special special -> reference(SpecialDefinitions.name(special.type()));
            case ValueType.ListOf list ->
                    Fields.of("type", "array", "items", element(list.element()));
            case ValueType.MapOf map ->
                    Fields.of("type", "object", "additionalProperties", element(map.value()));
        };
    }

    /// What a list or a map holds is never absent, so it has its zero as default.
    private Fields element(ValueType type) {
        Fields value = value(type);
        if (edition == Edition.V2) {
            return value;
        }
        return switch (type) {
            case ValueType.Scalar scalar -> {
                Object zero = zero(scalar);
                yield zero == null ? value : value.with("default", zero);
            }
            case ValueType.Ref _ -> joined(value, Fields.of("default", Fields.EMPTY));
            case ValueType.Special _, ValueType.ListOf _, ValueType.MapOf _ -> value;
        };
    }

    private Fields reference(String typeName) {
        return Fields.of("$ref", edition.reference(typeName));
    }

    private Fields joined(Fields value, Fields more) {
        if (more.size() == 0) {
            return value;
        }
        Fields base =
                edition == Edition.V3 && value.has("$ref")
                        ? Fields.of("allOf", List.of(value))
                        : value;
        Fields.Builder joined = new Fields.Builder(base.size() + more.size());
        base.forEach(joined::add);
        more.forEach(joined::add);
        return joined.build();
    }

    private static Fields scalar(ValueType.Scalar scalar) {
        Fields type =
                switch (scalar.primitive()) {
                    case STRING -> Fields.of("type", "string");
                    case BOOL -> Fields.of("type", "boolean");
                    case INT32, UINT32 -> Fields.of("type", "integer", "format", "int32");
                    case INT64, UINT64 -> Fields.of("type", "integer", "format", "int64");
                    case FLOAT64 -> Fields.of("type", "number", "format", "double");
                    case BYTES -> Fields.of("type", "string", "format", "byte");
                };
        return scalar.allowed().isEmpty() ? type : type.with("enum", scalar.allowed());
    }
}
