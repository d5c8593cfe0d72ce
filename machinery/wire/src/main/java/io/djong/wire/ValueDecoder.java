package io.djong.wire;

import io.djong.schema.ValueType;
import org.jspecify.annotations.Nullable;

/// Checks and normalises values of one type.
abstract sealed class ValueDecoder
        permits StructDecoder, RefDecoder, ScalarDecoder, CollectionDecoder, SpecialDecoder {

    static ValueDecoder of(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(var primitive, _) -> new ScalarDecoder(primitive);
            case ValueType.Ref ref -> new RefDecoder(ref);
            case ValueType.Special(var special) -> new SpecialDecoder(special);
            case ValueType.ListOf(var element) -> new CollectionDecoder.Lists(of(element));
            case ValueType.MapOf(var value) -> new CollectionDecoder.Maps(of(value));
        };
    }

    /// The normalised value of one that is not null.
    ///
    /// @param owner the structure whose field it is in; for messages
    abstract @Nullable Object decode(Object raw, StructDecoder owner, DecodePath path);

    /// Whether `omitempty` leaves the value out.
    boolean isZero(@Nullable Object value) {
        return false;
    }

    /// What Go prints for the type's zero value.
    abstract @Nullable Object zeroValue();

    /// Whether Go's zero value is nil, so that it prints as null.
    boolean isReference() {
        return false;
    }

    /// As Go's type errors name it: `[]v1.Container`.
    abstract String goType();

    final DecodeException wrongType(Object raw, StructDecoder owner, DecodePath path) {
        return path.converts
                ? new DecodeException(conversionComplaint(raw))
                : wrongType(GoTypes.jsonKind(raw), owner, path, goType());
    }

    private String conversionComplaint(Object raw) {
        return switch (this) {
            case CollectionDecoder.Lists _ -> "cannot restore slice from " + GoText.kind(raw);
            case CollectionDecoder.Maps _ -> "cannot restore map from " + GoText.kind(raw);
            case StructDecoder _, RefDecoder _ -> "cannot restore struct from: " + GoText.kind(raw);
            case ScalarDecoder _, SpecialDecoder _ -> {
                boolean convertible =
                        raw instanceof Number
                                && !goType().equals("bool")
                                && !(raw instanceof Double && goType().equals("string"));
                yield convertible
                        ? "cannot convert " + GoText.type(raw) + " to " + goType()
                        : "unrecognized type: " + goType();
            }
        };
    }

    static DecodeException wrongType(
            String found, StructDecoder owner, DecodePath path, String wanted) {
        String where = path.goPath();
        return new DecodeException(
                where.isEmpty()
                        ? "json: cannot unmarshal " + found + " into Go value of type " + wanted
                        : "json: cannot unmarshal "
                                + found
                                + " into Go struct field "
                                + owner.simpleName()
                                + "."
                                + where
                                + " of type "
                                + wanted);
    }
}
