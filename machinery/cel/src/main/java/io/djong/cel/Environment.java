package io.djong.cel;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an expression may refer to: variables, and object types that it may construct.
///
/// Immutable; made once and shared by all expressions of a place.
public final class Environment {

    public static final Environment EMPTY = new Environment(Map.of(), Map.of());

    private final Map<String, SchemaType> variables;
    private final Map<String, StructSource> structs;

    /// Finds the type that is constructed by `name{...}`.
    @FunctionalInterface
    public interface StructSource {
        /// @param name `Object.spec.containers`, for a source registered as `Object`
        SchemaType.@Nullable ObjectOf find(String name);
    }

    private Environment(Map<String, SchemaType> variables, Map<String, StructSource> structs) {
        this.variables = variables;
        this.structs = structs;
    }

    public Environment with(String variable, SchemaType type) {
        Map<String, SchemaType> more = new HashMap<>(variables);
        more.put(variable, type);
        return new Environment(Map.copyOf(more), structs);
    }

    /// A variable of a type without declared parts.
    public Environment with(String variable, CelType type) {
        return with(variable, new SchemaType.Scalar(type, 0, 0));
    }

    /// Lets expressions construct `root{...}` and all that starts with `root.`.
    public Environment withStructs(String root, StructSource source) {
        Map<String, StructSource> more = new HashMap<>(structs);
        more.put(root, source);
        return new Environment(variables, Map.copyOf(more));
    }

    public @Nullable SchemaType variable(String name) {
        return variables.get(name);
    }

    SchemaType.@Nullable ObjectOf struct(String name) {
        int dot = name.indexOf('.');
        StructSource source = structs.get(dot < 0 ? name : name.substring(0, dot));
        return source == null ? null : source.find(name);
    }
}
