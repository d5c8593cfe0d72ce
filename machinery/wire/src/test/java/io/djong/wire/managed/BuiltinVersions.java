package io.djong.wire.managed;

import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.wire.DocumentDecoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The versions of a built-in kind.
///
/// @param conversion how an object becomes one of another version of its kind
/// @param reset the fields that the endpoint at hand does not take from requests: `status` for an object itself,
///     `spec` and more for its `status`
record BuiltinVersions(Schema schema, String kind, Conversion conversion, FieldSet reset)
        implements ManagedFields.Versions {

    interface Conversion {
        Fields convert(Fields object, String apiVersion);
    }

    private @Nullable StructType struct(String apiVersion) {
        KindFacts facts = schema.kind(GroupVersion.parse(apiVersion), kind);
        return facts == null ? null : schema.type(facts.typeName());
    }

    @Override
    public @Nullable MergeType type(String apiVersion) {
        StructType type = struct(apiVersion);
        return type == null ? null : MergeType.of(type);
    }

    @Override
    public Fields convert(Fields object, String apiVersion) {
        return conversion.convert(object, apiVersion);
    }

    @Override
    public Fields empty(String apiVersion) {
        StructType type = Objects.requireNonNull(struct(apiVersion), apiVersion);
        return DocumentDecoder.decode(type, Fields.EMPTY).tree();
    }

    @Override
    public FieldSet owned(FieldSet set, String apiVersion) {
        return set.without(reset);
    }
}
