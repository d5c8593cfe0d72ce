package io.djong.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A field of a structure.
///
/// @param name the JSON name; "" for an inline field, whose own fields are flattened in JSON
/// @param number the protobuf number; 0 when the field is not in protobuf (an inline field without a number is
///     flattened there too, or is the type meta, which protobuf carries in its envelope)
/// @param pointer a pointer in Go: absent and zero differ
/// @param omitEmpty left out of JSON when zero
/// @param defaultValue the declared default as JSON text, or null
/// @param rules declared limits and feature gates, by upstream's names (`minimum`, `maxItems`, `featureGate`, ...)
public record Field(
        String name,
        int number,
        ValueType type,
        boolean required,
        boolean pointer,
        boolean omitEmpty,
        boolean inline,
        @Nullable String defaultValue,
        ListType listType,
        List<String> listMapKeys,
        boolean atomicMap,
        boolean atomicStruct,
        List<String> patchStrategies,
        String patchMergeKey,
        Map<String, String> rules) {

    /// The rule of a field whose structure is merged field by field, whatever its type says.
    static final String GRANULAR = "granular";

    /// Whether the structure is merged field by field although its type is atomic elsewhere.
    public boolean granularStruct() {
        return rules.containsKey(GRANULAR);
    }

    /// How server-side apply merges a list; lists that say nothing are atomic.
    public enum ListType {
        ATOMIC,
        SET,
        MAP
    }

    /// Whether a strategic merge patch merges this list or map by key instead of replacing it.
    public boolean patchMerges() {
        return patchStrategies.contains("merge");
    }

    public boolean patchRetainsKeys() {
        return patchStrategies.contains("retainKeys");
    }

    public boolean patchReplaces() {
        return patchStrategies.contains("replace");
    }
}
