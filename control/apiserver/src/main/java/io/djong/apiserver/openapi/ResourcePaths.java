package io.djong.apiserver.openapi;

import io.djong.apiserver.resources.Resource;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/// The paths of one resource without its subresources: its collections, and one of its objects.
final class ResourcePaths {

    private final Resource resource;
    private final Definitions definitions;

    ResourcePaths(Resource resource, Definitions definitions) {
        this.resource = resource;
        this.definitions = definitions;
    }

    /// `/apis/apps/v1/namespaces/{namespace}/deployments`.
    static String collection(Resource resource) {
        String root = GroupNames.root(resource.groupVersion());
        return resource.isNamespaced()
                ? root + "/namespaces/{namespace}/" + resource.name()
                : root + "/" + resource.name();
    }

    static String objects(Resource resource) {
        return resource.isNamespaced() ? "Namespaced" + resource.kind() : resource.kind();
    }

    static Fields kind(Resource resource) {
        return Definitions.kind(resource.groupVersion(), resource.kind());
    }

    static boolean isCustom(Resource resource) {
        return !Schema.kubernetes().typeNames().contains(resource.facts().typeName());
    }

    List<PathItem> items() {
        List<PathItem> items = new ArrayList<>(3);
        if (resource.isNamespaced() && resource.allows("list")) {
            Operation list = about(resource.kind(), List.of()).list(listType(), "ForAllNamespaces");
            add(
                    items,
                    GroupNames.root(resource.groupVersion()) + "/" + resource.name(),
                    List.of(list));
        }
        add(items, collection(resource), ofCollection());
        add(items, collection(resource) + "/{name}", ofOne());
        if (resource.allows("watch")) {
            addWatches(items);
        }
        return items;
    }

    private void addWatches(List<PathItem> items) {
        String root = GroupNames.root(resource.groupVersion());
        String watches = root + "/watch";
        if (resource.isNamespaced()) {
            Operation everywhere =
                    about(resource.kind(), List.of()).watch("watchlist", "ListForAllNamespaces");
            add(items, watches + "/" + resource.name(), List.of(everywhere));
        }
        String collection = watches + collection(resource).substring(root.length());
        Operation all = about(objects(resource), namespace()).watch("watchlist", "List");
        Operation one =
                about(objects(resource), path(resource, resource.kind())).watch("watch", "");
        add(items, collection, List.of(all));
        add(items, collection + "/{name}", List.of(one));
    }

    private List<Parameter> namespace() {
        return resource.isNamespaced() ? List.of(Parameter.NAMESPACE) : List.of();
    }

    private List<Operation> ofCollection() {
        Operations about = about(objects(resource), namespace());
        List<Operation> operations = new ArrayList<>(3);
        if (resource.allows("deletecollection")) {
            operations.add(about.deleteCollection());
        }
        if (resource.allows("list")) {
            operations.add(about.list(listType(), ""));
        }
        if (resource.allows("create")) {
            operations.add(about.create());
        }
        return operations;
    }

    private List<Operation> ofOne() {
        Operations about = about(objects(resource), path(resource, resource.kind()));
        List<Operation> operations = new ArrayList<>(4);
        if (resource.allows("delete")) {
            operations.add(about.delete(declaresDeleted(resource)));
        }
        if (resource.allows("get")) {
            operations.add(about.read());
        }
        if (resource.allows("patch")) {
            operations.add(about.patch());
        }
        if (resource.allows("update")) {
            operations.add(about.replace());
        }
        return operations;
    }

    static List<Parameter> path(Resource resource, String kind) {
        return resource.isNamespaced()
                ? List.of(Parameter.name(kind), Parameter.NAMESPACE)
                : List.of(Parameter.name(kind));
    }

    private Operations about(String objects, List<Parameter> path) {
        return new Operations(
                resource.groupVersion(),
                kind(resource),
                resource.facts().typeName(),
                objects,
                "",
                resource.kind(),
                path,
                isCustom(resource));
    }

    /// A list has a type of its own, named after its items.
    private String listType() {
        String own = resource.facts().typeName() + "List";
        return definitions.has(own) ? own : SpecialDefinitions.META + "List";
    }

    /// Upstream's description says `Status` of namespaces, although it answers them, too.
    private static boolean declaresDeleted(Resource resource) {
        return resource.traits().answersDeleted() && !resource.groupResource().equals("namespaces");
    }

    private void add(List<PathItem> items, String path, List<Operation> operations) {
        if (!operations.isEmpty()) {
            items.add(new PathItem(path, GroupNames.tag(resource.groupVersion()), operations));
        }
    }
}
