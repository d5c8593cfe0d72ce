package io.djong.apiserver.openapi;

import io.djong.apiserver.openapi.Operation.Answer;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.GroupVersion;
import java.util.ArrayList;
import java.util.List;

/// The paths of the API: those of discovery, and those of each resource.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris Resource URIs
final class PathItems {

    private static final String META = SpecialDefinitions.META;

    private PathItems() {}

    /// `/version/`.
    static List<PathItem> version() {
        return List.of(
                discovery(
                        "/version/",
                        "version",
                        "getCodeVersion",
                        "get the version information for this server",
                        SpecialDefinitions.VERSION_INFO,
                        List.of(MediaTypes.JSON)));
    }

    /// `/api/` or `/apis/`.
    static List<PathItem> root(boolean legacy) {
        return List.of(
                legacy
                        ? discovery(
                                "/api/",
                                "core",
                                "getCoreAPIVersions",
                                "get available API versions",
                                META + "APIVersions",
                                MediaTypes.DOCUMENTS)
                        : discovery(
                                "/apis/",
                                "apis",
                                "getAPIVersions",
                                "get available API versions",
                                META + "APIGroupList",
                                MediaTypes.DOCUMENTS));
    }

    /// `/apis/apps/`.
    static List<PathItem> group(String group) {
        return List.of(
                discovery(
                        "/apis/" + group + "/",
                        GroupNames.groupTag(group),
                        "get" + GroupNames.group(group) + "APIGroup",
                        "get information of a group",
                        META + "APIGroup",
                        MediaTypes.DOCUMENTS));
    }

    /// `/apis/apps/v1/` and everything below.
    static List<PathItem> version(
            GroupVersion version, List<Resource> resources, Definitions definitions) {
        List<PathItem> items = new ArrayList<>();
        items.add(
                discovery(
                        GroupNames.root(version) + "/",
                        GroupNames.tag(version),
                        "get" + GroupNames.groupVersion(version) + "APIResources",
                        "get available resources",
                        META + "APIResourceList",
                        MediaTypes.DOCUMENTS));
        for (Resource resource : resources) {
            items.addAll(new ResourcePaths(resource, definitions).items());
            for (String subresource : resource.subresources()) {
                items.addAll(SubresourcePaths.of(resource, subresource));
            }
        }
        return items;
    }

    private static PathItem discovery(
            String path, String tag, String id, String text, String typeName, List<String> types) {
        return new PathItem(
                path,
                tag,
                List.of(
                        new Operation(
                                "get",
                                id,
                                text,
                                "",
                                null,
                                List.of(),
                                null,
                                types,
                                types,
                                List.of(Answer.ok(typeName)))));
    }
}
