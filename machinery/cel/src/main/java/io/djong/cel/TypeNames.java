package io.djong.cel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The types that expressions can name, as in `type(x) == int`.
final class TypeNames {

    private static final Map<String, CelType> ALL =
            Map.ofEntries(
                    Map.entry("bool", CelType.BOOL),
                    Map.entry("int", CelType.INT),
                    Map.entry("uint", CelType.UINT),
                    Map.entry("double", CelType.DOUBLE),
                    Map.entry("string", CelType.STRING),
                    Map.entry("bytes", CelType.BYTES),
                    Map.entry("null_type", CelType.NULL),
                    Map.entry("list", CelType.list(CelType.DYN)),
                    Map.entry("map", CelType.map(CelType.DYN, CelType.DYN)),
                    Map.entry("type", CelType.typeOf(CelType.DYN)),
                    Map.entry("optional_type", CelType.optional(CelType.DYN)),
                    Map.entry("google.protobuf.Timestamp", CelType.TIMESTAMP),
                    Map.entry("google.protobuf.Duration", CelType.DURATION),
                    Map.entry("kubernetes.URL", CelType.opaque("kubernetes.URL")),
                    Map.entry("kubernetes.Quantity", CelType.opaque("kubernetes.Quantity")),
                    Map.entry("kubernetes.Semver", CelType.opaque("kubernetes.Semver")),
                    Map.entry("kubernetes.NamedFormat", CelType.opaque("kubernetes.NamedFormat")),
                    Map.entry("net.IP", CelType.opaque("net.IP")),
                    Map.entry("net.CIDR", CelType.opaque("net.CIDR")));

    private TypeNames() {}

    static @Nullable CelType find(String name) {
        return ALL.get(name);
    }
}
