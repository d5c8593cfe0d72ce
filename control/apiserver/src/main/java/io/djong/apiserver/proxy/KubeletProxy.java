package io.djong.apiserver.proxy;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.GetVerb;
import io.djong.apiserver.verbs.Verb;
import io.djong.http.Headers;
import io.djong.http.HttpClient;
import io.djong.http.Origin;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `log`, `exec`, `attach` and `portforward` of pods, and `proxy` of nodes: all served by the node's kubelet.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/ API concepts
public final class KubeletProxy {

    private static final int KUBELET_PORT = 10250;

    /// An address is reached more often than a name is resolved.
    private static final List<String> ADDRESS_TYPES =
            List.of("InternalIP", "Hostname", "InternalDNS", "ExternalIP", "ExternalDNS");

    private static final Set<String> LOG_PARAMETERS =
            Set.of(
                    "follow",
                    "previous",
                    "timestamps",
                    "sinceSeconds",
                    "sinceTime",
                    "tailLines",
                    "limitBytes",
                    "stream");

    private static final Map<String, String> STREAM_PARAMETERS =
            Map.of("stdin", "input", "stdout", "output", "stderr", "error", "tty", "tty");

    private final Backend backend;
    private final @Nullable Relay relay;
    private final Resource nodes;

    /// @param client shows the certificate by which kubelets know this server; null when there are no kubelets
    public KubeletProxy(
            Backend backend, Resource nodes, @Nullable HttpClient client, Threads threads) {
        this.backend = backend;
        this.nodes = nodes;
        this.relay = client == null ? null : new Relay(client, threads);
    }

    /// By `resource/subresource`.
    public Map<String, Verb> verbs() {
        return Map.of(
                "pods/log", this::log,
                "pods/exec", (call, pods) -> stream(call, pods, "exec"),
                "pods/attach", (call, pods) -> stream(call, pods, "attach"),
                "pods/portforward", (call, pods) -> stream(call, pods, "portForward"),
                "nodes/proxy", this::nodeProxy);
    }

    private Reply log(Call call, Resource pods) {
        requireMethod(call, Set.of("GET"));
        Fields pod = GetVerb.find(backend, call, pods).tree();
        LogOptions.validate(call.info().name(), call.query());
        String container = container(call, pod);
        String node = pod.fields("spec").string("nodeName");
        if (node.isEmpty()) {
            return new Reply.Raw(204, "", new byte[0], Headers.of());
        }
        List<String> query = new ArrayList<>();
        for (String name : LOG_PARAMETERS) {
            if (call.query().has(name)) {
                query.add(name + "=" + encoded(call.query().text(name)));
            }
        }
        String path = "/containerLogs" + podPath(pod) + "/" + container;
        return reachable().text(call, kubelet(node), target(path, query), "pods/log");
    }

    private Reply stream(Call call, Resource pods, String kubeletPath) {
        requireMethod(call, Set.of("GET", "POST"));
        Fields pod = GetVerb.find(backend, call, pods).tree();
        boolean isPortForward = kubeletPath.equals("portForward");
        String path = "/" + kubeletPath + podPath(pod);
        List<String> query = new ArrayList<>();
        if (isPortForward) {
            call.query().all("ports").forEach(port -> query.add("port=" + encoded(port)));
        } else {
            path += "/" + container(call, pod);
            STREAM_PARAMETERS.forEach((name, kubeletName) -> {
                if (call.query().flag(name)) {
                    query.add(kubeletName + "=1");
                }
            });
            call.query().all("command").forEach(word -> query.add("command=" + encoded(word)));
        }
        String node = pod.fields("spec").string("nodeName");
        if (node.isEmpty()) {
            throw new ApiException(
                    Failure.badRequest(
                            "pod "
                                    + pod.fields("metadata").string("name")
                                    + " does not have a host assigned"));
        }
        backend.admit(
                new io.djong.admission.Review.Connect(
                        backend.admissionCall(call, pods, call.info().name(), false, Fields.EMPTY),
                        Fields.EMPTY));
        return relay(call, node, path, query);
    }

    private Reply nodeProxy(Call call, Resource resource) {
        String path =
                call.info().rest().isEmpty() ? "/" : "/" + String.join("/", call.info().rest());
        List<String> query = new ArrayList<>();
        call.query()
                .values()
                .forEach((name, values) ->
                        values.forEach(value -> query.add(name + "=" + encoded(value))));
        return relay(call, call.info().name().split(":", 2)[0], path, query);
    }

    private Reply relay(Call call, String node, String path, List<String> query) {
        Origin kubelet = kubelet(node);
        return reachable().relay(call, kubelet, target(path, query));
    }

    private Relay reachable() {
        if (relay == null) {
            throw new ApiException(
                    Failure.of(Reason.SERVICE_UNAVAILABLE, "this server reaches no kubelets"));
        }
        return relay;
    }

    private static String target(String path, List<String> query) {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    /// Where the node's kubelet listens.
    private Origin kubelet(String node) {
        Stored stored = backend.objects().get(nodes.key("", node));
        if (stored == null) {
            throw new ApiException(Failure.notFound("", "nodes", node));
        }
        Fields status = stored.tree().fields("status");
        String address = address(status.list("addresses"));
        if (address == null) {
            throw new ApiException(
                    new Failure(
                            Reason.UNKNOWN,
                            500,
                            "no preferred addresses found; known addresses: []",
                            null));
        }
        long port = status.fields("daemonEndpoints").fields("kubeletEndpoint").integer("Port");
        return new Origin(true, address, port > 0 ? (int) port : KUBELET_PORT);
    }

    private static @Nullable String address(List<@Nullable Object> addresses) {
        for (String type : ADDRESS_TYPES) {
            for (Object address : addresses) {
                if (address instanceof Fields one && one.string("type").equals(type)) {
                    return one.string("address");
                }
            }
        }
        return null;
    }

    private static String podPath(Fields pod) {
        Fields metadata = pod.fields("metadata");
        return "/" + metadata.string("namespace") + "/" + metadata.string("name");
    }

    /// The container asked for, or the only one there is.
    private static String container(Call call, Fields pod) {
        Fields spec = pod.fields("spec");
        String name = call.query().text("container");
        String podName = pod.fields("metadata").string("name");
        List<String> containers = names(spec.list("containers"));
        List<String> inits = names(spec.list("initContainers"));
        List<String> ephemeral = names(spec.list("ephemeralContainers"));
        if (name.isEmpty()) {
            if (containers.size() == 1) {
                return containers.getFirst();
            }
            String message =
                    "a container name must be specified for pod "
                            + podName
                            + ", choose one of: ["
                            + String.join(" ", containers)
                            + "]";
            if (!inits.isEmpty()) {
                message += " or one of the init containers: [" + String.join(" ", inits) + "]";
            }
            if (!ephemeral.isEmpty()) {
                message +=
                        " or one of the ephemeral containers: ["
                                + String.join(" ", ephemeral)
                                + "]";
            }
            throw new ApiException(Failure.badRequest(message));
        }
        if (!containers.contains(name) && !inits.contains(name) && !ephemeral.contains(name)) {
            throw new ApiException(
                    Failure.badRequest("container " + name + " is not valid for pod " + podName));
        }
        return name;
    }

    private static List<String> names(List<@Nullable Object> containers) {
        return containers.stream()
                .map(container -> ((Fields) Objects.requireNonNull(container)).string("name"))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void requireMethod(Call call, Set<String> methods) {
        if (!methods.contains(call.method())) {
            throw new ApiException(
                    Failure.about(
                            Reason.METHOD_NOT_ALLOWED,
                            "",
                            "",
                            "",
                            "the server does not allow this method on the requested resource"));
        }
    }
}
