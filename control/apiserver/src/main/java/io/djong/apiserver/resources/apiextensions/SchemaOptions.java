package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How strict validation is: what a stored definition does wrong already, an update of it may go on doing.
///
/// @param before null when the definition is new
/// @param isUnchanged whether the schema at hand is that of the stored definition
/// @param knownRules expressions of the stored definition
record SchemaOptions(@Nullable Fields before, boolean isUnchanged, Set<String> knownRules) {

    private static final int SELECTABLE_MAX = 8;

    static SchemaOptions of(Fields object, @Nullable Fields before) {
        Set<String> rules = new HashSet<>();
        if (before != null) {
            for (Fields schema : schemas(before)) {
                SchemaWalk.visit(
                        schema,
                        node ->
                                Trees.objects(node, "x-kubernetes-validations")
                                        .forEach(rule -> rules.add(rule.string("rule"))));
            }
        }
        return new SchemaOptions(before, false, Set.copyOf(rules));
    }

    static List<Fields> schemas(Fields crd) {
        List<Fields> schemas = new ArrayList<>();
        for (Fields version : Trees.objects(crd.fields("spec"), "versions")) {
            Fields schema = InternalSpec.schema(version.fieldsOrNull("schema"));
            if (schema != null) {
                schemas.add(schema);
            }
        }
        return schemas;
    }

    /// For one schema: of that version, or of all when `version` is "".
    SchemaOptions unchanged(String version, @Nullable Fields validation) {
        Fields old = before;
        if (old == null || validation == null) {
            return this;
        }
        boolean same =
                Trees.objects(old.fields("spec"), "versions").stream()
                        .filter(one -> version.isEmpty() || one.string("name").equals(version))
                        .anyMatch(one -> validation.equals(one.value("schema")));
        return new SchemaOptions(before, same, knownRules);
    }

    boolean requiresSchema() {
        Fields old = before;
        return old == null
                || schemas(old).size() == Trees.objects(old.fields("spec"), "versions").size();
    }

    boolean isEstablished() {
        Fields old = before;
        if (old == null) {
            return false;
        }
        return Trees.objects(old.fields("status"), "conditions").stream()
                .anyMatch(condition ->
                        condition.string("type").equals("Established")
                                && condition.string("status").equals("True"));
    }

    boolean allowsManyFields(List<Fields> fields) {
        Fields old = before;
        return old != null
                && Trees.objects(old.fields("spec"), "versions").stream()
                        .map(version -> Trees.objects(version, "selectableFields"))
                        .anyMatch(was -> was.size() > SELECTABLE_MAX && was.equals(fields));
    }

    /// Whether a schema of the stored definition has a node like that.
    boolean had(java.util.function.Predicate<Fields> what) {
        Fields old = before;
        if (old == null) {
            return false;
        }
        boolean[] found = new boolean[1];
        for (Fields schema : schemas(old)) {
            SchemaWalk.visit(schema, node -> found[0] |= what.test(node));
        }
        return found[0];
    }
}
