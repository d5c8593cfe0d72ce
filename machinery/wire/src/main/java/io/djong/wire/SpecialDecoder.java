package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.SpecialType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Types with a JSON form of their own, brought into upstream's canonical text.
final class SpecialDecoder extends ValueDecoder {

    private static final String SCHEMA_PROPS =
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";

    private final SpecialType type;

    SpecialDecoder(SpecialType type) {
        this.type = type;
    }

    @Override
    @Nullable Object decode(Object raw, StructDecoder owner, DecodePath path) {
        Object value = canonical(raw, owner, path);
        // The same object where nothing is different, so that a normal tree stays as it is.
        return value instanceof String && value.equals(raw) ? raw : value;
    }

    private @Nullable Object canonical(Object raw, StructDecoder owner, DecodePath path) {
        return switch (type) {
            case TIME -> GoTime.canonicalSeconds(text(raw, owner, path));
            case MICRO_TIME -> GoTime.canonicalMicros(text(raw, owner, path));
            case DURATION -> GoDuration.text(GoDuration.parse(text(raw, owner, path)));
            case QUANTITY -> quantity(raw);
            case INT_OR_STRING -> intOrString(raw, owner, path);
            case RAW_EXTENSION, FIELDS_V1, JSON -> checked(raw);
            case SCHEMA_OR_BOOL -> {
                if (!(raw instanceof Boolean) && !(raw instanceof Fields)) {
                    throw new DecodeException("boolean or JSON schema expected");
                }
                yield raw instanceof Boolean ? raw : schema(raw, owner, path);
            }
            // Upstream reads anything but an object or a list as nothing.
            case SCHEMA_OR_ARRAY ->
                    switch (raw) {
                        case List<?> list -> schemas(list, owner, path);
                        case Fields fields -> schema(fields, owner, path);
                        default -> null;
                    };
            case SCHEMA_OR_STRING_ARRAY ->
                    switch (raw) {
                        case List<?> list -> strings(list, owner, path);
                        case Fields fields -> schema(fields, owner, path);
                        default -> null;
                    };
        };
    }

    private static String text(Object raw, StructDecoder owner, DecodePath path) {
        if (raw instanceof String text) {
            return text;
        }
        throw wrongType(GoTypes.jsonKind(raw), owner, path, "string");
    }

    private static String quantity(Object raw) {
        return switch (raw) {
            case String text -> QuantityText.canonical(text);
            case Long number -> QuantityText.canonical(number.toString());
            case Double number ->
                    QuantityText.canonical(Double.isInfinite(number) ? "" : GoFloats.text(number));
            default -> throw new DecodeException(io.djong.meta.Quantity.MALFORMED);
        };
    }

    private static Object intOrString(Object raw, StructDecoder owner, DecodePath path) {
        if (raw instanceof String) {
            return raw;
        }
        if (raw instanceof Long number && number == number.intValue()) {
            return raw;
        }
        String found = raw instanceof Number number ? "number " + number : GoTypes.jsonKind(raw);
        throw wrongType(found, owner, path, "int32");
    }

    /// Read by a decoder of its own upstream, which is not strict.
    private Object schema(Object raw, StructDecoder owner, DecodePath path) {
        boolean strict = path.silence();
        Object schema =
                StructDecoder.of(Schema.kubernetes().type(SCHEMA_PROPS)).decode(raw, owner, path);
        path.unsilence(strict);
        return schema;
    }

    private Object schemas(List<?> list, StructDecoder owner, DecodePath path) {
        @Nullable Object[] all = new @Nullable Object[list.size()];
        path.enterList();
        for (int i = 0; i < all.length; i++) {
            path.at(i);
            Object raw = list.get(i);
            all[i] = schema(raw == null ? Fields.EMPTY : raw, owner, path);
        }
        path.leave();
        return TreeList.ofArray(all);
    }

    private static Object strings(List<?> list, StructDecoder owner, DecodePath path) {
        for (Object raw : list) {
            if (!(raw instanceof String)) {
                throw wrongType(GoTypes.jsonKind(raw), owner, path, "string");
            }
        }
        return list;
    }

    /// Any value, refused when it holds a number that no double holds.
    static Object checked(Object raw) {
        check(raw);
        return raw;
    }

    private static void check(@Nullable Object value) {
        switch (value) {
            case Double number when Double.isInfinite(number) ->
                    throw new DecodeException(
                            "json: cannot unmarshal number into Go value of type float64");
            case Fields fields -> {
                for (int i = 0; i < fields.size(); i++) {
                    check(fields.valueAt(i));
                }
            }
            case List<?> list -> list.forEach(SpecialDecoder::check);
            case null, default -> {}
        }
    }

    @Override
    @Nullable Object zeroValue() {
        return switch (type) {
            case QUANTITY -> "0";
            case INT_OR_STRING -> 0L;
            case DURATION -> "0s";
            default -> null;
        };
    }

    @Override
    String goType() {
        return "string";
    }
}
