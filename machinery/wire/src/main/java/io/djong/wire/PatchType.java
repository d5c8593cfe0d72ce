package io.djong.wire;

import io.djong.schema.Field;
import io.djong.schema.SpecialType;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import java.util.List;

/// What a strategic merge patch has to know of a type.
sealed interface PatchType {

    /// @param strategy `merge`, `replace` or ""
    /// @param mergeKey "" when there is none
    record Found(PatchType type, String strategy, String mergeKey) {}

    record Struct(StructType type) implements PatchType {}

    /// Anything that is no structure: its Go kind.
    record Other(String kind) implements PatchType {}

    /// A structure that hides what is in it.
    record Opaque(String name) implements PatchType {}

    /// A list, looked up only through the field that holds it.
    record Elements(ValueType element) implements PatchType {}

    static PatchType of(ValueType type) {
        return switch (type) {
            case ValueType.Ref ref -> new Struct(ref.type());
            case ValueType.ListOf(var element) -> new Elements(element);
            case ValueType.MapOf _ -> new Other("map");
            case ValueType.Special(var special) ->
                    special == SpecialType.RAW_EXTENSION
                            ? new Opaque("RawExtension")
                            : new Opaque(name(special));
            case ValueType.Scalar _ -> new Other("string");
        };
    }

    private static String name(SpecialType special) {
        StringBuilder name = new StringBuilder();
        for (String word : special.name().split("_")) {
            name.append(word.charAt(0))
                    .append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return name.toString();
    }

    default String goName() {
        return switch (this) {
            case Struct(var type) -> type.simpleName();
            case Other(var kind) -> kind;
            case Opaque(var name) -> name;
            case Elements _ -> "slice";
        };
    }

    /// @throws PatchException if there is no such field
    default Found lookup(String name) {
        Field field =
                switch (this) {
                    case Struct(var type) -> type.field(name);
                    case Opaque _ -> null;
                    case Other _, Elements _ ->
                            throw StrategicMergePatch.internal(
                                    "merging an object in json but data type is not struct, instead is: "
                                            + goName());
                };
        if (field == null) {
            throw StrategicMergePatch.internal(
                    "unable to find api field in struct "
                            + goName()
                            + " for the json field \""
                            + name
                            + "\"");
        }
        return new Found(
                of(field.type()), strategy(field.patchStrategies()), field.patchMergeKey());
    }

    private static String strategy(List<String> strategies) {
        for (String strategy : strategies) {
            if (!strategy.equals("retainKeys")) {
                return strategy;
            }
        }
        return "";
    }

    /// As [#lookup], for a list: the type found is that of its elements.
    default Found lookupList(String name) {
        Found found = lookup(name);
        if (!(found.type() instanceof Elements(var element))) {
            throw StrategicMergePatch.internal("expected slice or array type, but got: struct");
        }
        return new Found(of(element), found.strategy(), found.mergeKey());
    }
}
