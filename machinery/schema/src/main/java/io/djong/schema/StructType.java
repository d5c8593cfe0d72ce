package io.djong.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A structure: its fields in declared order.
public final class StructType {

    private final String name;
    private final boolean atomic;
    private final List<Field> declared;
    private @Nullable List<Field> flattened;
    private @Nullable Map<String, Field> byName;

    StructType(String name, boolean atomic, List<Field> declared) {
        this.name = name;
        this.atomic = atomic;
        this.declared = List.copyOf(declared);
    }

    /// The full name: `io.k8s.api.core.v1.PodSpec`.
    public String name() {
        return name;
    }

    /// The last part of the name: `PodSpec`.
    public String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// Whether server-side apply treats the whole structure as one value.
    public boolean atomic() {
        return atomic;
    }

    /// As declared, inline fields among them: what protobuf needs.
    public List<Field> declared() {
        return declared;
    }

    /// With inline fields replaced by theirs, in order: what JSON needs.
    public List<Field> fields() {
        List<Field> known = flattened;
        if (known == null) {
            known = flatten();
            flattened = known;
        }
        return known;
    }

    private List<Field> flatten() {
        List<Field> fields = new ArrayList<>();
        for (Field field : declared) {
            if (field.inline() && field.type() instanceof ValueType.Ref ref) {
                fields.addAll(ref.type().fields());
            } else {
                fields.add(field);
            }
        }
        return List.copyOf(fields);
    }

    /// The field of that JSON name, inline ones included, or null.
    public @Nullable Field field(String jsonName) {
        Map<String, Field> known = byName;
        if (known == null) {
            known = new HashMap<>();
            for (Field field : fields()) {
                known.put(field.name(), field);
            }
            byName = known;
        }
        return known.get(jsonName);
    }

    @Override
    public String toString() {
        return name;
    }
}
