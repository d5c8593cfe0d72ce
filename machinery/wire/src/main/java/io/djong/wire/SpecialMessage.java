package io.djong.wire;

import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.SpecialType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages of types with a JSON form of their own.
///
/// @spec https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/generated.proto meta/v1 messages
final class SpecialMessage extends MessageValue {

    private static final String SCHEMA_PROPS =
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";
    private static final long MICRO = 1_000;

    private final SpecialType type;

    SpecialMessage(SpecialType type) {
        this.type = type;
    }

    private static StructMessage schemaProps() {
        return StructMessage.of(Schema.kubernetes().type(SCHEMA_PROPS));
    }

    @Override
    void write(int number, Object value, ProtoWriter out) {
        int before = out.size();
        switch (type) {
            case TIME, MICRO_TIME -> writeTime(Times.parse((String) value), out);
            case DURATION -> out.field(1, GoDuration.parse((String) value));
            case QUANTITY -> out.field(1, value.toString());
            case INT_OR_STRING -> writeIntOrString(value, out);
            case RAW_EXTENSION, FIELDS_V1, JSON -> out.field(1, Json.write(value));
            case SCHEMA_OR_BOOL -> writeSchemaOrBool(value, out);
            case SCHEMA_OR_ARRAY, SCHEMA_OR_STRING_ARRAY -> writeSchemaOrList(value, out);
        }
        out.message(number, before);
    }

    private static void writeTime(Instant time, ProtoWriter out) {
        out.field(2, time.getNano());
        out.field(1, time.getEpochSecond());
    }

    private static void writeIntOrString(Object value, ProtoWriter out) {
        boolean text = value instanceof String;
        out.field(3, text ? (String) value : "");
        out.field(2, text ? 0 : ((Number) value).longValue());
        out.field(1, text ? 1 : 0);
    }

    private static void writeSchemaOrBool(Object value, ProtoWriter out) {
        if (value instanceof Fields schema) {
            int before = out.size();
            schemaProps().write(schema, out);
            out.message(2, before);
        }
        out.field(1, Boolean.FALSE.equals(value) ? 0 : 1);
    }

    private static void writeSchemaOrList(Object value, ProtoWriter out) {
        if (value instanceof Fields schema) {
            int before = out.size();
            schemaProps().write(schema, out);
            out.message(1, before);
            return;
        }
        List<?> list = (List<?>) value;
        for (int i = list.size() - 1; i >= 0; i--) {
            switch (list.get(i)) {
                case String text -> out.field(2, text);
                case Fields schema -> {
                    int before = out.size();
                    schemaProps().write(schema, out);
                    out.message(2, before);
                }
                case null, default -> throw new IllegalArgumentException("neither schema nor text");
            }
        }
    }

    @Override
    void writeZero(int number, ProtoWriter out) {
        int before = out.size();
        switch (type) {
            case DURATION -> out.field(1, 0);
            case QUANTITY -> out.field(1, "0");
            case INT_OR_STRING -> writeIntOrString(0L, out);
            case SCHEMA_OR_BOOL -> out.field(1, 0);
            default -> {}
        }
        out.message(number, before);
    }

    @Override
    @Nullable Object read(int tag, ProtoReader in, @Nullable Object before) {
        in.expect(tag, ProtoWriter.BYTES);
        int outer = in.enter();
        Object value =
                switch (type) {
                    case TIME, MICRO_TIME -> readTime(in);
                    case DURATION -> GoDuration.text(readNumber(in));
                    case QUANTITY -> QuantityText.canonical(readText(in));
                    case INT_OR_STRING -> readIntOrString(in);
                    case RAW_EXTENSION, FIELDS_V1, JSON -> readJson(in);
                    case SCHEMA_OR_BOOL -> readSchemaOrBool(in);
                    case SCHEMA_OR_ARRAY, SCHEMA_OR_STRING_ARRAY -> readSchemaOrList(in);
                };
        in.leave(outer);
        return value;
    }

    private @Nullable String readTime(ProtoReader in) {
        long seconds = 0;
        long nanos = 0;
        boolean any = false;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> {
                    in.expect(tag, ProtoWriter.VARINT);
                    seconds = in.varint();
                    any = true;
                }
                case 2 -> {
                    in.expect(tag, ProtoWriter.VARINT);
                    nanos = in.varint();
                }
                default -> in.skip(tag);
            }
        }
        if (!any) {
            return null;
        }
        try {
            Instant time =
                    Instant.ofEpochSecond(
                            seconds, type == SpecialType.TIME ? 0 : nanos / MICRO * MICRO);
            return type == SpecialType.TIME
                    ? GoTime.canonicalSeconds(Times.seconds(time))
                    : GoTime.canonicalMicros(Times.micros(time));
        } catch (DateTimeException | ArithmeticException outOfRange) {
            throw new DecodeException(
                    "Time.MarshalJSON: year outside of range [0,9999]", outOfRange);
        }
    }

    private static long readNumber(ProtoReader in) {
        long number = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                in.expect(tag, ProtoWriter.VARINT);
                number = in.varint();
            } else {
                in.skip(tag);
            }
        }
        return number;
    }

    private static String readText(ProtoReader in) {
        String text = "";
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                in.expect(tag, ProtoWriter.BYTES);
                text = in.text();
            } else {
                in.skip(tag);
            }
        }
        return text;
    }

    private static Object readIntOrString(ProtoReader in) {
        long kind = 0;
        long number = 0;
        String text = "";
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> {
                    in.expect(tag, ProtoWriter.VARINT);
                    kind = in.varint();
                }
                case 2 -> {
                    in.expect(tag, ProtoWriter.VARINT);
                    number = (int) in.varint();
                }
                case 3 -> {
                    in.expect(tag, ProtoWriter.BYTES);
                    text = in.text();
                }
                default -> in.skip(tag);
            }
        }
        return kind == 0 ? (Object) number : text;
    }

    private static @Nullable Object readJson(ProtoReader in) {
        byte[] json = null;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                in.expect(tag, ProtoWriter.BYTES);
                json = in.bytes();
            } else {
                in.skip(tag);
            }
        }
        Object value = json == null || json.length == 0 ? null : Json.parse(json);
        return value == null ? null : SpecialDecoder.checked(value);
    }

    private static Object readSchemaOrBool(ProtoReader in) {
        boolean allows = false;
        Object schema = null;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> {
                    in.expect(tag, ProtoWriter.VARINT);
                    allows = in.varint() != 0;
                }
                case 2 -> schema = readSchema(tag, in);
                default -> in.skip(tag);
            }
        }
        return schema == null ? (Object) allows : schema;
    }

    private @Nullable Object readSchemaOrList(ProtoReader in) {
        Object schema = null;
        List<@Nullable Object> list = new ArrayList<>();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> schema = readSchema(tag, in);
                case 2 -> {
                    if (type == SpecialType.SCHEMA_OR_ARRAY) {
                        list.add(readSchema(tag, in));
                    } else {
                        in.expect(tag, ProtoWriter.BYTES);
                        list.add(in.text());
                    }
                }
                default -> in.skip(tag);
            }
        }
        return schema != null ? schema : list.isEmpty() ? null : TreeList.copyOf(list);
    }

    private static Fields readSchema(int tag, ProtoReader in) {
        in.expect(tag, ProtoWriter.BYTES);
        int outer = in.enter();
        Fields schema = schemaProps().read(in);
        in.leave(outer);
        return schema;
    }
}
