package io.djong.apiserver.proxy;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.Verb;
import io.djong.http.HttpClient;
import io.djong.http.Origin;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.store.KeyRange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `proxy` of pods and services: a plain HTTP request to where they listen.
///
/// @spec https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/ Access Services Running on Clusters
public final class PodProxy {

    private final Backend backend;
    private final Relay relay;
    private final Resource endpointSlices;

    /// @param client trusts anybody: pods have certificates of their own making, as upstream knows
    public PodProxy(Backend backend, Resource endpointSlices, HttpClient client, Threads threads) {
        this.backend = backend;
        this.endpointSlices = endpointSlices;
        this.relay = new Relay(client, threads);
    }

    /// By `resource/subresource`.
    public Map<String, Verb> verbs() {
        return Map.of("pods/proxy", this::pod, "services/proxy", this::service);
    }

    /// `[scheme:]name[:port]`.
    private record Target(String scheme, String name, String port) {

        static Target of(String text) {
            String[] parts = text.split(":", -1);
            return switch (parts.length) {
                case 1 -> new Target("http", parts[0], "");
                case 2 -> new Target("http", parts[0], parts[1]);
                default -> new Target(parts[0].isEmpty() ? "http" : parts[0], parts[1], parts[2]);
            };
        }

        boolean isTls() {
            return scheme.equals("https");
        }
    }

    private Reply pod(Call call, Resource pods) {
        Target target = Target.of(call.info().name());
        Stored stored = backend.objects().get(pods.key(call.info().namespace(), target.name));
        if (stored == null) {
            throw new ApiException(Failure.notFound("", "pods", target.name));
        }
        Fields pod = stored.tree();
        String address = pod.fields("status").string("podIP");
        if (address.isEmpty()) {
            throw new ApiException(Failure.badRequest("address not allowed"));
        }
        int port = target.port.isEmpty() ? firstPort(pod) : parsePort(target.port);
        return relay.relay(call, new Origin(target.isTls(), address, port), path(call));
    }

    private static int firstPort(Fields pod) {
        for (Object container : pod.fields("spec").list("containers")) {
            if (container instanceof Fields one) {
                for (Object port : one.list("ports")) {
                    if (port instanceof Fields first) {
                        return (int) first.integer("containerPort");
                    }
                }
            }
        }
        return 80;
    }

    private static int parsePort(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException noNumber) {
            throw new ApiException(Failure.badRequest("invalid port: " + text), noNumber);
        }
    }

    private Reply service(Call call, Resource services) {
        Target target = Target.of(call.info().name());
        Stored stored = backend.objects().get(services.key(call.info().namespace(), target.name));
        if (stored == null) {
            throw new ApiException(Failure.notFound("", "services", target.name));
        }
        String portName = portName(stored.tree().fields("spec").list("ports"), target.port);
        if (portName == null) {
            throw unavailable(
                    "no service port \""
                            + target.port
                            + "\" found for service \""
                            + target.name
                            + "\"");
        }
        Origin origin = endpoint(call.info().namespace(), target, portName);
        if (origin == null) {
            throw unavailable("no endpoints available for service \"" + call.info().name() + "\"");
        }
        return relay.relay(call, origin, path(call));
    }

    private static ApiException unavailable(String message) {
        return new ApiException(Failure.of(Reason.SERVICE_UNAVAILABLE, message));
    }

    /// The name of the port that was asked for by name or number; null when there is none.
    private static @Nullable String portName(List<@Nullable Object> ports, String wanted) {
        for (Object port : ports) {
            if (port instanceof Fields one) {
                boolean fits =
                        wanted.isEmpty()
                                || one.string("name").equals(wanted)
                                || Long.toString(one.integer("port")).equals(wanted);
                if (fits) {
                    return one.string("name");
                }
            }
        }
        return null;
    }

    private @Nullable Origin endpoint(String namespace, Target target, String portName) {
        List<Origin> ready = new ArrayList<>();
        backend.objects()
                .snapshot()
                .scan(
                        KeyRange.prefix(endpointSlices.keyPrefix(namespace)),
                        null,
                        entry -> {
                            Fields slice = Stored.of(entry).tree();
                            String of =
                                    slice.fields("metadata")
                                            .fields("labels")
                                            .string("kubernetes.io/service-name");
                            if (of.equals(target.name)) {
                                addReady(slice, portName, target.isTls(), ready);
                            }
                            return true;
                        });
        return ready.isEmpty() ? null : ready.get(backend.random().nextInt(ready.size()));
    }

    private static void addReady(Fields slice, String portName, boolean tls, List<Origin> ready) {
        for (Object port : slice.list("ports")) {
            if (!(port instanceof Fields named) || !named.string("name").equals(portName)) {
                continue;
            }
            for (Object endpoint : slice.list("endpoints")) {
                if (endpoint instanceof Fields one
                        && !Boolean.FALSE.equals(one.fields("conditions").boolOrNull("ready"))) {
                    for (Object address : one.list("addresses")) {
                        ready.add(
                                new Origin(
                                        tls, String.valueOf(address), (int) named.integer("port")));
                    }
                }
            }
        }
    }

    private static String path(Call call) {
        StringBuilder path = new StringBuilder();
        for (String segment : call.info().rest()) {
            path.append('/').append(encoded(segment).replace("+", "%20"));
        }
        if (path.isEmpty()
                || (call.exchange() != null && call.exchange().rawPath().endsWith("/"))) {
            path.append('/');
        }
        char separator = '?';
        for (Map.Entry<String, List<String>> parameter : call.query().values().entrySet()) {
            for (String value : parameter.getValue()) {
                path.append(separator)
                        .append(encoded(parameter.getKey()))
                        .append('=')
                        .append(encoded(value));
                separator = '&';
            }
        }
        return path.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
