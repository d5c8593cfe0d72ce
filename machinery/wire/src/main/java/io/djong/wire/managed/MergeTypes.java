package io.djong.wire.managed;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The merge types that need no schema, and the parts of those that are made from one.
public final class MergeTypes {

    public static final MergeType.Scalar STRING = new MergeType.Scalar("string");
    public static final MergeType.Scalar NUMERIC = new MergeType.Scalar("numeric");
    public static final MergeType.Scalar BOOLEAN = new MergeType.Scalar("boolean");
    public static final MergeType.Scalar UNTYPED = new MergeType.Scalar("untyped");
    public static final MergeType.Deduced DEDUCED = new MergeType.Deduced();

    public static final MergeType.Declared NOTHING_DECLARED = declared(Map.of(), Map.of());

    /// What a [MergeType.Deduced] object is.
    public static final MergeType.Objects DEDUCED_OBJECT =
            new MergeType.Objects(NOTHING_DECLARED, DEDUCED, false);

    public static final MergeType.Objects ATOMIC_OBJECT =
            new MergeType.Objects(NOTHING_DECLARED, DEDUCED, true);
    public static final MergeType.Lists ATOMIC_LIST =
            new MergeType.Lists(DEDUCED, MergeType.Relation.ATOMIC, List.of());

    private MergeTypes() {}

    /// Fields that are known by name, and the defaults that some of them have.
    public static MergeType.Declared declared(
            Map<String, ? extends MergeType> fields, Map<String, ?> defaults) {
        return new MergeType.Declared() {
            @Override
            public @Nullable MergeType field(String name) {
                return fields.get(name);
            }

            @Override
            public @Nullable Object defaultOf(String name) {
                return defaults.get(name);
            }
        };
    }
}
