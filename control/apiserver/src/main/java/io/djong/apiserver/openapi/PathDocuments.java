package io.djong.apiserver.openapi;

import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Describes the paths of one group-version: what kubectl looks for there are the kind, the patch forms and the parameters.
final class PathDocuments {

    private static final List<String> WRITE_PARAMETERS =
            List.of("dryRun", "fieldManager", "fieldValidation");
    private static final List<String> PATCHES =
            List.of(
                    MediaTypes.APPLY_PATCH,
                    MediaTypes.JSON_PATCH,
                    MediaTypes.MERGE_PATCH,
                    MediaTypes.STRATEGIC_PATCH);

    private final SchemaDocuments schemas;
    private final boolean v3;
    private final Map<String, @Nullable Object> paths = new TreeMap<>();

    PathDocuments(SchemaDocuments schemas, boolean v3) {
        this.schemas = schemas;
        this.v3 = v3;
    }

    Fields all() {
        return Fields.copyOf(paths);
    }

    void add(Resource resource) {
        GroupVersion version = resource.groupVersion();
        String root = version.group().isEmpty() ? "/api/" + version.version() : "/apis/" + version;
        String collection =
                resource.isNamespaced()
                        ? root + "/namespaces/{namespace}/" + resource.name()
                        : root + "/" + resource.name();
        Fields.Builder ofCollection = new Fields.Builder(4);
        add(ofCollection, resource, "list", "get", "list");
        add(ofCollection, resource, "create", "post", "post");
        add(ofCollection, resource, "deletecollection", "delete", "deletecollection");
        paths.put(collection, ofCollection.build());
        if (resource.isNamespaced() && resource.allows("list")) {
            Fields.Builder everywhere = new Fields.Builder(2);
            add(everywhere, resource, "list", "get", "list");
            paths.put(root + "/" + resource.name(), everywhere.build());
        }
        Fields.Builder ofOne = new Fields.Builder(5);
        add(ofOne, resource, "get", "get", "get");
        add(ofOne, resource, "update", "put", "put");
        add(ofOne, resource, "patch", "patch", "patch");
        add(ofOne, resource, "delete", "delete", "delete");
        if (ofOne.size() > 0) {
            paths.put(collection + "/{name}", ofOne.build());
        }
        if (resource.hasStatus()) {
            Fields.Builder ofStatus = new Fields.Builder(3);
            add(ofStatus, resource, "get", "get", "get");
            add(ofStatus, resource, "update", "put", "put");
            add(ofStatus, resource, "patch", "patch", "patch");
            paths.put(collection + "/{name}/status", ofStatus.build());
        }
    }

    private void add(
            Fields.Builder path, Resource resource, String verb, String method, String action) {
        if (resource.allows(verb)) {
            path.add(method, operation(resource, method, action));
        }
    }

    private Fields operation(Resource resource, String method, String action) {
        Fields.Builder operation = new Fields.Builder(6);
        operation.add("tags", List.of(tag(resource)));
        operation.add(
                "operationId",
                action + tag(resource).replace("_", "") + resource.kind() + method);
        operation.add("parameters", parameters(method));
        Fields object = schemas.reference(resource.facts().typeName());
        if (v3 && (method.equals("post") || method.equals("put"))) {
            operation.add(
                    "requestBody",
                    Fields.of("required", true, "content", Fields.of("*/*", Fields.of("schema", object))));
        } else if (v3 && method.equals("patch")) {
            operation.add("requestBody", patchBody());
        } else if (method.equals("patch")) {
            operation.add("consumes", PATCHES);
        }
        Fields answer =
                action.equals("list")
                        ? schemas.reference(listType(resource))
                        : method.equals("delete")
                                ? schemas.reference("io.k8s.apimachinery.pkg.apis.meta.v1.Status")
                                : object;
        operation.add("responses", Fields.of("200", response(answer)));
        operation.add("x-kubernetes-action", action);
        operation.add(
                "x-kubernetes-group-version-kind",
                SchemaDocuments.kind(resource.group(), resource.version(), resource.kind()));
        return operation.build();
    }

    private static String tag(Resource resource) {
        String group = resource.group().isEmpty() ? "core" : resource.group().split("\\.")[0];
        return group + "_" + resource.version();
    }

    /// Lists have a type of their own, named after their items.
    private static String listType(Resource resource) {
        String list = resource.facts().typeName() + "List";
        return Schema.kubernetes().typeNames().contains(list)
                ? list
                : resource.facts().typeName();
    }

    private Fields patchBody() {
        Fields patch = schemas.reference("io.k8s.apimachinery.pkg.apis.meta.v1.Patch");
        Fields.Builder content = new Fields.Builder(4);
        for (String type : PATCHES) {
            content.add(type, Fields.of("schema", patch));
        }
        return Fields.of("required", true, "content", content.build());
    }

    private Fields response(Fields schema) {
        Fields.Builder response = new Fields.Builder(2).add("description", "OK");
        if (!v3) {
            return response.add("schema", schema).build();
        }
        Fields.Builder content = new Fields.Builder(3);
        for (String type : MediaTypes.DOCUMENTS) {
            content.add(type, Fields.of("schema", schema));
        }
        return response.add("content", content.build()).build();
    }

    private List<@Nullable Object> parameters(String method) {
        List<@Nullable Object> parameters = new ArrayList<>();
        switch (method) {
            case "post", "put", "patch" -> {
                WRITE_PARAMETERS.forEach(name -> parameters.add(parameter(name, "string")));
                if (method.equals("patch")) {
                    parameters.add(parameter("force", "boolean"));
                }
            }
            case "delete" -> parameters.add(parameter("dryRun", "string"));
            default -> {}
        }
        return parameters;
    }

    private Fields parameter(String name, String type) {
        Fields.Builder parameter = new Fields.Builder(4).add("name", name).add("in", "query");
        return v3
                ? parameter.add("schema", Fields.of("type", type, "uniqueItems", true)).build()
                : parameter.add("type", type).add("uniqueItems", true).build();
    }
}
