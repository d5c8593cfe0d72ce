package io.djong.schema.records;

import io.djong.schema.Field;
import io.djong.schema.SpecialType;
import io.djong.schema.ValueType;
import io.djong.schema.ValueType.Primitive;

/// How one field looks in Java: its type, and the expressions that read and write it.
///
/// As in Go: a pointer may be null, anything else has its zero value when absent.
record Shape(String returned, String reader, String writer) {

    String read(String key) {
        return reader.replace("KEY", key);
    }

    String write(String key) {
        return writer.replace("KEY", key);
    }

    static Shape of(Field field) {
        return switch (field.type()) {
            case ValueType.Scalar(Primitive primitive, _) -> scalar(primitive, field);
            case ValueType.Special(SpecialType special) -> special(special, field);
            case ValueType.Ref ref -> struct(JavaNames.classOf(ref.typeName()), field);
            case ValueType.ListOf(ValueType element) -> list(element, field);
            case ValueType.MapOf(ValueType value) -> map(value, field);
        };
    }

    private static Shape scalar(Primitive primitive, Field field) {
        if (field.pointer()) {
            return switch (primitive) {
                case STRING -> nullable("String", "fields.stringOrNull(KEY)", "value");
                case BOOL -> nullable("Boolean", "fields.boolOrNull(KEY)", "value");
                case INT32, UINT32 ->
                        nullable("Integer", "Views.intOrNull(fields, KEY)", "Views.raw(value)");
                case INT64, UINT64 -> nullable("Long", "fields.integerOrNull(KEY)", "value");
                case FLOAT64 -> nullable("Double", "Views.doubleOrNull(fields, KEY)", "value");
                case BYTES ->
                        nullable("byte[]", "Views.bytesOrNull(fields, KEY)", "Views.raw(value)");
            };
        }
        boolean omit = field.omitEmpty();
        return switch (primitive) {
            case STRING ->
                    zeroed(
                            "String",
                            "fields.string(KEY)",
                            omit ? "value.isEmpty() ? null : value" : "value");
            case BOOL ->
                    zeroed("boolean", "fields.bool(KEY)", omit ? "value ? true : null" : "value");
            case INT32, UINT32 ->
                    zeroed(
                            "int",
                            "(int) fields.integer(KEY)",
                            omit ? "value == 0 ? null : (Long) (long) value" : "(long) value");
            case INT64, UINT64 ->
                    zeroed(
                            "long",
                            "fields.integer(KEY)",
                            omit ? "value == 0 ? null : (Long) value" : "value");
            case FLOAT64 -> zeroed("double", "fields.decimal(KEY)", "value");
            case BYTES ->
                    zeroed(
                            "byte[]",
                            "Views.bytes(fields, KEY)",
                            "value.length == 0 ? null : Views.raw(value)");
        };
    }

    private static Shape special(SpecialType special, Field field) {
        return switch (special) {
            case TIME ->
                    nullable(
                            "java.time.Instant",
                            "Views.time(fields, KEY)",
                            "Views.rawSeconds(value)");
            case MICRO_TIME ->
                    nullable(
                            "java.time.Instant",
                            "Views.time(fields, KEY)",
                            "Views.rawMicros(value)");
            case DURATION ->
                    zeroed("String", "fields.string(KEY)", "value.isEmpty() ? null : value");
            case QUANTITY ->
                    field.pointer()
                            ? nullable(
                                    "io.djong.meta.Quantity",
                                    "Views.quantityOrNull(fields, KEY)",
                                    "Views.raw(value)")
                            : zeroed(
                                    "io.djong.meta.Quantity",
                                    "Views.quantity(fields, KEY)",
                                    "value.toString()");
            case INT_OR_STRING ->
                    field.pointer()
                            ? nullable(
                                    "io.djong.meta.IntOrString",
                                    "Views.intOrStringOrNull(fields, KEY)",
                                    "Views.raw(value)")
                            : zeroed(
                                    "io.djong.meta.IntOrString",
                                    "Views.intOrString(fields, KEY)",
                                    "value.raw()");
            case FIELDS_V1 -> nullable("Fields", "fields.fieldsOrNull(KEY)", "value");
            case RAW_EXTENSION, JSON, SCHEMA_OR_BOOL, SCHEMA_OR_ARRAY, SCHEMA_OR_STRING_ARRAY ->
                    nullable("Object", "fields.value(KEY)", "value");
        };
    }

    private static Shape struct(String name, Field field) {
        return field.pointer()
                ? nullable(
                        name,
                        "Views.struct(fields, KEY, " + name + "::new)",
                        "value == null ? null : value.fields()")
                : zeroed(name, "new " + name + "(fields.fields(KEY))", "value.fields()");
    }

    private static Shape list(ValueType element, Field field) {
        String type = "java.util.List<" + boxed(element) + ">";
        if (RecordSource.isPlain(element)) {
            String write =
                    field.omitEmpty()
                            ? "value.isEmpty() ? null : Views.rawList(value)"
                            : "Views.rawList(value)";
            return new Shape(type, "Views.scalars(fields, KEY)", set(write));
        }
        return new Shape(
                type,
                "Views.list(fields, KEY, " + viewOf(element) + ")",
                "Views.setList(fields, KEY, value, " + rawOf(element) + ")");
    }

    private static Shape map(ValueType value, Field field) {
        String type = "java.util.Map<String, " + boxed(value) + ">";
        if (RecordSource.isPlain(value)) {
            String write =
                    field.omitEmpty()
                            ? "value.isEmpty() ? null : Fields.copyOf(value)"
                            : "Fields.copyOf(value)";
            return new Shape(type, "Views.scalarMap(fields, KEY)", set(write));
        }
        return new Shape(
                type,
                "Views.map(fields, KEY, " + viewOf(value) + ")",
                "Views.setMap(fields, KEY, value, " + rawOf(value) + ")");
    }

    private static String boxed(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(Primitive primitive, _) ->
                    switch (primitive) {
                        case STRING -> "String";
                        case BOOL -> "Boolean";
                        case INT32, UINT32 -> "Integer";
                        case INT64, UINT64 -> "Long";
                        case FLOAT64 -> "Double";
                        case BYTES -> "byte[]";
                    };
            case ValueType.Special(SpecialType special) ->
                    switch (special) {
                        case TIME, MICRO_TIME -> "java.time.Instant";
                        case DURATION -> "String";
                        case QUANTITY -> "io.djong.meta.Quantity";
                        case INT_OR_STRING -> "io.djong.meta.IntOrString";
                        case FIELDS_V1 -> "Fields";
                        case RAW_EXTENSION,
                                JSON,
                                SCHEMA_OR_BOOL,
                                SCHEMA_OR_ARRAY,
                                SCHEMA_OR_STRING_ARRAY ->
                                "Object";
                    };
            case ValueType.Ref ref -> JavaNames.classOf(ref.typeName());
            case ValueType.ListOf(ValueType element) -> "java.util.List<" + boxed(element) + ">";
            case ValueType.MapOf(ValueType value) -> "java.util.Map<String, " + boxed(value) + ">";
        };
    }

    private static String viewOf(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(Primitive primitive, _) when primitive == Primitive.BYTES ->
                    "Views::decodeBytes";
            case ValueType.Scalar(Primitive primitive, _) when primitive == Primitive.FLOAT64 ->
                    "(Number raw) -> raw.doubleValue()";
            case ValueType.Scalar _ -> "(Number raw) -> raw.intValue()";
            case ValueType.Special(SpecialType special) ->
                    switch (special) {
                        case TIME, MICRO_TIME -> "io.djong.meta.Times::parse";
                        case QUANTITY -> "Views::parseQuantity";
                        case INT_OR_STRING -> "io.djong.meta.IntOrString::ofRaw";
                        default -> "(" + boxed(type) + " raw) -> raw";
                    };
            case ValueType.Ref ref -> JavaNames.classOf(ref.typeName()) + "::new";
            case ValueType.ListOf _, ValueType.MapOf _ ->
                    throw new IllegalArgumentException("nested collections of structures: " + type);
        };
    }

    private static String rawOf(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(Primitive primitive, _) when primitive == Primitive.FLOAT64 ->
                    "(Double one) -> one";
            case ValueType.Scalar _ -> "Views::raw";
            case ValueType.Special(SpecialType special) ->
                    switch (special) {
                        case TIME -> "io.djong.meta.Times::seconds";
                        case MICRO_TIME -> "io.djong.meta.Times::micros";
                        case QUANTITY -> "io.djong.meta.Quantity::toString";
                        case INT_OR_STRING -> "io.djong.meta.IntOrString::raw";
                        default -> "(" + boxed(type) + " one) -> one";
                    };
            case ValueType.Ref ref -> JavaNames.classOf(ref.typeName()) + "::fields";
            case ValueType.ListOf _, ValueType.MapOf _ ->
                    throw new IllegalArgumentException("nested collections of structures: " + type);
        };
    }

    private static Shape nullable(String type, String read, String raw) {
        int dot = type.lastIndexOf('.');
        String annotated =
                type.endsWith("[]")
                        ? "byte @Nullable []"
                        : type.substring(0, dot + 1) + "@Nullable " + type.substring(dot + 1);
        return new Shape(annotated, read, set(raw));
    }

    private static Shape zeroed(String type, String read, String raw) {
        return new Shape(type, read, set(raw));
    }

    private static String set(String raw) {
        return "Views.set(fields, KEY, " + raw + ")";
    }
}
