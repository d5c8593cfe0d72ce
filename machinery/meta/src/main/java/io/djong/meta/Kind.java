package io.djong.meta;

import io.djong.meta.tree.Fields;
import java.util.function.Function;

/// A kind of API object in one version: its names, and how its documents are seen.
///
/// `name` is the kind (`Pod`), `resource` the plural of its URLs (`pods`). Two kinds are equal when group, version
/// and name are.
///
/// @param view makes the typed view of a document
public record Kind<T>(
        GroupVersion groupVersion,
        String name,
        String resource,
        boolean namespaced,
        Function<Fields, T> view) {

    public String group() {
        return groupVersion.group();
    }

    public String version() {
        return groupVersion.version();
    }

    /// As in documents: `apps/v1`.
    public String apiVersion() {
        return groupVersion.toString();
    }

    /// As in messages: `deployments.apps`, or `pods` in the core group.
    public String groupResource() {
        return group().isEmpty() ? resource : resource + "." + group();
    }

    /// A new empty document of this kind.
    public T empty() {
        return view.apply(Fields.of("apiVersion", apiVersion(), "kind", name));
    }

    /// The path of its collection below the server's root: `/apis/apps/v1/namespaces/x/deployments`.
    ///
    /// @param namespace "" for all namespaces or for kinds outside namespaces
    public String path(String namespace) {
        String root = group().isEmpty() ? "/api/" + version() : "/apis/" + groupVersion;
        return namespace.isEmpty()
                ? root + "/" + resource
                : root + "/namespaces/" + namespace + "/" + resource;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof Kind<?> kind
                && groupVersion.equals(kind.groupVersion)
                && name.equals(kind.name);
    }

    @Override
    public int hashCode() {
        return groupVersion.hashCode() * 31 + name.hashCode();
    }

    @Override
    public String toString() {
        return groupVersion + "/" + name;
    }
}
