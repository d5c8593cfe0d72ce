package io.djong.apiserver.requests;

import io.djong.meta.GroupVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a URL and its method ask for.
///
/// @param verb `get`, `list`, `watch`, `create` ...; for paths that are no resource the method in lower case
/// @param namespace "" for none
/// @param name "" for a collection
/// @param subresource "" for the object itself
/// @param rest what follows the subresource, decoded, with a leading slash: the path that a proxy is asked for
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb Request verbs
public record RequestInfo(
        boolean isResource,
        String verb,
        GroupVersion groupVersion,
        String namespace,
        String resource,
        String name,
        String subresource,
        List<String> rest) {

    private static final Set<String> OF_NAMESPACE_ITSELF = Set.of("status", "finalize");
    private static final GroupVersion NO_VERSION = new GroupVersion("", "");

    /// @param segments of the path, decoded
    public static RequestInfo of(String method, List<String> segments, Parameters query) {
        String root = segments.isEmpty() ? "" : segments.getFirst();
        int versionAt = root.equals("api") ? 1 : root.equals("apis") ? 2 : -1;
        if (versionAt < 0 || segments.size() <= versionAt + 1) {
            return notResource(method);
        }
        GroupVersion version =
                new GroupVersion(versionAt == 1 ? "" : segments.get(1), segments.get(versionAt));
        List<String> parts = segments.subList(versionAt + 1, segments.size());
        boolean watchPrefix = parts.getFirst().equals("watch");
        boolean proxyPrefix = parts.getFirst().equals("proxy");
        if (watchPrefix || proxyPrefix) {
            parts = parts.subList(1, parts.size());
            if (parts.isEmpty()) {
                return notResource(method);
            }
        }
        String namespace = "";
        if (parts.getFirst().equals("namespaces") && parts.size() > 1) {
            namespace = parts.get(1);
            // Below a namespace comes a resource, unless it is about the namespace itself.
            if (parts.size() > 2 && !OF_NAMESPACE_ITSELF.contains(parts.get(2))) {
                parts = parts.subList(2, parts.size());
            }
        }
        String name = parts.size() > 1 ? parts.get(1) : "";
        String verb = verb(method, name.isEmpty(), query);
        if (watchPrefix && method.equals("GET")) {
            verb = "watch";
        }
        return new RequestInfo(
                true,
                verb,
                version,
                namespace,
                parts.getFirst(),
                name,
                parts.size() > 2 ? parts.get(2) : "",
                parts.size() > 3 ? new ArrayList<>(parts.subList(3, parts.size())) : List.of());
    }

    private static RequestInfo notResource(String method) {
        return new RequestInfo(
                false,
                method.toLowerCase(java.util.Locale.ROOT),
                NO_VERSION,
                "",
                "",
                "",
                "",
                List.of());
    }

    private static String verb(String method, boolean collection, Parameters query) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> collection ? "deletecollection" : "delete";
            case "GET", "HEAD" -> collection ? (query.flag("watch") ? "watch" : "list") : "get";
            default -> "";
        };
    }
}
