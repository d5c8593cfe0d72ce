package io.djong.client;

import io.djong.meta.tree.Fields;
import java.util.Arrays;
import java.util.List;

/// The parts of an API path; empty strings for what it does not have.
record MemoryPath(
        String groupVersion, String namespace, String resource, String name, String subresource) {

    static MemoryPath parse(String path) {
        List<String> parts = Arrays.asList(path.substring(1).split("/"));
        boolean core = parts.getFirst().equals("api");
        String groupVersion = core ? parts.get(1) : parts.get(1) + "/" + parts.get(2);
        List<String> rest = parts.subList(core ? 2 : 3, parts.size());
        boolean ofNamespace =
                rest.size() >= 3
                        && rest.getFirst().equals("namespaces")
                        && !List.of("status", "finalize").contains(rest.get(2));
        String namespace = ofNamespace ? rest.get(1) : "";
        List<String> object = ofNamespace ? rest.subList(2, rest.size()) : rest;
        return new MemoryPath(
                groupVersion,
                namespace,
                object.getFirst(),
                object.size() > 1 ? object.get(1) : "",
                object.size() > 2 ? object.get(2) : "");
    }

    /// Sorts by group, version, resource, namespace, name.
    String key() {
        return groupVersion + "|" + resource + "|" + namespace + "|" + name;
    }

    String prefix() {
        return groupVersion + "|" + resource + "|" + (namespace.isEmpty() ? "" : namespace + "|");
    }

    MemoryPath named(String objectName) {
        return new MemoryPath(groupVersion, namespace, resource, objectName, "");
    }

    /// The path of an object of this collection.
    MemoryPath at(Fields object) {
        Fields metadata = object.fields("metadata");
        return new MemoryPath(
                groupVersion, metadata.string("namespace"), resource, metadata.string("name"), "");
    }
}
