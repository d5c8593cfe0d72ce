package io.djong.apiserver.openapi;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.discovery.Hashes;
import io.djong.apiserver.paths.PathHandlers;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.http.Headers;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Serves `/openapi/v2`, and `/openapi/v3` with a document for each group-version.
///
/// @spec https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition OpenAPI interface definition
public final class OpenApi {

    private static final String V2_PROTOBUF = "application/com.github.proto-openapi.spec.v2";

    private final Supplier<Resources> resources;
    private final String gitVersion;
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

    public OpenApi(Supplier<Resources> resources, String gitVersion) {
        this.resources = resources;
        this.gitVersion = gitVersion;
    }

    public void addTo(PathHandlers paths) {
        paths.exact("/openapi/v2", this::v2);
        paths.exact("/openapi/v3", _ -> index());
        paths.below("/openapi/v3/", this::v3);
    }

    private Reply index() {
        Map<String, @Nullable Object> paths = new TreeMap<>();
        for (GroupVersion version : resources.get().byVersion().keySet()) {
            String path = path(version);
            paths.put(
                    path,
                    Fields.of("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash(path)));
        }
        byte[] body = Json.write(Fields.of("paths", Fields.copyOf(paths)));
        return new Reply.Raw(200, "application/json", body, Headers.of());
    }

    private static String path(GroupVersion version) {
        return version.group().isEmpty() ? "api/" + version.version() : "apis/" + version;
    }

    /// Built-in kinds change with the release only, so this says as much as a hash of the whole document.
    private String hash(String path) {
        return Hashes.sha512((gitVersion + " " + path).getBytes(StandardCharsets.UTF_8));
    }

    private Reply v3(Call call) {
        String path = call.path().substring("/openapi/v3/".length());
        for (Map.Entry<GroupVersion, List<Resource>> entry :
                resources.get().byVersion().entrySet()) {
            if (path(entry.getKey()).equals(path)) {
                byte[] body =
                        documents.computeIfAbsent(
                                path, _ -> Json.write(document(true, entry.getValue())));
                return tagged(call, body, hash(path));
            }
        }
        return PathHandlers.notFound();
    }

    private Reply v2(Call call) {
        String accept = call.headers().firstOr("accept", "*/*");
        if (accept.contains(V2_PROTOBUF) && !accept.contains("application/json") && !accept.contains("*/*")) {
            return Reply.text(406, "406 not acceptable\n");
        }
        byte[] body =
                documents.computeIfAbsent(
                        "v2", _ -> Json.write(document(false, resources.get().all())));
        return tagged(call, body, hash("v2"));
    }

    private static Reply tagged(Call call, byte[] body, String hash) {
        String tag = '"' + hash + '"';
        Headers headers = Headers.of("ETag", tag, "Vary", "Accept");
        if (tag.equals(call.headers().first("if-none-match"))) {
            return new Reply.Raw(304, "", new byte[0], headers);
        }
        return new Reply.Raw(200, "application/json", body, headers);
    }

    private Fields document(boolean v3, List<Resource> described) {
        SchemaDocuments schemas = new SchemaDocuments(v3);
        PathDocuments paths = new PathDocuments(schemas, v3);
        described.forEach(paths::add);
        Fields info = Fields.of("title", "Kubernetes", "version", gitVersion);
        Fields.Builder document = new Fields.Builder(4);
        document.add(v3 ? "openapi" : "swagger", v3 ? "3.0.0" : "2.0");
        document.add("info", info).add("paths", paths.all());
        return v3
                ? document.add("components", Fields.of("schemas", schemas.all())).build()
                : document.add("definitions", schemas.all()).build();
    }
}
