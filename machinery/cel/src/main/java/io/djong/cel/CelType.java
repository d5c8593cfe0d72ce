package io.djong.cel;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The type of an expression, as the checker sees it.
///
/// @param name as messages write it: `int`, `kubernetes.Quantity`, `A` for a parameter
/// @param params element of lists, key and value of maps, value of optionals
/// @param object the declared fields of an object, or null
public record CelType(
        Kind kind, String name, List<CelType> params, SchemaType.@Nullable ObjectOf object) {

    /// What kind of type.
    public enum Kind {
        DYN,
        NULL,
        BOOL,
        INT,
        UINT,
        DOUBLE,
        STRING,
        BYTES,
        TIMESTAMP,
        DURATION,
        LIST,
        MAP,
        OBJECT,
        OPAQUE,
        TYPE,
        /// Stands for whatever fits; only in declarations and while inferring.
        PARAM,
        ERROR
    }

    public static final CelType DYN = simple(Kind.DYN, "dyn");
    public static final CelType NULL = simple(Kind.NULL, "null");
    public static final CelType BOOL = simple(Kind.BOOL, "bool");
    public static final CelType INT = simple(Kind.INT, "int");
    public static final CelType UINT = simple(Kind.UINT, "uint");
    public static final CelType DOUBLE = simple(Kind.DOUBLE, "double");
    public static final CelType STRING = simple(Kind.STRING, "string");
    public static final CelType BYTES = simple(Kind.BYTES, "bytes");
    public static final CelType TIMESTAMP = simple(Kind.TIMESTAMP, "timestamp");
    public static final CelType DURATION = simple(Kind.DURATION, "duration");
    public static final CelType ERROR = simple(Kind.ERROR, "!error!");

    private static CelType simple(Kind kind, String name) {
        return new CelType(kind, name, List.of(), null);
    }

    public static CelType list(CelType element) {
        return new CelType(Kind.LIST, "list", List.of(element), null);
    }

    public static CelType map(CelType key, CelType value) {
        return new CelType(Kind.MAP, "map", List.of(key, value), null);
    }

    public static CelType optional(CelType value) {
        return new CelType(Kind.OPAQUE, "optional_type", List.of(value), null);
    }

    /// A type whose values only functions look into.
    public static CelType opaque(String name) {
        return new CelType(Kind.OPAQUE, name, List.of(), null);
    }

    public static CelType typeOf(CelType value) {
        return new CelType(Kind.TYPE, "type", List.of(value), null);
    }

    public static CelType param(String name) {
        return simple(Kind.PARAM, name);
    }

    static CelType object(SchemaType.ObjectOf object) {
        return new CelType(Kind.OBJECT, object.name(), List.of(), object);
    }

    boolean isOptional() {
        return kind == Kind.OPAQUE && name.equals("optional_type");
    }

    CelType withParams(List<CelType> changed) {
        return new CelType(kind, name, changed, object);
    }

    /// As messages write it: `map(string, list(int))`.
    @Override
    public String toString() {
        return params.isEmpty()
                ? name
                : name
                        + params.stream()
                                .map(CelType::toString)
                                .collect(Collectors.joining(", ", "(", ")"));
    }
}
