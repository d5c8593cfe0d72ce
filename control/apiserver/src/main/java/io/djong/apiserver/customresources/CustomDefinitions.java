package io.djong.apiserver.customresources;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.openapi.MoreDefinitions;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Describes custom resources by their schemas.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#publish-validation-schema-in-openapi Publish validation schema in OpenAPI
public final class CustomDefinitions implements MoreDefinitions {

    private static final String V2_PREFIX = "#/definitions/";
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String LIST = "List";

    private static final String API_VERSION_TEXT =
            "The version of the schema that this object is written in.";
    private static final String KIND_TEXT = "The kind of this object, in CamelCase.";
    private static final String METADATA_TEXT = "Metadata that all objects have.";

    /// What OpenAPI 2 has no words for.
    private static final List<String> NOT_IN_V2 =
            List.of("allOf", "anyOf", "oneOf", "not", "nullable", "default");

    private final Supplier<Resources> resources;

    public CustomDefinitions(Supplier<Resources> resources) {
        this.resources = resources;
    }

    @Override
    public @Nullable Fields find(String typeName, String referencePrefix) {
        for (Resource resource : resources.get().all()) {
            if (resource.custom() instanceof CustomVersion version) {
                String own = resource.facts().typeName();
                if (typeName.equals(own)) {
                    return object(resource, version, referencePrefix);
                }
                if (typeName.equals(own + LIST)) {
                    return list(resource, referencePrefix);
                }
            }
        }
        return null;
    }

    private static Fields object(Resource resource, CustomVersion version, String prefix) {
        boolean v2 = prefix.equals(V2_PREFIX);
        Fields source = version.schema().source();
        Fields definition;
        if (source.isEmpty()) {
            definition = Fields.of("type", "object");
        } else if (v2 && version.schema().preserves()) {
            definition = Fields.of("type", "object");
        } else {
            definition = asObject(v2 ? inV2(source) : source, prefix, v2);
            Fields properties = definition.fields("properties");
            definition = definition.with("properties", withMeta(properties, prefix));
        }
        return definition.with("x-kubernetes-group-version-kind", kinds(resource, resource.kind()));
    }

    private static Fields withMeta(Fields properties, String prefix) {
        return properties
                .with("apiVersion", Fields.of("description", API_VERSION_TEXT, "type", "string"))
                .with("kind", Fields.of("description", KIND_TEXT, "type", "string"))
                .with(
                        "metadata",
                        prefix.equals(V2_PREFIX)
                                ? Fields.of(
                                        "description",
                                        METADATA_TEXT,
                                        "$ref",
                                        prefix + META + "ObjectMeta")
                                : Fields.of(
                                        "description",
                                        METADATA_TEXT,
                                        "allOf",
                                        List.of(Fields.of("$ref", prefix + META + "ObjectMeta"))));
    }

    /// Embedded objects have metadata, too.
    private static Fields asObject(Fields schema, String prefix, boolean v2) {
        Fields described = eachSchema(schema, below -> asObject(below, prefix, v2));
        if (!schema.bool("x-kubernetes-embedded-resource")
                || (v2 && schema.bool("x-kubernetes-preserve-unknown-fields"))) {
            return described;
        }
        List<@Nullable Object> required = new ArrayList<>(described.list("required"));
        for (String name : List.of("kind", "apiVersion")) {
            if (!required.contains(name)) {
                required.add(name);
            }
        }
        return described
                .with("properties", withMeta(described.fields("properties"), prefix))
                .with("required", List.copyOf(required));
    }

    private interface Change {
        Fields of(Fields schema);
    }

    private static Fields eachSchema(Fields schema, Change change) {
        Fields changed = schema;
        for (String name : List.of("items", "additionalProperties")) {
            if (schema.value(name) instanceof Fields below) {
                changed = changed.with(name, change.of(below));
            }
        }
        Fields properties = schema.fields("properties");
        if (!properties.isEmpty()) {
            Fields.Builder described = new Fields.Builder(properties.size());
            properties.forEach((name, property) ->
                    described.add(
                            name, property instanceof Fields below ? change.of(below) : property));
            changed = changed.with("properties", described.build());
        }
        return changed;
    }

    private static Fields inV2(Fields schema) {
        boolean open =
                schema.bool("nullable") || schema.bool("x-kubernetes-preserve-unknown-fields");
        Fields plain = schema;
        for (String name : NOT_IN_V2) {
            plain = plain.without(name);
        }
        if (schema.bool("nullable")) {
            plain = plain.without("type");
        }
        if (open) {
            plain = plain.without("properties").without("items");
        }
        return eachSchema(plain, CustomDefinitions::inV2);
    }

    private static Fields list(Resource resource, String prefix) {
        Fields items =
                Fields.of(
                        "description",
                        "The objects of the list.",
                        "items",
                        Fields.of("$ref", prefix + resource.facts().typeName()),
                        "type",
                        "array");
        Fields metadata =
                prefix.equals(V2_PREFIX)
                        ? Fields.of("$ref", prefix + META + "ListMeta")
                        : Fields.of(
                                "allOf", List.of(Fields.of("$ref", prefix + META + "ListMeta")));
        return new Fields.Builder(5)
                .add("description", "A list of " + resource.kind() + " objects.")
                .add("type", "object")
                .add("required", List.of("items"))
                .add(
                        "properties",
                        withMeta(Fields.EMPTY, prefix)
                                .with("metadata", metadata)
                                .with("items", items))
                .add("x-kubernetes-group-version-kind", kinds(resource, resource.listKind()))
                .build();
    }

    private static List<Object> kinds(Resource resource, String kind) {
        return List.of(
                Fields.of("group", resource.group(), "kind", kind, "version", resource.version()));
    }
}
