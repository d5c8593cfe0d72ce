package io.djong.apiserver.structural;

import io.djong.cel.SchemaType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All rules of a schema, at the places where they are. Immutable.
///
/// @param type of the value here; null when there are no rules here
/// @param rules of the value itself
record CelRules(
        SchemaNode schema,
        @Nullable SchemaType type,
        List<CelRule> rules,
        @Nullable CelRules items,
        @Nullable CelRules additional,
        Map<String, CelRules> properties) {

    /// Null when there are no rules at all.
    static @Nullable CelRules of(SchemaNode schema, boolean isRoot) {
        SchemaType type =
                schema.rules().isEmpty()
                        ? null
                        : SchemaType.ofOpenApi(schema.source(), isRoot || schema.embedded());
        List<CelRule> rules = new ArrayList<>(schema.rules().size());
        if (type != null) {
            schema.rules().forEach(rule -> rules.add(CelRule.compile(rule, schema, type)));
        }
        CelRules items = schema.items() == null ? null : of(schema.items(), false);
        CelRules additional = schema.additional() == null ? null : of(schema.additional(), false);
        Map<String, CelRules> properties = new LinkedHashMap<>();
        schema.properties()
                .forEach((name, property) -> {
                    CelRules below = of(property, false);
                    if (below != null) {
                        properties.put(name, below);
                    }
                });
        boolean none =
                rules.isEmpty() && items == null && additional == null && properties.isEmpty();
        return none ? null : new CelRules(schema, type, rules, items, additional, properties);
    }
}
