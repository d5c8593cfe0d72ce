package io.djong.apiserver.discovery;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.paths.PathHandlers;
import io.djong.apiserver.requests.Accept;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.http.Headers;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Serves `/api` and `/apis` down to each version.
///
/// @spec https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api Discovery API
public final class Discovery {

    private final Supplier<Resources> resources;
    private final Supplier<String> serverAddress;
    private final Map<String, Tagged> aggregated = new ConcurrentHashMap<>();
    private final AtomicReference<Resources> described = new AtomicReference<>();

    /// Bytes with their ETag.
    @SuppressWarnings("ArrayRecordComponent")
    private record Tagged(byte[] body, String tag) {}

    /// @param serverAddress host and port that clients reach this server at
    public Discovery(Supplier<Resources> resources, Supplier<String> serverAddress) {
        this.resources = resources;
        this.serverAddress = serverAddress;
    }

    public void addTo(PathHandlers paths) {
        paths.exact("/api", call -> root(call, true));
        paths.exact("/apis", call -> root(call, false));
        paths.below("/api/", this::below);
        paths.below("/apis/", this::below);
    }

    private Reply root(Call call, boolean legacy) {
        requireGet(call);
        AggregatedAccept aggregate = AggregatedAccept.of(call.headers().firstOr("accept", ""));
        if (aggregate != null) {
            return aggregated(call, legacy, aggregate);
        }
        agree(call);
        return Reply.document(200, legacy ? versions() : groups(), null);
    }

    private static void agree(Call call) {
        call.agreedOn(Accept.of(call.headers().first("accept"), Set.of()));
    }

    private static void requireGet(Call call) {
        if (!call.method().equals("GET")) {
            throw new ApiException(
                    Failure.about(
                            Reason.METHOD_NOT_ALLOWED,
                            "",
                            "",
                            "",
                            "the server does not allow this method on the requested resource"));
        }
    }

    /// `/api/v1`, `/apis/apps`, `/apis/apps/v1`.
    private Reply below(Call call) {
        String path = call.path();
        String[] parts =
                (path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/");
        boolean legacy = parts[1].equals("api");
        String group = legacy ? "" : parts[2];
        String version = legacy ? parts[2] : parts.length > 3 ? parts[3] : "";
        boolean isServed =
                resources.get().byVersion().keySet().stream()
                        .anyMatch(served -> served.group().equals(group));
        if (!isServed) {
            return PathHandlers.notFound();
        }
        requireGet(call);
        agree(call);
        if (version.isEmpty()) {
            return Reply.document(200, identified("APIGroup", group(group)), null);
        }
        List<Resource> found = resources.get().byVersion().get(new GroupVersion(group, version));
        if (found == null && isCustomOnly(group)) {
            return PathHandlers.notFound();
        }
        if (found == null) {
            return Reply.failure(
                    Failure.about(
                            Reason.NOT_FOUND,
                            "",
                            "",
                            "",
                            "the server could not find the requested resource"));
        }
        return Reply.document(
                200, LegacyDiscovery.resourceList(new GroupVersion(group, version), found), null);
    }

    private boolean isCustomOnly(String group) {
        return resources.get().all().stream()
                .noneMatch(one -> one.custom() == null && one.group().equals(group));
    }

    private Fields versions() {
        return Fields.builder()
                .add("kind", "APIVersions")
                .add("versions", List.of("v1"))
                .add(
                        "serverAddressByClientCIDRs",
                        List.of(
                                Fields.of(
                                        "clientCIDR",
                                        "0.0.0.0/0",
                                        "serverAddress",
                                        serverAddress.get())))
                .build();
    }

    private Fields groups() {
        List<@Nullable Object> groups = new ArrayList<>();
        for (String name : groupNames()) {
            groups.add(group(name));
        }
        return identified("APIGroupList", Fields.of("groups", groups));
    }

    private List<String> groupNames() {
        return resources.get().byVersion().keySet().stream()
                .map(GroupVersion::group)
                .filter(group -> !group.isEmpty())
                .distinct()
                .toList();
    }

    private Fields group(String name) {
        List<@Nullable Object> versions = new ArrayList<>();
        for (GroupVersion version : resources.get().byVersion().keySet()) {
            if (version.group().equals(name)) {
                versions.add(
                        Fields.of(
                                "groupVersion", version.toString(), "version", version.version()));
            }
        }
        return Fields.of(
                "name", name, "versions", versions, "preferredVersion", versions.getFirst());
    }

    private static Fields identified(String kind, Fields document) {
        Fields.Builder whole = new Fields.Builder(document.size() + 2);
        whole.add("kind", kind).add("apiVersion", "v1");
        document.forEach(whole::add);
        return whole.build();
    }

    private Reply aggregated(Call call, boolean legacy, AggregatedAccept accept) {
        Resources now = resources.get();
        if (described.getAndSet(now) != now) {
            aggregated.clear();
        }
        Tagged tagged =
                aggregated.computeIfAbsent(
                        (legacy ? "api " : "apis ") + accept.version(),
                        _ -> tagged(aggregate(legacy, accept.version())));
        Headers headers = Headers.of("ETag", tagged.tag, "Vary", "Accept");
        if (tagged.tag.equals(call.headers().first("if-none-match"))) {
            return new Reply.Raw(304, "", new byte[0], headers);
        }
        return new Reply.Raw(200, accept.contentType(), tagged.body, headers);
    }

    private Fields aggregate(boolean legacy, String version) {
        Map<String, List<GroupVersion>> groups = new LinkedHashMap<>();
        for (GroupVersion served : resources.get().byVersion().keySet()) {
            if (served.group().isEmpty() == legacy) {
                groups.computeIfAbsent(served.group(), _ -> new ArrayList<>()).add(served);
            }
        }
        List<@Nullable Object> items = new ArrayList<>();
        groups.forEach((group, versions) ->
                items.add(AggregatedDiscovery.group(group, versions, resources.get())));
        return Fields.builder()
                .add("kind", "APIGroupDiscoveryList")
                .add("apiVersion", "apidiscovery.k8s.io/" + version)
                .add("metadata", Fields.EMPTY)
                .add("items", items)
                .build();
    }

    private static Tagged tagged(Fields document) {
        byte[] body = Json.write(document);
        return new Tagged(body, '"' + Hashes.sha512(body) + '"');
    }
}
