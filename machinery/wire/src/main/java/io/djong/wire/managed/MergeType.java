package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.schema.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How values of a type merge: what has one owner as a whole, and what is merged piece by piece.
///
/// Built-in types come from [#of(StructType)]; a custom resource's are made of these records by whoever reads its schema.
public sealed interface MergeType {

    /// A plain value of the kind that a message expects: `string`, `numeric`, `boolean` or `untyped`.
    record Scalar(String kind) implements MergeType {}

    /// @param relation how elements are told apart
    /// @param keys the fields that tell elements of a [Relation#MAP] apart
    record Lists(MergeType element, Relation relation, List<String> keys) implements MergeType {}

    /// A structure or a map.
    ///
    /// @param others the type of what is not declared; null when nothing else is allowed
    record Objects(Declared declared, @Nullable MergeType others, boolean atomic)
            implements MergeType {

        boolean declares(String name) {
            return declared.field(name) != null;
        }

        /// The type of a field, or null when it is not allowed.
        @Nullable MergeType field(String name) {
            MergeType field = declared.field(name);
            return field != null ? field : others;
        }
    }

    /// Anything: lists are atomic, objects are not.
    record Deduced() implements MergeType {}

    enum Relation {
        ATOMIC,
        SET,
        MAP
    }

    /// The declared fields of an object.
    interface Declared {
        @Nullable MergeType field(String name);

        /// The declared default of a field, or null; lists use it for keys that an element leaves out.
        @Nullable Object defaultOf(String name);
    }

    /// The type of a built-in structure.
    static MergeType of(StructType type) {
        return StructMerge.of(type);
    }

    /// What a value is treated as.
    default MergeType forValue(@Nullable Object value) {
        if (!(this instanceof Deduced)) {
            return this;
        }
        return switch (value) {
            case null -> MergeTypes.DEDUCED_OBJECT;
            case Fields _ -> MergeTypes.DEDUCED_OBJECT;
            case List<?> _ -> MergeTypes.ATOMIC_LIST;
            default -> MergeTypes.UNTYPED;
        };
    }

    /// The type at a step of a path; [MergeTypes#DEDUCED] where there is none.
    default MergeType at(PathElement step) {
        MergeType found =
                switch (this) {
                    case Objects objects when step instanceof PathElement.Name(var name) ->
                            objects.field(name);
                    case Lists lists when step instanceof PathElement.Key -> lists.element();
                    default -> null;
                };
        return found == null ? MergeTypes.DEDUCED : found;
    }
}
