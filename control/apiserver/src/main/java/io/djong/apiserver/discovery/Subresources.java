package io.djong.apiserver.discovery;

import io.djong.apiserver.resources.Resource;
import io.djong.meta.GroupVersion;
import java.util.List;

/// What discovery says of subresources: the kind they answer with, and their verbs.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris Resource URIs
record Subresources(String name, GroupVersion kindVersion, String kind, List<String> verbs) {

    private static final List<String> READ_WRITE = List.of("get", "patch", "update");
    private static final List<String> CREATE = List.of("create");
    private static final List<String> CREATE_GET = List.of("create", "get");
    private static final List<String> PROXY = List.of("create", "delete", "get", "patch", "update");

    static Subresources of(Resource resource, String name) {
        GroupVersion own = resource.groupVersion();
        return switch (name) {
            case "scale" ->
                    new Subresources(
                            name, new GroupVersion("autoscaling", "v1"), "Scale", READ_WRITE);
            case "eviction" ->
                    new Subresources(name, new GroupVersion("policy", "v1"), "Eviction", CREATE);
            case "token" ->
                    new Subresources(
                            name,
                            new GroupVersion("authentication.k8s.io", "v1"),
                            "TokenRequest",
                            CREATE);
            case "binding" -> new Subresources(name, own, "Binding", CREATE);
            case "exec" -> new Subresources(name, own, "PodExecOptions", CREATE_GET);
            case "attach" -> new Subresources(name, own, "PodAttachOptions", CREATE_GET);
            case "portforward" -> new Subresources(name, own, "PodPortForwardOptions", CREATE_GET);
            case "proxy" -> new Subresources(name, own, resource.kind() + "ProxyOptions", PROXY);
            case "log" -> new Subresources(name, own, resource.kind(), List.of("get"));
            case "finalize" -> new Subresources(name, own, resource.kind(), List.of("update"));
            default -> new Subresources(name, own, resource.kind(), READ_WRITE);
        };
    }
}
