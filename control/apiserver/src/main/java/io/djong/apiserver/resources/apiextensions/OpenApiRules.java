package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which parts of OpenAPI schemas may be used, node by node. Confined to one call.
final class OpenApiRules {

    private static final List<String> TYPES =
            List.of("array", "boolean", "integer", "number", "object", "string");

    private static final Set<String> META = Set.of("metadata", "kind", "apiVersion");

    private final SchemaOptions options;
    private final FieldErrors errors;
    private final RuleCosts costs;

    /// Where a node is.
    ///
    /// @param noDefaults why there may be no default here, or null
    /// @param insideMeta whether it describes `apiVersion`, `kind` or `metadata`
    /// @param takesRules whether rules can be looked at
    /// @param times how often the value can be there at most, or null
    /// @param uncorrelatable where old and new values cannot be told to be the same, or null
    private record Place(
            FieldPath path,
            boolean isRoot,
            @Nullable String noDefaults,
            boolean insideMeta,
            boolean takesRules,
            @Nullable BigInteger times,
            @Nullable FieldPath uncorrelatable) {

        /// A part of the value.
        Place part(FieldPath below, Fields node) {
            return new Place(
                    below,
                    false,
                    noDefaults,
                    insideMeta,
                    takesRules,
                    RuleCosts.below(node, times),
                    uncorrelatable);
        }

        /// Another schema of the same value.
        Place at(FieldPath below) {
            return new Place(below, false, noDefaults, insideMeta, false, null, uncorrelatable);
        }

        Place inMeta(@Nullable String why) {
            return new Place(path, false, why, true, takesRules, times, uncorrelatable);
        }

        Place uncorrelated(FieldPath list) {
            return new Place(
                    path,
                    false,
                    noDefaults,
                    insideMeta,
                    takesRules,
                    times,
                    uncorrelatable == null ? list : uncorrelatable);
        }
    }

    OpenApiRules(SchemaOptions options, FieldErrors errors) {
        this.options = options;
        this.errors = errors;
        this.costs = new RuleCosts(options.isUnchanged());
    }

    /// @param sound whether the schema is structural, so that its rules can be looked at
    void check(Fields schema, FieldPath path, boolean sound) {
        node(schema, new Place(path, true, null, false, sound, BigInteger.ONE, null));
        errors.addAll(costs.errors());
        if (sound) {
            costs.checkTotal(path, errors);
        }
    }

    private void node(Fields node, Place place) {
        FieldPath path = place.path;
        int before = errors.size();
        standard(node, place);
        if (node.bool("uniqueItems")) {
            errors.forbidden(
                    path.child("uniqueItems"),
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
        additional(node, place);
        Map<String, @Nullable Object> properties = new TreeMap<>(node.fields("properties"));
        properties.forEach((name, property) -> property(node, name, property, place));
        if (node.value("not") instanceof Fields not) {
            node(not, place.at(path.child("not")));
        }
        for (String field : List.of("allOf", "oneOf", "anyOf")) {
            List<Fields> all = Trees.objects(node, field);
            for (int i = 0; i < all.size(); i++) {
                node(all.get(i), place.at(path.child(field).index(i)));
            }
        }
        node.fields("definitions")
                .forEach((name, one) -> below(one, place.at(path.child("definitions").key(name))));
        items(node, place);
        node.fields("dependencies")
                .forEach((name, one) -> below(one, place.at(path.child("dependencies").key(name))));
        if (Boolean.FALSE.equals(node.value("x-kubernetes-preserve-unknown-fields"))) {
            errors.invalid(
                    path.child("x-kubernetes-preserve-unknown-fields"),
                    false,
                    "must be true or undefined");
        }
        new ListRules(options, errors).check(node, path);
        new RuleTexts(errors).check(node, path);
        boolean hasRules = !node.list("x-kubernetes-validations").isEmpty();
        if (hasRules && place.takesRules && errors.size() == before) {
            costs.check(node, place.isRoot, place.times, place.uncorrelatable, path);
        }
    }

    private void below(@Nullable Object schema, Place place) {
        if (schema instanceof Fields node) {
            node(node, place);
        }
    }

    private void additional(Fields node, Place place) {
        Object additional = node.value("additionalProperties");
        if (additional == null) {
            return;
        }
        FieldPath path = place.path.child("additionalProperties");
        if (!node.fields("properties").isEmpty() && !Boolean.TRUE.equals(additional)) {
            errors.forbidden(path, "additionalProperties and properties are mutual exclusive");
        }
        Place there = place.part(path, node);
        below(
                additional,
                place.insideMeta
                        ? there.inMeta("inside additionalProperties applying to object metadata")
                        : there);
    }

    private void property(Fields node, String name, @Nullable Object property, Place place) {
        Place there = place.part(place.path.child("properties").key(name), node);
        boolean isObject = place.isRoot || node.bool("x-kubernetes-embedded-resource");
        if (isObject && META.contains(name)) {
            there = there.inMeta(place.isRoot ? "in top-level " + name : place.noDefaults);
        }
        below(property, there);
    }

    private void items(Fields node, Place place) {
        FieldPath path = place.path.child("items");
        switch (node.value("items")) {
            case Fields one -> {
                Place there = place.part(path, node);
                boolean keyed = node.string("x-kubernetes-list-type").equals("map");
                node(one, keyed ? there : there.uncorrelated(place.path));
            }
            case List<?> many -> {
                for (int i = 0; i < many.size(); i++) {
                    below(many.get(i), place.at(path.index(i)));
                }
            }
            case null, default -> {}
        }
    }

    private void standard(Fields node, Place place) {
        FieldPath path = place.path;
        String type = node.string("type");
        boolean hadBadTypes =
                options.had(old ->
                        !old.string("type").isEmpty() && !TYPES.contains(old.string("type")));
        if (!type.isEmpty() && !TYPES.contains(type) && !hadBadTypes) {
            errors.notSupported(path.child("type"), type, TYPES);
        }
        if (node.value("default") != null && place.noDefaults != null) {
            errors.forbidden(path.child("default"), "must not be set " + place.noDefaults);
        }
        unsupported(!node.string("id").isEmpty(), "id", path);
        unsupported(node.value("additionalItems") != null, "additionalItems", path);
        unsupported(!node.fields("patternProperties").isEmpty(), "patternProperties", path);
        unsupported(!node.fields("definitions").isEmpty(), "definitions", path);
        unsupported(node.value("dependencies") != null, "dependencies", path);
        unsupported(node.value("$ref") != null, "$ref", path);
        if (type.equals("null")) {
            errors.forbidden(
                    path.child("type"),
                    "type cannot be set to null, use nullable as an alternative");
        }
        if (node.value("items") instanceof List<?> items && !items.isEmpty()) {
            errors.forbidden(path.child("items"), "items must be a schema object and not an array");
        }
        if (place.insideMeta && node.bool("x-kubernetes-embedded-resource")) {
            errors.forbidden(
                    path.child("x-kubernetes-embedded-resource"),
                    "must not be used inside of resource meta");
        }
    }

    private void unsupported(boolean used, String field, FieldPath path) {
        if (used) {
            errors.forbidden(path.child(field), field + " is not supported");
        }
    }

    /// What lists and maps may say about how they merge.
    private record ListRules(SchemaOptions options, FieldErrors errors) {

        private static final String LIST_TYPE = "x-kubernetes-list-type";
        private static final String MAP_TYPE = "x-kubernetes-map-type";
        private static final String KEYS = "x-kubernetes-list-map-keys";

        void check(Fields node, FieldPath path) {
            String type = node.string("type");
            String mapType = node.stringOrNull(MAP_TYPE);
            if (mapType != null) {
                must("object", type, MAP_TYPE, path);
                if (!mapType.equals("atomic") && !mapType.equals("granular")) {
                    errors.notSupported(path.child(MAP_TYPE), mapType, "atomic", "granular");
                }
            }
            String listType = node.stringOrNull(LIST_TYPE);
            Fields items = node.fieldsOrNull("items");
            if (listType != null) {
                if (!type.equals("array")) {
                    must("array", type, LIST_TYPE, path);
                } else if (listType.equals("set")
                        && items != null
                        && !options.had(ListRules::isLooseSet)) {
                    set(items, path.child("items"));
                }
                if (!List.of("atomic", "set", "map").contains(listType)) {
                    errors.notSupported(path.child(LIST_TYPE), listType, "atomic", "set", "map");
                }
            }
            List<String> keys = Trees.texts(node, KEYS);
            if (!keys.isEmpty() && !"map".equals(listType)) {
                String must = "must be map if x-kubernetes-list-map-keys is non-empty";
                if (listType == null) {
                    errors.required(path.child(LIST_TYPE), must);
                } else {
                    errors.invalid(path.child(LIST_TYPE), listType, must);
                }
            }
            if ("map".equals(listType)) {
                map(node, keys, items, path);
            }
            if (!options.had(ListRules::isLooseMap)) {
                elements(listType, keys, items, path);
            }
        }

        private void must(String wanted, String type, String because, FieldPath path) {
            if (type.equals(wanted)) {
                return;
            }
            String must = "must be " + wanted + " if " + because + " is specified";
            if (type.isEmpty()) {
                errors.required(path.child("type"), must);
            } else {
                errors.invalid(path.child("type"), type, must);
            }
        }

        private static boolean isLooseSet(Fields node) {
            FieldErrors found = new FieldErrors();
            Fields items = node.fieldsOrNull("items");
            if (node.string(LIST_TYPE).equals("set") && items != null) {
                new ListRules(SchemaOptions.of(Fields.EMPTY, null), found)
                        .set(items, FieldPath.ROOT);
            }
            return !found.isEmpty();
        }

        private static boolean isLooseMap(Fields node) {
            FieldErrors found = new FieldErrors();
            new ListRules(SchemaOptions.of(Fields.EMPTY, null), found)
                    .elements(
                            node.stringOrNull(LIST_TYPE),
                            Trees.texts(node, KEYS),
                            node.fieldsOrNull("items"),
                            FieldPath.ROOT);
            return !found.isEmpty();
        }

        private void set(Fields items, FieldPath path) {
            String must = "must be atomic as item of a list with x-kubernetes-list-type=set";
            String listType = items.stringOrNull(LIST_TYPE);
            switch (items.string("type")) {
                case "array" -> {
                    if (listType != null && !listType.equals("atomic")) {
                        errors.invalid(path.child(LIST_TYPE), listType, must);
                    }
                }
                case "object" -> {
                    if (!items.string(MAP_TYPE).equals("atomic")) {
                        // Upstream shows the list type here.
                        errors.invalid(path.child(MAP_TYPE), listType, must);
                    }
                }
                default -> {}
            }
        }

        private void map(Fields node, List<String> keys, @Nullable Fields items, FieldPath path) {
            if (keys.isEmpty()) {
                errors.required(
                        path.child(KEYS), "must not be empty if x-kubernetes-list-type is map");
            }
            if (node.value("items") == null) {
                errors.required(
                        path.child("items"), "must have a schema if x-kubernetes-list-type is map");
            }
            if (items == null) {
                return;
            }
            FieldPath below = path.child("items");
            if (!items.string("type").equals("object")) {
                errors.invalid(
                        below.child("type"),
                        items.string("type"),
                        "must be object if parent array's x-kubernetes-list-type is map");
                return;
            }
            Set<String> seen = new HashSet<>();
            for (String key : keys) {
                Fields property = items.fields("properties").fieldsOrNull(key);
                if (property == null) {
                    errors.invalid(
                            path.child(KEYS), keys, "entries must all be names of item properties");
                } else if (Set.of("array", "object").contains(property.string("type"))) {
                    errors.invalid(
                            below.child("properties").key(key).child("type"),
                            items.string("type"),
                            "must be a scalar type if parent array's x-kubernetes-list-type is map");
                }
                if (!seen.add(key)) {
                    errors.invalid(path.child(KEYS), keys, "must not contain duplicate entries");
                }
            }
        }

        /// Elements that are told apart must be there, with what tells them apart.
        private void elements(
                @Nullable String listType,
                List<String> keys,
                @Nullable Fields items,
                FieldPath path) {
            if (items == null || listType == null || !Set.of("set", "map").contains(listType)) {
                return;
            }
            FieldPath below = path.child("items");
            if (items.bool("nullable")) {
                errors.forbidden(
                        below.child("nullable"),
                        "cannot be nullable when x-kubernetes-list-type is " + listType);
            }
            if (!listType.equals("map")) {
                return;
            }
            List<String> required = Trees.texts(items, "required");
            for (String key : keys) {
                Fields property = items.fields("properties").fieldsOrNull(key);
                if (property == null) {
                    continue;
                }
                FieldPath place = below.child("properties").key(key);
                if (!required.contains(key) && property.value("default") == null) {
                    errors.required(
                            place.child("default"),
                            "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
                }
                if (property.bool("nullable")) {
                    errors.forbidden(
                            place.child("nullable"),
                            "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
                }
            }
        }
    }
}
